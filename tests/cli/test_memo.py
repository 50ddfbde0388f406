"""`riskmemo memo`: documents of a stored assessment, or of a case."""

import json
import sys
from pathlib import Path

import pytest

from riskmemo.memo import FORMATS, charts
from tests.cli.documents import CASE
from tests.cli.running import beside_the_note, run

CASE_WORDS = ("memo", "case.yaml", "--ruleset", "./ruleset.yaml")
NOT_COMPUTED = "it would be computed anew"


@pytest.fixture
def stored(folder: Path) -> Path:
    """An assessment as `riskmemo assess` stores it."""
    run("assess", "case.yaml", "--ruleset", "./ruleset.yaml", "--format", "json", "--quiet")
    return folder / "memo.json"


@pytest.fixture
def own(folder: Path) -> Path:
    """A folder with one template of a user's own."""
    (folder / "own").mkdir()
    (folder / "own/memo.md.j2").write_text("{{ memo.masthead.title }}", encoding="utf-8")
    return folder / "own"


@pytest.mark.parametrize("name", FORMATS)
def test_a_stored_assessment_gives_the_memo_of_its_case(stored: Path, name: str) -> None:
    """The documents are those that `riskmemo assess` writes, byte for byte."""
    run("memo", str(stored), "--format", name, "-o", "from-assessment")
    run(*CASE_WORDS, "--format", name, "-o", "from-case")
    run("assess", *CASE_WORDS[1:], "--format", name, "-o", "assessed")
    written = {
        Path(place, f"memo.{name}").read_bytes()
        for place in ("from-assessment", "from-case", "assessed")
    }
    assert len(written) == 1


