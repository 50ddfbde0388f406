"""Every error code is explained, and every explanation is true: examples fail, fixes do not."""

import importlib
import json
import os
import re
import shlex
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from riskmemo import assessing
from riskmemo.analysis.uncertainty import sampling
from riskmemo.batch.database import Database
from riskmemo.batch.holding import held
from riskmemo.batch.many import assess_many
from riskmemo.batch.spark import session as sessions
from riskmemo.batch.spark.database import refusing
from riskmemo.batch.spark.session import session as spark_session
from riskmemo.batch.spark.tables import not_parquet
from riskmemo.cli.commands import COMMANDS
from riskmemo.cli.group import riskmemo
from riskmemo.cli.inspection import inspect
from riskmemo.engines import definition, limits
from riskmemo.engines.agreement import refuse_disagreement
from riskmemo.engines.rete import handles
from riskmemo.engines.rete.worker import ReteWorker
from riskmemo.errors import InvalidInput, RiskmemoError
from riskmemo.explanations import Explanation, explanation, explanations
from riskmemo.loading import load_case, load_ruleset
from riskmemo.memo.design import Design
from riskmemo.memo.docx.unsafe import word_file
from riskmemo.memo.extras import needed
from riskmemo.memo.pdf import to_pdf
from riskmemo.memo.templating import file_environment, rendered
from riskmemo.model.facts import Answer, Gap, Setting
from riskmemo.source.document import read_text
from riskmemo.source.tree import plain
from tests.batch.panels import csv_panel
from tests.cli import documents
from tests.cli.error_codes import codes_in_source

CANNOT_HAPPEN = {
    "engine-failed": "whatever durable-rules stumbles over is kept from it; it guards the rest",
    "says-failed": "every sentence that passes the check can be filled in; it guards later changes",
}
"""Codes that no input is known to give, and why they are there."""

CODE = re.compile(r"\[([a-z0-9-]+)\]$", re.MULTILINE)


def test_every_code_of_the_source_is_explained_and_nothing_else() -> None:
    """A new code needs an entry in `explanations.yaml`, and an entry needs a code."""
    assert set(explanations()) == set(codes_in_source())


def test_entries_stand_in_sections_and_say_something() -> None:
    """What and why are sentences."""
    for entry in explanations().values():
        assert entry.what.endswith("."), entry.code
        assert entry.why.endswith("."), entry.code
        assert entry.example != entry.fix, entry.code


