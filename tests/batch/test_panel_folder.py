"""What `riskmemo panel` writes, and what it finds where it writes."""

from pathlib import Path

import pytest

import riskmemo
from tests.batch import large
from tests.cli.running import run

MADE = ("cases.parquet", "sources.parquet", "tie.parquet")
FROM_CASES = ("panel", "from-cases", ".", "-o", "new")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a ruleset, its vocabulary, a case, and a panel of four."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(large.lay_out(tmp_path / "work", 4))
    return Path.cwd()


def names(folder: Path) -> tuple[str, ...]:
    """The files of a folder."""
    return tuple(sorted(path.name for path in folder.iterdir()))


@pytest.mark.parametrize("name", ["searched.parquet", "tie.csv"])
def test_tables_of_an_earlier_panel_are_not_left_beside_a_new_one(name: str, folder: Path) -> None:
    """They would be read as part of it: that is refused, and with `--force` they go."""
    (folder / "new").mkdir()
    (folder / "new" / name).write_text("earlier", encoding="utf-8")
    (folder / "new/notes.md").write_text("mine", encoding="utf-8")
    refused = run(*FROM_CASES)
    assert refused.exit_code == 2
    assert refused.stderr == (
        f"`new/{name}` is there and would be read as part of the new panel [output-exists]\n"
        "  help: choose another place with `-o`, or replace the whole panel with `--force`\n"
        "1 mistake; `riskmemo explain output-exists` says more\n"
    )
    assert names(folder / "new") == tuple(sorted((name, "notes.md")))
    told = run(*FROM_CASES, "--force")
    assert told.stdout == "".join(f"wrote new/{each}\n" for each in MADE) + f"removed new/{name}\n"
    assert names(folder / "new") == tuple(sorted((*MADE, "notes.md")))


def test_a_table_that_no_panel_has_is_not_removed(folder: Path) -> None:
    """`--force` replaces a panel; another file with such an ending is not ours."""
    (folder / "new").mkdir()
    (folder / "new/prices.csv").write_text("mine", encoding="utf-8")
    told = run(*FROM_CASES, "--force")
    assert told.exit_code == 2
    assert told.stderr == (
        "`new/prices.csv` is there and would be read as part of the new panel [output-exists]\n"
        "  help: choose another place with `-o`, or move the file away\n"
        "1 mistake; `riskmemo explain output-exists` says more\n"
    )
    assert names(folder / "new") == ("prices.csv",)


def test_a_case_is_printed_where_the_output_is_a_dash(folder: Path) -> None:
    """As elsewhere `-` is standard output; what is printed reads as a case."""
    words = ("panel", "case", "panel", "C1", "--vocabulary", "vocabulary.yaml", "-o")
    told = run(*words, "-")
    assert told.exit_code == 0, told.output
    run(*words, "back.yaml")
    assert told.stdout == (folder / "back.yaml").read_text(encoding="utf-8")
    assert riskmemo.load_case("back.yaml").id == "c1"
    assert not (folder / "-").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("panel", "from-cases", ".", "-o", "-"),
        ("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "-"),
    ],
)
def test_a_folder_cannot_be_printed(words: tuple[str, ...], folder: Path) -> None:
    """A folder that is named `-` was not meant."""
    told = run(*words)
    assert told.exit_code == 2
    assert (
        "`-o -` is standard output, and this writes a folder: name one, as `-o out`"
        in told.stderr.replace("\n", " ")
    )
    assert not (folder / "-").exists()