def test_a_stored_assessment_is_not_computed(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither ruleset nor engine is needed."""
    monkeypatch.setattr("riskmemo.assessing.examined", lambda *_: pytest.fail(NOT_COMPUTED))
    Path("ruleset.yaml").unlink()
    Path("vocabulary.yaml").unlink()
    shown = run("memo", str(stored), "--format", "html,md", "-o", "memo")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert beside_the_note(shown.stderr) == "wrote memo/memo.html\nwrote memo/memo.md\n"


def test_without_options_a_page_and_a_text_are_written_here(stored: Path) -> None:
    """The default formats go to the current folder."""
    assert run("memo", str(stored)).exit_code == 0
    assert {path.name for path in Path().glob("memo.*")} == {"memo.html", "memo.json", "memo.md"}


def test_one_document_goes_to_standard_output(stored: Path) -> None:
    """`-` prints the document and nothing else."""
    shown = run("memo", str(stored), "--format", "json", "-o", "-")
    assert json.loads(shown.stdout) == json.loads(stored.read_text("utf-8"))


def test_a_case_comes_from_standard_input() -> None:
    """`-` is a case."""
    words = ("memo", "-", "--ruleset", "./ruleset.yaml", "--format", "md", "-o", "-")
    assert "# A small case\n" in run(*words, stdin=CASE).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--ruleset", "./ruleset.yaml"], "`--ruleset` is for a case, and `memo.json` is assessed"),
        (["--as-of", "2025-06-30"], "`--as-of` is for a case, and `memo.json` is assessed already"),
        (["--reference-doc", "x.docx"], "`--reference-doc` changes nothing here: add `docx` to"),
        (["--details"], "`--details` changes nothing here: add `pdf` or `docx` to `--format`"),
        (
            ["--template", "own", "--format", "json"],
            "`--template` changes nothing here: add `html` or",
        ),
        (["--language", "fr"], "riskmemo has no language named `fr` [unknown-language]"),
        (["--template", "onw"], "help: did you mean `own`?"),
        (["--format", "htm"], "help: did you mean `html`?"),
        (["-o", "-"], "standard output takes one format [one-format]"),
    ],
)
@pytest.mark.usefixtures("stored", "own")
def test_what_cannot_be_meant_is_refused(words: list[str], told: str) -> None:
    """Nothing is ignored in silence, and nothing is written."""
    shown = run("memo", "memo.json", *words)
    assert shown.exit_code == 2
    assert told in shown.stderr
    assert not list(Path().glob("memo.[hm]*"))


def test_a_case_needs_a_ruleset() -> None:
    """What is found depends on it, so there is no default."""
    shown = run("memo", "case.yaml")
    assert (shown.exit_code, "no ruleset is named" in shown.stderr) == (2, True)


def test_a_newer_assessment_is_refused_in_one_sentence(stored: Path) -> None:
    """A memo of what this riskmemo does not know would be half a memo."""
    text = stored.read_text("utf-8")
    for newer in ('"schema_version": 2', '"riskmemo": "assessment/2"'):
        key = newer.split(":")[0]
        old = next(line for line in text.splitlines() if key in line).strip().rstrip(",")
        Path("newer.json").write_text(text.replace(old, newer, 1), encoding="utf-8")
        shown = run("memo", "newer.json")
        assert shown.exit_code == 2
        assert shown.stderr == (
            "`newer.json` was written by a newer riskmemo than this one [assessment-newer]\n"
            "  help: install the newest riskmemo, or assess the case again with this one\n"
            "1 mistake; `riskmemo explain assessment-newer` says more\n"
        )


def test_an_assessment_of_before_versions_is_read(stored: Path) -> None:
    """What lacks the key is of the first version."""
    found = json.loads(stored.read_text("utf-8"))
    assert found.pop("schema_version") == 1
    stored.write_text(json.dumps(found), encoding="utf-8")
    assert run("memo", str(stored), "--format", "md").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"outcome": "matched"', '"outcome": "macthed"', "help: did you mean `matched`?"),
        ('"schema_version": 1,', '"schema_version": 1, "schema_version": 1,', "[duplicate-key]"),
        ('"contribution": 40.0', '"contribution": NaN', "[number-not-finite]"),
        ('"engines":', '"engine":', "did you mean `engines`?"),
        ("}\n", "\n", "the file ends before the `}` that closes this"),
    ],
)
def test_a_changed_assessment_is_refused_where_it_was_changed(
    stored: Path, old: str, new: str, told: str
) -> None:
    """A mistake in a stored assessment has its place, as in any file."""
    before, found, after = stored.read_text("utf-8").rpartition(old)
    assert found == old
    stored.write_text(before + new + after, encoding="utf-8")
    shown = run("memo", str(stored), "--format", "md")
    assert shown.exit_code == 2
    assert "memo.json:" in shown.stderr
    assert told in shown.stderr


def test_an_assessment_that_does_not_hold_together_is_refused(stored: Path) -> None:
    """What a match speaks of must be there."""
    text = stored.read_text("utf-8").replace('"rule": "new-tie"', '"rule": "other"')
    stored.write_text(text, encoding="utf-8")
    shown = run("memo", str(stored), "--format", "md")
    assert shown.exit_code == 2
    assert shown.stderr.startswith(
        "no memo can be made of this assessment: it speaks of `other`, which is not in it"
        " [assessment-broken]\n"
    )
    assert not Path("memo.md").exists()


def test_a_large_assessment_is_read(stored: Path) -> None:
    """Files that people write may have 5 MB; what riskmemo writes may be larger."""
    text = stored.read_text("utf-8")
    stored.write_text(text + " " * 6_000_000, encoding="utf-8")
    assert run("memo", str(stored), "--format", "md").exit_code == 0
    stored.write_text(text + " " * 6_000_000 + "}", encoding="utf-8")
    shown = run("memo", str(stored), "--format", "md", "--force")
    assert "is not an assessment as riskmemo writes them [assessment-broken]" in shown.stderr


def test_an_existing_document_is_kept(stored: Path) -> None:
    """Documents are replaced with `--force` only, all of them or none."""
    Path("memo.html").write_text("mine", encoding="utf-8")
    shown = run("memo", str(stored))
    assert (shown.exit_code, Path("memo.md").exists()) == (2, False)
    assert run("memo", str(stored), "--force").exit_code == 0


# --- templates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["memo", "assess"])
@pytest.mark.usefixtures("own")
def test_templates_of_a_user_are_used(command: str) -> None:
    """The memo is made of them, whichever command writes it."""
    words = (*CASE_WORDS[1:], "--format", "md", "-o", "-", "--template", "own")
    assert run(command, *words).stdout == "A small case\n"


def test_a_template_that_fails_leaves_nothing(stored: Path, own: Path) -> None:
    """Documents that could be made are not written beside one that could not."""
    (own / "memo.md.j2").write_text("{{ memo.title }}", encoding="utf-8")
    shown = run("memo", str(stored), "--format", "html,md", "--template", "own", "-o", "out")
    assert shown.exit_code == 2
    assert "memo.md.j2:1:1: the template cannot be rendered: a memo has no `title`" in shown.stderr
    assert "help: did you mean `page_title`?" in shown.stderr
    assert not Path("out").exists()


def test_a_file_that_nothing_uses_is_told(stored: Path, own: Path) -> None:
    """A misspelled name beside a right one would change nothing, and nobody would notice."""
    (own / "memo.htm.j2").touch()
    shown = run("memo", str(stored), "--format", "md", "--template", "own")
    assert shown.exit_code == 0
    assert beside_the_note(shown.stderr) == (
        "note: `memo.htm.j2` takes the place of no shipped template; did you mean `memo.html.j2`?\n"
        "wrote memo.md\n"
    )


def test_a_template_is_refused_before_anything_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody waits for an assessment to be told of a misspelled folder."""
    monkeypatch.setattr("riskmemo.assessing.examined", lambda *_: pytest.fail(NOT_COMPUTED))
    shown = run("assess", *CASE_WORDS[1:], "-o", "out", "--template", "nowhere")
    assert "there is no folder `nowhere` [template-folder]" in shown.stderr


# --- what is not installed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format_", "module", "extra"), [("pdf", "weasyprint", "pdf"), ("docx", "docx", "docx")]
)
def test_a_missing_library_is_named_and_nothing_is_written(
    stored: Path, monkeypatch: pytest.MonkeyPatch, format_: str, module: str, extra: str
) -> None:
    """One sentence says what to install; documents that could be made are not left half."""
    monkeypatch.setitem(sys.modules, module, None)
    shown = run("memo", str(stored), "--format", f"html,{format_}", "-o", "out")
    assert shown.exit_code == 2
    assert f"need `{module}`, which is not installed [extra-missing]" in shown.stderr
    assert f"help: type `pip install 'riskmemo[{extra}]'`" in shown.stderr
    assert not Path("out").exists()


def test_without_charts_figures_stand_in_words(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is written all the same, and standard error says what to install."""
    monkeypatch.setattr(charts, "LIBRARY", "no_such_library")
    shown = run("memo", str(stored), "--format", "html", "-o", "out")
    assert shown.exit_code == 0
    note = "note: figures stand in words: charts need `pip install 'riskmemo[charts]'`\n"
    assert note in shown.stderr
    assert note not in run("memo", str(stored), "--format", "md", "-o", "out").stderr