def test_an_unknown_code_offers_the_nearest() -> None:
    """A misspelled code is answered with the code that was probably meant."""
    with pytest.raises(InvalidInput) as refused:
        explanation("not-a-shair")
    assert refused.value.mistakes[0].help == "did you mean `not-a-share`?"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a valid case, ruleset and worked examples in it."""
    monkeypatch.chdir(documents.lay_out(tmp_path))
    (tmp_path / "empty").mkdir()
    documents.lay_out(tmp_path / "untested")
    (tmp_path / "untested/tests/examples.yaml").unlink()
    (tmp_path / "written").mkdir()
    (tmp_path / "written/memo.json").write_text("mine", encoding="utf-8")
    csv_panel(tmp_path / "panel", tie="case_id,id,known,partner\nA,T1,2025-06-01,KAZ\n")
    return tmp_path


RUNNABLE = [entry for entry in explanations().values() if entry.place != "words"]
DESCRIBED = [entry.code for entry in explanations().values() if entry.place == "words"]


@pytest.mark.parametrize("entry", RUNNABLE, ids=lambda entry: entry.code)
def test_the_example_gives_its_code(entry: Explanation, folder: Path) -> None:
    """Who types the example is told this code."""
    assert entry.code in set(RUN[entry.place](entry.example, folder))


@pytest.mark.parametrize("entry", RUNNABLE, ids=lambda entry: entry.code)
def test_the_fix_has_no_mistake(entry: Explanation, folder: Path) -> None:
    """Who types the fix is told nothing at all."""
    assert set(RUN[entry.place](entry.fix, folder)) == set()


@pytest.mark.parametrize("code", sorted(set(DESCRIBED) - CANNOT_HAPPEN.keys()))
def test_what_is_only_described_happens_too(code: str, folder: Path) -> None:
    """Examples too long for a page are made here, and give their code."""
    assert code in set(MADE[code](folder))


def test_only_described_codes_are_made_here() -> None:
    """Nothing is described that a short example could show, unless it is made or excused here."""
    assert set(DESCRIBED) == MADE.keys() | CANNOT_HAPPEN.keys()


# --- running examples -----------------------------------------------------------------------------


def refused(run: Callable[[], object]) -> Iterator[str]:
    """The codes with which a call refuses its input."""
    try:
        run()
    except RiskmemoError as error:
        yield from (mistake.code for mistake in error.mistakes)


def inspected(*names: str) -> Iterator[str]:
    """The codes that `riskmemo check` tells of files."""
    found = inspect(names)
    yield from (mistake.code for mistake in (*found.invalid, *found.findings))


def typed(command: str) -> Iterator[str]:
    """The codes that a command line prints."""
    name, *words = shlex.split(command)
    assert name == "riskmemo"
    assert words[0] in COMMANDS
    result = CliRunner().invoke(riskmemo, words)
    assert result.exit_code in {0, 1, 2}, result.output
    yield from CODE.findall(result.output)


def merged(base: str, snippet: str, path: Path) -> None:
    """Write a document with its top-level keys replaced by those of a snippet."""
    keys = {**plain(read_text(base, "base")), **plain(read_text(snippet, "snippet"))}
    path.write_text(json.dumps(keys, ensure_ascii=False), encoding="utf-8")


def in_case(snippet: str, folder: Path) -> Iterator[str]:
    """The codes of a case with these keys, checked and assessed."""
    merged(documents.CASE, snippet, folder / "case.yaml")
    yield from inspected("case.yaml")
    yield from typed("riskmemo assess case.yaml --ruleset ./ruleset.yaml")


def in_memo(snippet: str, folder: Path) -> Iterator[str]:
    """The codes that `lint-memo` tells of a case with these keys, and the loading of it."""
    merged(documents.CASE + "marking: {label: 'TLP:CLEAR'}\n", snippet, folder / "case.yaml")
    yield from typed("riskmemo lint-memo case.yaml")


def in_ruleset(snippet: str, folder: Path) -> Iterator[str]:
    """The codes of a ruleset with these keys, checked and used."""
    merged(documents.RULESET, snippet, folder / "ruleset.yaml")
    yield from inspected("ruleset.yaml")
    yield from typed("riskmemo assess case.yaml --ruleset ./ruleset.yaml")


def in_tests(snippet: str, folder: Path) -> Iterator[str]:
    """The codes of worked examples with these keys."""
    merged(documents.EXAMPLES, snippet, folder / "tests/examples.yaml")
    yield from typed("riskmemo test ./ruleset.yaml")


def in_table(text: str, folder: Path) -> Iterator[str]:
    """The codes of a case with this table of trade."""
    (folder / "trade.csv").write_text(text, encoding="utf-8")
    yield from in_case("tables: [{kind: trade, file: trade.csv}]", folder)


def in_panel(snippet: str, folder: Path) -> Iterator[str]:
    """The codes of a panel with these tables beside the one of the cases."""
    csv_panel(folder / "given")
    for name, text in plain(read_text(snippet, "base")).items():
        (folder / "given" / name).write_text(text, encoding="utf-8")
    yield from typed("riskmemo batch given --ruleset ./ruleset.yaml -o out --force")


def in_rule(key: str, value: object, folder: Path) -> Iterator[str]:
    """The codes of a rule over a tie and trade with the same partner, with one key replaced."""
    rule = {
        **plain(read_text(documents.RULESET, "base"))["rules"][0],
        "match": {"tie": "tie", "flow": "trade"},
        "where": ["tie.partner == flow.partner"],
    }
    rule[key] = [*rule.get(key, []), value] if key == "where" else value
    yield from in_ruleset(json.dumps({"rules": [rule]}), folder)


def in_config(text: str, folder: Path) -> Iterator[str]:
    """The codes that a configuration file gives."""
    (folder / "riskmemo.toml").write_text(text, encoding="utf-8")
    yield from typed("riskmemo schema case")


def in_file(text: str, folder: Path) -> Iterator[str]:
    """The codes of a whole file."""
    (folder / "file.yaml").write_text(text, encoding="utf-8")
    yield from inspected("file.yaml")


RUN: dict[str, Callable[[str, Path], Iterator[str]]] = {
    "yaml": lambda text, _: refused(lambda: read_text(text, "file.yaml")),
    "json": lambda text, _: refused(lambda: read_text(text, "file.json", json=True)),
    "file": in_file,
    "case": in_case,
    "memo": in_memo,
    "ruleset": in_ruleset,
    "tests": in_tests,
    "table": in_table,
    "panel": in_panel,
    "expression": lambda text, folder: in_rule("where", text, folder),
    "sentence": lambda text, folder: in_rule("says", text, folder),
    "config": in_config,
    "command": lambda text, _: typed(text),
}


# --- examples that are too long for a page --------------------------------------------------------


def yaml(text: str | bytes) -> Iterator[str]:
    """The codes of a whole file in YAML."""
    return refused(lambda: read_text(text, "file.yaml"))


def crowded(folder: Path, patterns: int, facts: int) -> Iterator[str]:
    """A rule with patterns that nothing joins, over many facts."""
    indicator = plain(read_text(documents.CASE, "base"))["indicators"][0]
    rows = [{**indicator, "id": f"E{number}"} for number in range(facts)]
    merged(documents.CASE, json.dumps({"indicators": rows}), folder / "case.yaml")
    match = {f"tie{number}": "tie" for number in range(patterns)}
    signed = " and ".join(f'{alias}.status == "signed"' for alias in match)
    where = [signed if patterns == 2 else f"not ({signed})"]
    rule = {**plain(read_text(documents.RULESET, "base"))["rules"][0], "match": match}
    yield from in_ruleset(json.dumps({"rules": [{**rule, "where": where}]}), folder)


def overworked(folder: Path) -> Iterator[str]:
    """Four patterns that nothing joins, under a limit that is reached in a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MAX_STEPS", 20_000)
        patch.setattr(assessing, "ordinary_engines", lambda: (definition.NAME,))
        yield from crowded(folder, 4, 12)


