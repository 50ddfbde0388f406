"""The example of a screening: a synthetic world is drawn, screened, sorted and told as a memo.

Every command and every script of `examples/screening/README.md` and `docs/screening.md` runs here
as it stands, on a world of 6 states and 2 months.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from pyarrow import compute, parquet
from pypdf import PdfReader

import riskmemo
from riskmemo.checks import findings
from riskmemo.loading import load_examples, read_ruleset
from riskmemo.worked_examples import example_files, run_examples

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples/screening"
PAGES = (EXAMPLE / "README.md", ROOT / "docs/screening.md")
LOUD = "SYNTHETIC DATA, ABOUT NO REAL STATE"
NAMED = "synthetic-CYM-VGB-2025-10"
"""The case that the pages open: the riskiest of the whole world."""
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@dataclass(frozen=True)
class Screened:
    """A folder in which the small world was screened, and its riskiest case."""

    place: Path
    riskiest: str

    @property
    def world(self) -> Path:
        """The panel."""
        return self.place / "out/screening/world"

    @property
    def output(self) -> Path:
        """What was found."""
        return self.place / "out/screening/duckdb"


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of a page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def run(line: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a page."""
    environment = {**os.environ, "PATH": PATH}
    return subprocess.run(
        shlex.split(line), cwd=place, env=environment, capture_output=True, text=True, check=False
    )


def small(line: str) -> str:
    """A line of a page, for the small world."""
    return line.replace("--states 60 --months 24", "--states 6 --months 2")


