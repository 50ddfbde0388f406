"""`riskmemo batch` and `riskmemo panel` as a user types them."""

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyarrow import parquet

import riskmemo
from riskmemo.batch import storing
from riskmemo.batch.spark import running
from riskmemo.batch.tables import OWN_COLUMNS
from riskmemo.batch.to_case import as_document
from riskmemo.batch.written import as_yaml
from riskmemo.source.document import read_text
from riskmemo.source.tree import plain
from tests.batch import large
from tests.building import GEOGRAPHY, case
from tests.cli.running import run

BATCH = ("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "out")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a ruleset, its vocabulary, a case, and a panel of forty."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(large.lay_out(tmp_path / "work", 40))
    return Path.cwd()


def seconds_apart(found: Result) -> str:
    """What was told, without what depends on the machine."""
    assert found.exit_code == 0, found.output
    return re.sub(r" +\d+\.\d\d s ", " 0.00 s ", found.stdout)


def test_a_batch_tells_cases_bands_coverage_and_rules() -> None:
    """Bands from the highest; idle rules; the slowest rules, together where they ran together."""
    told = seconds_apart(run(*BATCH, "--shard", "30"))
    head, _, rest = told.partition("\nrules that matched in no case\n")
    assert head == (
        "40 cases in 2 shards\n"
        "\n"
        "strain, scenario base\n"
        "  14  High\n"
        "  23  Middle\n"
        "   3  Low\n"
        "  coverage 0.93 on average\n"
    )
    idle, _, slow = rest.partition("\n\nslowest rules\n")
    assert idle == "  never"
    slowest, _, end = slow.partition("\n\n")
    assert end == "wrote out\n"
    assert set(slowest.splitlines()) <= {
        " 0.00 s  trade-with-partner", " 0.00 s  alone", " 0.00 s  never",
        " 0.00 s  signed", " 0.00 s  signed, alone", " 0.00 s  alone, signed",
    }  # fmt: skip


def test_one_case_is_one_case(folder: Path) -> None:
    """Neither `1 cases` nor `1 shards`."""
    large.lay_out(folder, 1)
    assert run(*BATCH).stdout.startswith("1 case in 1 shard\n")


def test_the_same_command_again_tells_what_was_there() -> None:
    """And writes nothing."""
    run(*BATCH)
    assert run(*BATCH).stdout.startswith("40 cases in 1 shard\n1 shard written before\n")


def test_a_batch_is_as_wide_as_the_terminal() -> None:
    """Long names are wrapped or cut."""
    found = run(*BATCH, env={"COLUMNS": "40"})
    assert found.exit_code == 0
    assert max(len(line) for line in found.stdout.splitlines()) <= 40


def test_memos_of_the_riskiest_cases_are_written(folder: Path) -> None:
    """Named after their place; they tell the scores that the batch has, and come out the same."""
    told = run(*BATCH, "--memos", "3")
    assert told.exit_code == 0, told.output
    scores = parquet.read_table(folder / "out/scores/00000.parquet").to_pylist()
    place = {row["case_id"]: n for n, row in enumerate(scores)}
    first = sorted(scores, key=lambda row: (-row["strain.score"], place[row["case_id"]]))[:3]
    names = [f"{n:04}-{row['case_id'].lower()}.html" for n, row in enumerate(first, start=1)]
    assert sorted(path.name for path in (folder / "out/memos").iterdir()) == names
    page = (folder / "out/memos" / names[0]).read_text(encoding="utf-8")
    assert f"{first[0]['strain.score'].normalize():f}" in page
    assert told.stdout.endswith("".join(f"wrote out/memos/{name}\n" for name in names))
    again = run(*BATCH, "--memos", "3")
    assert again.stdout.endswith("".join(f"unchanged out/memos/{name}\n" for name in names))


@pytest.mark.parametrize(("cases", "which"), [(0, "no case"), (2, "no other case")])
def test_fewer_memos_than_asked_for_are_told(cases: int, which: str, folder: Path) -> None:
    """Cases whose risk is unknown have no place among the riskiest."""
    path = folder / "ruleset.yaml"
    if cases:
        large.lay_out(folder, cases)
    else:
        (folder / "panel/trade.parquet").unlink()
        text = path.read_text(encoding="utf-8").replace("missing: zero", "missing: require")
        path.write_text(text, encoding="utf-8")
    told = run(*BATCH, "--memos", "5")
    assert told.exit_code == 0, told.output
    assert told.stdout.endswith(f"memos: {cases} of 5, {which} has a risk score\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--memory", "1GB"), "`--memory` is for DuckDB: give Spark its memory"),
        (("--threads", "1"), "`--threads` is for DuckDB: name the cores of Spark with `--master`"),
        (("--shard", "5"), "`--shard` is for DuckDB: leave it out with `--engine spark`"),
        (("--memos", "1", "-o", "s3a://bucket/out"), "`--memos` are written on this machine"),
        (("--memos", "1", "-o", "file:///out"), "`--memos` are written on this machine"),
        (("--ranges", "9"), "`--ranges` needs DuckDB: leave out `--engine spark`"),
    ],
)
def test_options_that_spark_does_not_know_are_refused(
    words: tuple[str, ...], told: str, folder: Path
) -> None:
    """Before Spark starts; nothing that is typed is passed over."""
    found = run(*BATCH, "--engine", "spark", *words)
    assert found.exit_code == 2
    assert told in found.stderr
    assert [each.name for each in folder.iterdir() if ":" in each.name or each.name == "out"] == []


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        ("duckdb", "stopped: 1 of 3 shards are written; the same command goes on from there"),
        ("spark", "stopped: nothing is written; the same command begins again"),
    ],
)
def test_what_ctrl_c_says_is_true_of_the_engine(
    engine: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spark tells its steps, which are no shards, and writes at the end."""

    def stopped(_: object, tell: Callable[[float, int], None]) -> None:
        tell(1, 3)
        raise KeyboardInterrupt

    monkeypatch.setattr(storing, "batch", stopped)
    monkeypatch.setattr(running, "batch_on_spark", stopped)
    found = run(*BATCH, "--engine", engine)
    assert found.exit_code == 130
    assert found.stderr.strip() == told


def test_memos_need_a_risk_before_anything_runs(folder: Path) -> None:
    """A ruleset of opportunities only has no riskiest case."""
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("polarity: risk", "polarity: opportunity"), encoding="utf-8")
    found = run(*BATCH, "--memos", "3")
    assert found.exit_code == 2
    assert found.stderr == (
        "the ruleset `small-rules` has no root that is a risk [no-risk]\n"
        "  help: leave `--memos` out\n"
        "1 mistake; `riskmemo explain no-risk` says more\n"
    )
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("batch", "panel", "-o", "out"), "[no-ruleset]"),
        (("batch", "panel", "--ruleset", "./ruleset.yaml"), "missing option '-o' / '--output'"),
        (("batch", "nowhere", "--ruleset", "./ruleset.yaml", "-o", "out"), "[file-not-found]"),
        ((*BATCH, "--memory", "much"), "[bad-memory]"),
        ((*BATCH, "--threads", "0"), "0 is not in the range"),
        ((*BATCH, "--shard", "0"), "0 is not in the range"),
        (("batch", "panel", "--ruleset", "nothing-like-it", "-o", "out"), "[unknown-ruleset]"),
        (("panel", "from-cases", "nowhere", "-o", "new"), "[file-not-found]"),
        (("panel", "from-cases", ".", "-o", "panel"), "[output-exists]"),
        (("panel", "case", "panel", "C1", "-o", "c.yaml"), "[no-vocabulary]"),
        (("panel", "case", "nowhere", "C1", "-o", "c.yaml"), "[file-not-found]"),
    ],
)
def test_what_is_typed_wrong_is_told(words: tuple[str, ...], told: str, folder: Path) -> None:
    """Without a traceback, and nothing is written."""
    found = run(*words)
    assert found.exit_code == 2
    assert told in found.stderr
    assert not (folder / "out").exists()


def test_cases_become_a_panel_and_rows_become_cases(folder: Path) -> None:
    """Both ways on the command line; the case is assessed as before, and names its vocabulary."""
    shutil.rmtree(folder / "panel")
    made = run("panel", "from-cases", ".", "-o", "new", "--format", "csv")
    assert made.stdout == "wrote new/cases.csv\nwrote new/sources.csv\nwrote new/tie.csv\n"
    assert (folder / "new/tie.csv").read_text(encoding="utf-8") == (
        "case_id,id,date,until,known,sources,partner,status,name,patron,says\n"
        "small-case,E1,2025-05-01,,,S1/2,KGZ,signed,,,A tie was signed.\n"
    )
    words = ("panel", "case", "new", "small-case", "--vocabulary", "vocabulary.yaml")
    assert run(*words, "-o", "back.yaml").stdout == "wrote back.yaml\n"
    ruleset = riskmemo.load_ruleset("./ruleset.yaml")
    before, after = riskmemo.load_case("case.yaml"), riskmemo.load_case("back.yaml")
    assert after.vocabulary == "vocabulary.yaml"
    assert after.indicators == before.indicators
    assert riskmemo.screen(after, ruleset).scenarios == riskmemo.screen(before, ruleset).scenarios


def test_a_case_file_cannot_name_a_vocabulary_outside_of_its_folder(folder: Path) -> None:
    """It could not be read; that is told before it is written."""
    words = ("panel", "case", "panel", "C1", "--vocabulary", "vocabulary.yaml")
    assert run(*words, "-o", "below/case.yaml").stderr == (
        "a case file at `below/case.yaml` cannot name `vocabulary.yaml`, which lies outside of its"
        " folder [path-outside]\n"
        "  help: write it beside the vocabulary, as `-o case.yaml`\n"
        "1 mistake; `riskmemo explain path-outside` says more\n"
    )
    assert not (folder / "below").exists()


def test_cases_with_one_id_cannot_share_a_panel(folder: Path) -> None:
    """Nor can cases that speak different vocabularies."""
    (folder / "cases/b").mkdir(parents=True)
    shutil.copy("case.yaml", "cases/a.yaml")
    shutil.copy("case.yaml", "cases/b/case.yaml")
    shutil.copy("vocabulary.yaml", "cases")
    shutil.copy("vocabulary.yaml", "cases/b")
    assert run("panel", "from-cases", "cases", "-o", "new").stderr == (
        "the case id `small-case` is used by two cases [duplicate-id]\n"
        "  help: give each case its own id\n"
        "1 mistake; `riskmemo explain duplicate-id` says more\n"
    )
    text = (folder / "vocabulary.yaml").read_text(encoding="utf-8")
    (folder / "cases/b/vocabulary.yaml").write_text(text.replace("id: small", "id: other"), "utf-8")
    assert run("panel", "from-cases", "cases", "-o", "new").stderr.startswith(
        "the cases speak several vocabularies: other, small [vocabularies-differ]\n"
    )


HOSTILE = (
    "1e5", "1_000", "0x1F", "007", "+1", ".5", "yes", "No", "on", "null", "~", "true", "NaN",
    ".inf", "2024-01-01", "12:30", "=cmd", "=1+1", "@x", "`x`", "%x", "&a", "*a", "!t", "?",
    "- a", "a: b",
    "a #b", "#", "{x}", "[x]", '"', "'", "\\", "\\n", "two\nlines", "\n", "a\n\n b  \n", "\ttab",
    " space ", "<<", "---", "...", "é", "\U0001f600", "\xa0", "long " * 90, "x" * 300, ",",
    "|", ">",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_case_that_is_written_reads_as_it_was(text: str, folder: Path) -> None:
    """Whatever a reader could take for a number, a date, a comment or the end of a text."""
    made = case({"T1": {"kind": "tie", "partner": "KAZ", "name": text}}, title=text, question=text)
    (folder / "back.yaml").write_text(as_document(made, "./vocabulary.yaml"), encoding="utf-8")
    read = riskmemo.load_case("back.yaml")
    assert read.model_copy(update={"vocabulary": "small"}) == made
    assert GEOGRAPHY.kinds["tie"].fields.keys().isdisjoint(OWN_COLUMNS)


def test_keys_are_written_as_they_are() -> None:
    """The id of a source may be a word that older YAML takes for something else."""
    names = ("yes", "No", "null", "on", "Y", "e1", "true")
    assert plain(read_text(as_yaml(dict.fromkeys(names, 1)), "f")) == dict.fromkeys(names, 1)


def on_a_terminal(folder: Path, *words: str) -> str:
    """What standard error shows where it is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "riskmemo", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while some := os.read(ours, 4096):
            shown += some
    except OSError:
        pass  # the other end is closed
    assert process.wait(timeout=60) == 0
    os.close(ours)
    return shown.decode()


def test_progress_is_told_on_a_terminal_only(folder: Path) -> None:
    """With the share that is done and an estimate; elsewhere nothing but the summary."""
    large.lay_out(folder, 60)
    assert run(*BATCH, "--shard", "4").stderr == ""
    shutil.rmtree("out")
    shown = on_a_terminal(folder, *BATCH, "--shard", "1")
    assert re.search(r"assessing \.\.\. \d+ %, about \d+ s left", shown), shown