def without_durable_rules() -> Iterator[str]:
    """An assessment with `rete` where durable-rules cannot be imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handles, "c_module", None)
        yield from typed("riskmemo assess case.yaml --ruleset ./ruleset.yaml --engine rete")


def differing() -> Iterator[str]:
    """Two engines of which one finds a gap that the other does not."""
    empty, other = Answer((), (), ()), Answer((), (Gap("kin-channel", ()),), ())
    yield from refused(lambda: refuse_disagreement("one", empty, "other", other))


def impatient(folder: Path) -> Iterator[str]:
    """A worker that may take no time at all."""
    case, ruleset = load_case(folder / "case.yaml"), load_ruleset(folder / "ruleset.yaml")
    setting = Setting(case.as_of, case.horizon, case.subject)
    with ReteWorker(timeout=0.0) as worker:
        yield from refused(lambda: worker.answer(ruleset, (), setting))


def unclaimed(folder: Path) -> Iterator[str]:
    """The scenario of a hypothesis whose claim the case lacks."""
    keys = {"hypotheses": {"warning": {"title": "A warning holds", "claim": "C1"}}}
    merged(documents.RULESET, json.dumps(keys), folder / "ruleset.yaml")
    yield from typed("riskmemo why case.yaml opening --ruleset ./ruleset.yaml --scenario warning")


def deep_tree(folder: Path) -> Iterator[str]:
    """A score tree of a hundred levels."""
    scores = plain(read_text(documents.RULESET, "base"))["scores"]
    below = "opening"
    for level in range(100):
        branch = {"title": "Level", "polarity": "opportunity", "of": {below: 1}}
        scores[f"level{level}"] = {**branch, "combine": "sum", "missing": "zero"}
        below = f"level{level}"
    yield from in_ruleset(json.dumps({"scores": scores}), folder)


def stored_before(folder: Path) -> Iterator[str]:
    """An assessment that was stored before its ruleset was changed."""
    yield from typed("riskmemo assess case.yaml --ruleset ./ruleset.yaml --format json -o old")
    merged(documents.RULESET, "version: '2'", folder / "ruleset.yaml")
    yield from typed("riskmemo compare old/memo.json case.yaml --ruleset ./ruleset.yaml")


def without_bands(folder: Path) -> Iterator[str]:
    """A question about bands where there are none."""
    merged(documents.RULESET, "bands: {}", folder / "ruleset.yaml")
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(text.replace('"bands": "five"', '"cap": 90'), "utf-8")
    yield from typed("riskmemo counterfactuals case.yaml opening --ruleset ./ruleset.yaml")


def template(text: str, folder: Path) -> Iterator[str]:
    """The codes of a memo template."""
    (folder / "memo.txt").write_text(text, encoding="utf-8")
    environment = file_environment(Design(folder.resolve()), {}, autoescape=False)
    return refused(lambda: rendered(environment, "memo.txt", {}))


def unfair(folder: Path) -> Iterator[str]:
    """A final case whose one contribution reads a minority, beside documented conduct."""
    rule = {
        **plain(read_text(documents.RULESET, "base"))["rules"][0],
        "match": {"kin": "minority", "act": "act"},
        "where": ["act.place == kin.region"],
    }
    merged(documents.RULESET, json.dumps({"rules": [rule]}), folder / "ruleset.yaml")
    row = {
        **plain(read_text(documents.CASE, "base"))["indicators"][0],
        "fields": {"region": "West"},
    }
    act = {**row, "id": "E2", "kind": "act", "fields": {"organisation": "A group", "place": "West"}}
    rows = [{**row, "kind": "minority"}, act]
    yield from in_case(json.dumps({"indicators": rows, "masthead": {"status": "final"}}), folder)


def table(row: str, folder: Path) -> Iterator[str]:
    """The codes of a table with this row below its header."""
    return in_table(f"id,says,sources,partner,value\n{row}\n", folder)


def without_scipy(_: Path) -> Iterator[str]:
    """Nothing is drawn where scipy is missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sampling, "statistics_available", lambda: False)
        yield from refused(sampling.require_statistics)


