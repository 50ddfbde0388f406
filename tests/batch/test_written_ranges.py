"""`riskmemo batch --ranges`: the files, the manifest, resuming, and what is told."""

import hashlib
import json
from pathlib import Path

import pytest
from pyarrow import parquet

from riskmemo.analysis.uncertainty import sampling
from riskmemo.batch.ranges import running
from riskmemo.batch.storing import Asked, batch
from riskmemo.errors import OutputRefused
from riskmemo.language.program import Program
from tests.batch.test_ranges import DRAWS, RULESETS, small_cases, together, uncertain
from tests.batch.uncertain import panel_in_memory
from tests.building import GEOGRAPHY, rule
from tests.cli.documents import lay_out
from tests.cli.running import run

LIMITED = "a parameter in the strength"
CERTAIN = {"rules": [rule("any", {"t": "tie"})]}


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """A folder with the panel of four small cases."""
    folder = tmp_path / "panel"
    folder.mkdir()
    for name, table in panel_in_memory(small_cases(), GEOGRAPHY).items():
        parquet.write_table(table, folder / f"{name}.parquet")
    return folder


def asked(panel: Path, name: str, given: Program, draws: int = DRAWS, threads: int = 1) -> Asked:
    """A run with shards of three cases into a folder of some name."""
    output = panel.parent / name
    return Asked(panel, given, output, threads=threads, cases_per_shard=3, draws=draws)


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder, by its contents."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_ranges_are_files_beside_the_scores(panel: Path) -> None:
    """One in each shard, with the rows that `assess_many` gives, and told in the manifest."""
    given = uncertain(RULESETS[LIMITED])
    done = batch(asked(panel, "out", given))
    manifest = json.loads((panel.parent / "out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["contents"] == ["scores", "ranges"]
    assert manifest["draws"] == DRAWS
    assert manifest["complete"] is True
    assert done.manifest.shards[0].files.keys() == {"scores/00000.parquet", "ranges/00000.parquet"}
    found = {
        row["case_id"]: {
            ("base", "risk"): tuple(
                row[f"risk.{each}"] for each in ("low", "median", "high", "share")
            )
        }
        for number in range(2)
        for row in parquet.read_table(panel.parent / f"out/ranges/0000{number}.parquet").to_pylist()
    }
    assert found == together(small_cases(), given, DRAWS)
    robust = [row for shard in done.manifest.shards for row in shard.robust]
    assert [row[:2] for row in robust] == [["base", "risk"], ["base", "risk"]]
    assert sum(row[2] for row in robust) == sum(
        each["base", "risk"][3] >= 0.9 for each in found.values()
    )


def test_every_number_of_threads_writes_the_same_bytes(
    panel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so does every number of cases that are drawn at a time."""
    given = uncertain(RULESETS["a hypothesis"])
    batch(asked(panel, "one", given))
    monkeypatch.setattr(running, "ROWS", DRAWS)
    batch(asked(panel, "two", given, threads=2))
    assert digests(panel.parent / "one") == digests(panel.parent / "two")


def test_a_run_goes_on_with_the_shard_whose_ranges_are_missing(panel: Path) -> None:
    """A shard is whole only with its ranges; the others are left as they are."""
    given = uncertain(RULESETS[LIMITED])
    batch(asked(panel, "out", given))
    before = digests(panel.parent / "out")
    (panel.parent / "out/ranges/00001.parquet").unlink()
    again = batch(asked(panel, "out", given))
    assert again.computed == 1
    assert digests(panel.parent / "out") == before
    assert batch(asked(panel, "out", given)).computed == 0


def test_another_number_of_draws_is_another_run(panel: Path) -> None:
    """It is refused, and replaced only by force."""
    given = uncertain(RULESETS[LIMITED])
    batch(asked(panel, "out", given))
    with pytest.raises(OutputRefused) as refused:
        batch(asked(panel, "out", given, draws=DRAWS + 1))
    assert refused.value.mistakes[0].message == (
        f"`{panel.parent / 'out'}` holds the output of another run:"
        " its ranges have another number of draws"
    )


def test_progress_tells_how_far_a_shard_is(panel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a shard count once its draws are computed for some cases."""
    monkeypatch.setattr(running, "ROWS", DRAWS)
    seen: list[float] = []
    batch(asked(panel, "out", uncertain(RULESETS[LIMITED])), lambda done, _: seen.append(done))
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == 2
    assert len([each for each in seen if 0 < each < 1]) == 3


def test_nothing_to_draw_leaves_no_folder(panel: Path) -> None:
    """The scores are written; the manifest tells of no ranges."""
    done = batch(asked(panel, "out", uncertain(CERTAIN)))
    assert done.plan is None
    assert sorted(path.name for path in (panel.parent / "out").iterdir()) == [
        "manifest.json",
        "scores",
    ]
    assert done.manifest.origin.draws == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a ruleset, and a panel of one case."""
    work = lay_out(tmp_path / "work")
    monkeypatch.chdir(work)
    (work / "cases").mkdir()
    text = (work / "case.yaml").read_text(encoding="utf-8")
    uncertain_of_case = "    ranges: {status: {reported: [signed, announced], why: Two reports.}}\n"
    text = text.replace("    says: A tie", uncertain_of_case + "    says: A tie")
    (work / "cases/vocabulary.yaml").write_bytes((work / "vocabulary.yaml").read_bytes())
    (work / "cases/case.yaml").write_text(text, encoding="utf-8")
    return work


def made_uncertain(folder: Path) -> None:
    """Let the ruleset say that the points of its rule are uncertain."""
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    before = "points: 40"
    assert before in text
    after = "points: 40, range: {interval: [30, 50]}"
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_a_panel_of_cases_tells_what_it_does_not_hold() -> None:
    """Ranges and conflicts of facts stay behind, and that is said."""
    made = run("panel", "from-cases", "cases", "-o", "panel")
    assert (made.exit_code, made.stderr) == (
        0,
        "left behind: 1 range of facts, which a panel does not hold\n",
    )


def test_what_was_drawn_is_told(folder: Path) -> None:
    """How often, what, and where bands are robust."""
    made_uncertain(folder)
    run("panel", "from-cases", "cases", "-o", "panel")
    shown = run("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "out", "--ranges", "50")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert (
        "ranges: 50 draws of 1 uncertain thing of the ruleset\n"
        "  points of new-tie\n"
        "  facts are taken as they are\n"
        "  opening: robust in 1 of 1 case\n"
    ) in shown.stdout
    (row,) = parquet.read_table(folder / "out/ranges/00000.parquet").to_pylist()
    assert row["opening.low"] < row["opening.median"] < row["opening.high"]


@pytest.mark.usefixtures("folder")
def test_nothing_to_draw_is_told() -> None:
    """A ruleset without ranges is no mistake: the scores are written."""
    run("panel", "from-cases", "cases", "-o", "panel")
    shown = run("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "out", "--ranges", "50")
    assert shown.exit_code == 0
    assert shown.stderr == (
        "the ruleset `small-rules` says of nothing that it is uncertain: there is nothing to draw,"
        " so no ranges are written\n"
    )


def test_without_scipy_nothing_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the scores: the same command with scipy writes everything."""
    made_uncertain(folder)
    run("panel", "from-cases", "cases", "-o", "panel")
    monkeypatch.setattr(sampling, "statistics_available", lambda: False)
    shown = run("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "out", "--ranges", "50")
    assert shown.exit_code == 2
    assert (
        "scipy is not installed here, so no ranges were drawn [statistics-missing]" in shown.stderr
    )
    assert not (folder / "out").exists()


@pytest.mark.parametrize("draws", ["0", "1000001", "many"])
def test_a_number_of_draws_that_cannot_be_is_refused(folder: Path, draws: str) -> None:
    """As a wrong command line."""
    run("panel", "from-cases", "cases", "-o", "panel")
    shown = run("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "out", "--ranges", draws)
    assert shown.exit_code == 2
    assert "'--ranges'" in shown.stderr
    assert not (folder / "out").exists()