def draw(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Draw a small world."""
    script = [sys.executable, str(EXAMPLE / "make_world.py"), str(folder)]
    return subprocess.run(
        [*script, "--states", "6", "--months", "2", *options],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """The small world, screened as the README says."""
    place = tmp_path_factory.mktemp("screening")
    shutil.copytree(EXAMPLE, place / "examples/screening")
    commands = [line for block in blocks(PAGES[0], "sh")[:2] for line in block.splitlines()]
    for line in commands:
        done = run(small(line), place)
        assert (done.returncode, done.stderr) == (0, "")
    scores = parquet.read_table(place / "out/screening/duckdb/scores").to_pylist()
    base = [row for row in scores if row["scenario"] == "base" and row["risk.score"] is not None]
    best = min(base, key=lambda row: (-row["risk.score"], row["case_id"]))
    return Screened(place, best["case_id"])


@pytest.mark.parametrize("page", PAGES, ids=["readme", "docs"])
def test_the_commands_of_a_page_run(page: Path, screened: Screened) -> None:
    """Whoever types what the page says gets no error."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    assert len(lines) > 3
    for line in lines:
        if "make_world" not in line:
            done = run(small(line).replace(NAMED, screened.riskiest), screened.place)
            assert (line, done.returncode) == (line, 0), done.stderr


def printed(screened: Screened, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What each script of the documentation prints, and the table that it made."""
    monkeypatch.chdir(screened.place)
    names: dict[str, object] = {}
    found = []
    for block in blocks(PAGES[1], "py"):
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            exec(block, names)  # noqa: S102 - a page of this repository
        found.append((text.getvalue(), names[block.splitlines()[-1][len("print(") : -1]]))
    return found


def test_the_scripts_of_the_page_agree(screened: Screened, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB, pandas and Polars print the same riskiest five, and the first is the riskiest."""
    found = printed(screened, monkeypatch)
    rows = [
        [tuple(row.values())[:4] for row in pyarrow.table(table).to_pylist()]
        for _, table in found[:3]
    ]
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 5
    assert rows[0][0][0] == screened.riskiest
    assert all(screened.riskiest in text for text, _ in found[:3])


def test_the_page_finds_what_has_become_worse_and_what_to_ask(
    screened: Screened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last two scripts print rises of the second month, and rules that wait for facts."""
    *_, rising, questions = printed(screened, monkeypatch)
    assert "2024-02" in rising[0]
    assert "trade-grows" in questions[0]


def test_a_row_is_what_its_case_scores(screened: Screened) -> None:
    """Any row, opened as a case, has the scores, bands and coverage of the row."""
    ruleset = riskmemo.load_ruleset(EXAMPLE / "ruleset")
    scores = parquet.read_table(screened.output / "scores").to_pylist()
    names = sorted({row["case_id"] for row in scores})
    assert len(names) == 6 * 5 * 2
    for name in [screened.riskiest, *names[::10]]:
        file = screened.place / f"{name}.yaml"
        made = run(f"riskmemo panel case {screened.world} {name} -o {file}", screened.place)
        assert (made.returncode, made.stderr) == (0, "")
        alone = riskmemo.screen(riskmemo.load_case(file), ruleset, engine="compiled")
        for row in (row for row in scores if row["case_id"] == name):
            for node, score in alone.scenarios[row["scenario"]].items():
                assert row[f"{node}.score"] == score.value
                assert row[f"{node}.band"] == score.band
                assert row[f"{node}.coverage"] == score.coverage


def test_everything_is_marked(screened: Screened) -> None:
    """Each table, case and source says that it is synthetic, and so does the folder."""
    assert LOUD in (screened.world / "README.txt").read_text("utf-8")
    for file in screened.world.glob("*.parquet"):
        assert parquet.read_schema(file).metadata[b"marking"] == LOUD.encode()
    for row in parquet.read_table(screened.world / "cases.parquet").to_pylist():
        assert row["marking"] == LOUD
        assert row["case_id"].startswith("synthetic-")
        assert row["title"].startswith("SYNTHETIC: ")
    for row in parquet.read_table(screened.world / "sources.parquet").to_pylist():
        assert row["publisher"].startswith("SYNTHETIC ")
    for row in parquet.read_table(screened.world / "tie.parquet").to_pylist():
        assert row["says"].startswith("SYNTHETIC: ")
    for row in parquet.read_table(screened.output / "scores").to_pylist():
        assert row["case_id"].startswith("synthetic-")


def test_the_memo_is_marked(screened: Screened) -> None:
    """The memo of the riskiest pair has the mark at its head, at its foot and at every source."""
    (file,) = (screened.output / "memos").glob("*.html")
    assert screened.riskiest.lower() in file.name
    text = re.sub(r"<style.*?</style>|<[^>]*>", " ", file.read_text("utf-8"), flags=re.DOTALL)
    words = " ".join(text.split())
    before, _, after = words.partition("Risk memo SYNTHETIC: ")
    assert LOUD in before
    assert words.endswith(LOUD)
    assert after.count(f"{LOUD}.") >= 2


def case_file(screened: Screened) -> Path:
    """The case file of the riskiest row."""
    file = screened.place / "riskiest.yaml"
    command = f"riskmemo panel case {screened.world} {screened.riskiest} -o {file} --force"
    assert run(command, screened.place).returncode == 0
    return file


def test_every_printed_page_is_marked(screened: Screened) -> None:
    """The mark stands on every page of the PDF."""
    case = riskmemo.load_case(case_file(screened))
    memo = riskmemo.Memo(riskmemo.assess(case, riskmemo.load_ruleset(EXAMPLE / "ruleset")))
    pages = PdfReader(io.BytesIO(memo.write("pdf"))).pages
    assert len(pages) > 1
    assert all(LOUD in page.extract_text() for page in pages)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, screened: Screened) -> None:
    """A world can be drawn again; another seed draws another one."""
    assert draw(tmp_path / "again").returncode == 0
    assert draw(tmp_path / "other", "--seed", "8").returncode == 0
    files = sorted(path.name for path in screened.world.iterdir())
    assert len(files) == 14
    again = {name: (tmp_path / "again" / name).read_bytes() for name in files}
    assert again == {name: (screened.world / name).read_bytes() for name in files}
    assert (tmp_path / "other/tie.parquet").read_bytes() != again["tie.parquet"]


def test_a_world_is_not_drawn_over_another(tmp_path: Path) -> None:
    """A folder that holds something stays as it is, and so does the command line's honesty."""
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    refused = draw(tmp_path)
    assert refused.returncode == 2
    assert f"`{tmp_path}` is not empty: name a new folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
    refused = draw(tmp_path / "world", "--states", "61")
    assert "a world has 2 to 60 states and 1 to 24 months" in refused.stderr


def test_equal_rows_are_equal_in_any_files(tmp_path: Path, screened: Screened) -> None:
    """The comparison looks past order and number of files, and tells a digit that differs."""
    other = tmp_path / "other"
    shutil.copytree(screened.output, other)
    scores = parquet.read_table(other / "scores/00000.parquet")
    (other / "scores/00000.parquet").unlink()
    parquet.write_table(scores.slice(7), other / "scores/a.parquet")
    parquet.write_table(scores.slice(0, 7), other / "scores/b.parquet")
    compare = f"{sys.executable} {EXAMPLE / 'same_rows.py'} {screened.output} {other}"
    same = run(compare, tmp_path)
    assert (same.returncode, same.stdout[:7]) == (0, "equal: ")
    digit = pyarrow.scalar(Decimal("0.000001"))
    more = compute.add(scores["risk.score"], digit).cast(scores.schema.field("risk.score").type)
    place = scores.column_names.index("risk.score")
    changed = scores.set_column(place, "risk.score", more)
    parquet.write_table(changed.slice(7), other / "scores/a.parquet")
    differs = run(compare, tmp_path)
    assert differs.returncode == 1
    assert "rows that the other has not" in differs.stdout


def test_the_ruleset_has_no_findings() -> None:
    """`riskmemo check` has nothing to say about the ruleset."""
    assert findings(*read_ruleset(str(EXAMPLE / "ruleset"))) == []


def test_every_rule_is_shown_to_match() -> None:
    """The worked examples of the ruleset pass, and each rule matches in one of them."""
    program = riskmemo.load_ruleset(EXAMPLE / "ruleset")
    files = example_files(EXAMPLE / "ruleset")
    outcomes = [each for file in files for each in run_examples(program, file, "definition")]
    assert [(each.name, each.differences) for each in outcomes if not each.passed] == []
    shown = set()
    for file in files:
        for example in load_examples(file)[0].tests:
            shown |= {rule for rule, count in example.expect.matches.items() if count}
    assert {typed.rule.id for typed in program.rules} - shown == set()


def test_no_rule_uses_identity() -> None:
    """A screening of states reads nothing about religion, ethnicity or descent."""
    ruleset = riskmemo.load_ruleset(EXAMPLE / "ruleset")
    natures = {kind: spec.nature for kind, spec in ruleset.vocabulary.kinds.items()}
    assert [typed.rule.id for typed in ruleset.rules if typed.uses_identity] == []
    assert "identity" in {nature.value for nature in natures.values()}