def without_an_extra(_: Path) -> Iterator[str]:
    """A library that is not installed."""
    return refused(lambda: needed("no_such_library", extra="pdf", what="PDF documents"))


def without_pango(_: Path) -> Iterator[str]:
    """A library that cannot be loaded for want of another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib, "import_module", Mock(side_effect=OSError("libpango-1.0-0")))
        yield from refused(lambda: to_pdf(""))


def loading(_: Path) -> Iterator[str]:
    """A template that asks for a picture from elsewhere."""
    page = '<html lang="en"><img src="https://example.org/arms.png" alt="Arms">'
    return refused(lambda: to_pdf(page))


def with_template(folder: Path, name: str, text: str) -> Iterator[str]:
    """The codes of a memo with one template of a user's own."""
    path = folder / "own" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    yield from typed("riskmemo memo case.yaml --ruleset ./ruleset.yaml --template own")


def linked_out(folder: Path) -> Iterator[str]:
    """A template that is a link to a file elsewhere."""
    (folder / "own").mkdir()
    (folder / "own/memo.css").symlink_to(folder / "case.yaml")
    yield from typed("riskmemo memo case.yaml --ruleset ./ruleset.yaml --template own")


def without_limits(folder: Path) -> Iterator[str]:
    """A system that cannot stop a template."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(signal, "setitimer")
        yield from with_template(folder, "memo.css", "")


def fetching(folder: Path) -> Iterator[str]:
    """A theme of charts that would fetch a picture."""
    theme = '{"colours": {}, "config": {"view": {"url": "https://example.org/x"}}}'
    yield from with_template(folder, "charts/theme.json", theme)


def stored(change: Callable[[dict[str, Any]], object], folder: Path) -> Iterator[str]:
    """A memo of an assessment that was changed after it was stored."""
    yield from typed("riskmemo assess case.yaml --ruleset ./ruleset.yaml --format json")
    found = json.loads((folder / "memo.json").read_text("utf-8"))
    change(found)
    (folder / "memo.json").write_text(json.dumps(found), encoding="utf-8")
    yield from typed("riskmemo memo memo.json --format md")


def with_a_text_as_letterhead(folder: Path) -> Iterator[str]:
    """A reference document that is no Word document."""
    return refused(lambda: word_file(folder / "case.yaml"))


def batched_before(folder: Path) -> Iterator[str]:
    """A batch whose panel was changed after it was written."""
    again = "riskmemo batch panel --ruleset ./ruleset.yaml -o out"
    yield from typed(again)
    csv_panel(folder / "panel", tie="case_id,id,known,partner\n")
    yield from typed(again)


def with_another_run(folder: Path) -> Iterator[str]:
    """A batch into a folder that another one holds."""
    (folder / "out").mkdir()
    with held(folder / "out"):
        yield from typed("riskmemo batch panel --ruleset ./ruleset.yaml -o out")


def with_a_file_among_shards(folder: Path) -> Iterator[str]:
    """A batch into a folder with a file of a user's own where scores would be."""
    (folder / "out/scores").mkdir(parents=True)
    (folder / "out/scores/mine.parquet").touch()
    yield from typed("riskmemo batch panel --ruleset ./ruleset.yaml -o out --force")


def with_a_damaged_shard(folder: Path) -> Iterator[str]:
    """A batch whose scores lost their content, though not their size."""
    again = "riskmemo batch panel --ruleset ./ruleset.yaml -o out"
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    text = text.replace("polarity: opportunity", "polarity: risk")
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    yield from typed(again)
    scores = folder / "out/scores/00000.parquet"
    scores.write_bytes(b"x" * scores.stat().st_size)
    yield from typed(f"{again} --memos 1")


def twice(folder: Path) -> Iterator[str]:
    """A table in two formats; nothing is read before that is told."""
    (folder / "panel/tie.parquet").touch()
    yield from typed("riskmemo batch panel --ruleset ./ruleset.yaml -o out")


def with_a_kind_of_sources(folder: Path) -> Iterator[str]:
    """A vocabulary whose trade is called `sources`."""
    text = (folder / "vocabulary.yaml").read_text(encoding="utf-8")
    (folder / "vocabulary.yaml").write_text(text.replace("  trade:", "  sources:"), "utf-8")
    yield from typed("riskmemo batch panel --ruleset ./ruleset.yaml -o out")


def in_little_memory(_: Path) -> Iterator[str]:
    """A statement that needs more than there is."""

    def run() -> None:
        with Database(Path.cwd(), "20MB", 1) as database:
            database.run("SELECT list(i) FROM range(20000000) AS t(i)")

    return refused(run)


def without_java(folder: Path) -> Iterator[str]:
    """A JAVA_HOME that leads nowhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(folder))
        yield from refused(lambda: spark_session("local[1]").__enter__())


def without_workers(_: Path) -> Iterator[str]:
    """A cluster that has only its master, and a run that does not wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "SECONDS_TO_BEGIN", -1.0)
        yield from refused(lambda: sessions.wait_for_workers(Mock(**NO_WORKER), "spark://host:1"))


NO_WORKER = {"_jsc.sc.return_value.getExecutorMemoryStatus.return_value.size.return_value": 1}


def given_up(_: Path) -> Iterator[str]:
    """Spark says that it lost its workers."""

    def lost() -> None:
        with refusing():
            raise ConnectionError("the workers are gone")

    return refused(lost)


def with_csv_on_spark(_: Path) -> Iterator[str]:
    """A table that Spark would have to guess at."""

    def told() -> None:
        raise InvalidInput(not_parquet("tie.csv"))

    return refused(told)


def many_of(panel: Any, threads: int | None = None) -> object:
    """Whatever is given as a panel, assessed."""
    return assess_many(panel, load_ruleset("./ruleset.yaml"), threads=threads)


MADE: dict[str, Callable[[Path], Iterator[str]]] = {
    "assessment-broken": lambda folder: stored(lambda found: found["rules"].clear(), folder),
    "assessment-newer": lambda folder: stored(
        lambda found: found.update(schema_version=1000), folder
    ),
    "bad-threads": lambda folder: refused(lambda: many_of(folder / "panel", 0)),
    "batch-differs": batched_before,
    "name-taken": with_a_kind_of_sources,
    "output-in-use": with_another_run,
    "output-not-ours": with_a_file_among_shards,
    "shard-damaged": with_a_damaged_shard,
    "not-a-panel": lambda folder: refused(lambda: many_of([folder])),
    "table-twice": twice,
    "too-little-memory": in_little_memory,
    "cell-too-long": lambda folder: table(f"T1,{'x' * 100_001},S1/2,KGZ,1", folder),
    "document-too-long": lambda _: refused(lambda: to_pdf("a" * 3_000_001)),
    "engines-differ": lambda _: differing(),
    "engine-unavailable": lambda _: without_durable_rules(),
    "expression-too-deep": lambda folder: in_rule("where", "not " * 50 + "true", folder),
    "expression-too-long": lambda folder: in_rule("where", "true and " * 300 + "true", folder),
    "extra-missing": without_an_extra,
    "java-missing": without_java,
    "no-worker": without_workers,
    "not-parquet": with_csv_on_spark,
    "spark-failed": given_up,
    "spark-master": lambda _: refused(lambda: spark_session("lokal").__enter__()),
    "file-too-large": lambda _: yaml("a" * 5_000_001),
    "file-unreadable": lambda _: inspected("case\0.yaml"),
    "identity-audit": unfair,
    "library-missing": without_pango,
    "no-bands": without_bands,
    "not-utf-8": lambda _: yaml("title: naïve".encode("latin-1")),
    "number-too-long": lambda _: yaml(f"value: 0.{'1' * 500}"),
    "output-unwritable": lambda _: typed(f"riskmemo schema case -o {'x' * 300}"),
    "ruleset-differs": stored_before,
    "scenario-not-raised": unclaimed,
    "score-tree-too-deep": deep_tree,
    "reference-document": with_a_text_as_letterhead,
    "statistics-missing": without_scipy,
    "chart-reads-outside": fetching,
    "template-limit": lambda folder: with_template(folder, "memo.html.j2", "{{ 'x' * 10**9 }}"),
    "template-outside": linked_out,
    "templates-unlimited": without_limits,
    "template-failed": lambda folder: template("{{ name }}", folder),
    "template-loads": loading,
    "template-missing": lambda folder: template("{% include 'part.txt' %}", folder),
    "template-syntax": lambda folder: template("{{ name", folder),
    "too-many-cells": lambda folder: table("T1,Trade,S1/2,KGZ,1\n" * 20_001, folder),
    "too-many-matches": lambda folder: crowded(folder, 2, 101),
    "too-many-mistakes": lambda _: yaml("a: 1\n" * 200),
    "too-many-nodes": lambda _: yaml("- 1\n" * 100_001),
    "too-much-work": overworked,
    "worker-stopped": impatient,
}


def test_the_base_documents_have_no_mistake(folder: Path) -> None:
    """What examples are merged onto is right by itself, so that mistakes come from the examples."""
    assert list(inspected("case.yaml", "ruleset.yaml", "vocabulary.yaml", "tests")) == []
    assert list(typed("riskmemo test ./ruleset.yaml")) == []
    assert Path(os.curdir).resolve() == folder.resolve()
