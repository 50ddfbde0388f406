"""A batch is written in shards, can be stopped anywhere, and goes on to the same bytes."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from riskmemo.batch import storing
from riskmemo.batch.many import assess_many
from riskmemo.batch.storing import Asked, batch
from riskmemo.errors import OutputRefused
from riskmemo.loading import load_ruleset
from tests.batch import large
from tests.building import told

CASES = 24
COMMAND = ("batch", "panel", "--ruleset", "./ruleset.yaml", "-o", "out", "--matches", "--gaps")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ruleset and a panel of a few cases."""
    return large.lay_out(tmp_path_factory.mktemp("large"), CASES)


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> dict[str, bytes]:
    """What a run writes that nothing disturbs, a shard for each case."""
    batch(asked(folder, folder / "undisturbed", cases_per_shard=1))
    return written(folder / "undisturbed")


def asked(folder: Path, output: Path, **more: Any) -> Asked:
    """A run with matches and gaps."""
    ruleset = load_ruleset(folder / "ruleset.yaml")
    return Asked(folder / "panel", ruleset, output, **{"matches": True, "gaps": True, **more})


def written(output: Path) -> dict[str, bytes]:
    """Every file in a folder, hidden ones too."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def rows_in(output: Path, name: str) -> list[Any]:
    """The rows of one kind of file, in the order of the files."""
    return [
        row
        for path in sorted((output / name).glob("*.parquet"))
        for row in parquet.read_table(path).to_pylist()
    ]


def started(folder: Path, output: Path, prepare: Callable[[], None] | None = None) -> Any:
    """The command as a process of its own."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "riskmemo",
            *COMMAND[:-3],
            str(output),
            *COMMAND[-2:],
            "--shard",
            "1",
        ],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        preexec_fn=prepare,  # noqa: PLW1509
    )


def stopped_at(folder: Path, output: Path, shards: int, how: int) -> tuple[int, str]:
    """A run that gets a signal once so many shards are written; its exit code and what it said."""
    process = started(folder, output)
    limit = time.monotonic() + 60
    while not (output / f"scores/{shards - 1:05}.parquet").exists():
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.01)
    process.send_signal(how)
    return process.wait(timeout=60), process.communicate()[1]


def test_ctrl_c_leaves_whole_shards_and_says_how_to_go_on(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """The same command then writes what was missing, and nothing shows of the stop."""
    code, said = stopped_at(folder, tmp_path / "out", 3, signal.SIGINT)
    assert code == 130
    found = written(tmp_path / "out")
    manifest = json.loads(found["manifest.json"])
    done = len(manifest["shards"])
    assert 2 <= done < CASES
    assert not manifest["complete"]
    stopped = "\nstopped: {} of 24 shards are written; the same command goes on from there\n"
    assert said in {stopped.format(done), stopped.format(done - 1)}
    listed = {name for each in manifest["shards"] for name in each["files"]}
    assert {name for name in found if name != "manifest.json"} >= listed
    assert all(undisturbed[name] == found[name] for name in found if name != "manifest.json")
    process = started(folder, tmp_path / "out")
    out, _ = process.communicate(timeout=120)
    assert f"{done} shards written before" in out
    assert written(tmp_path / "out") == undisturbed


def test_a_killed_run_goes_on_to_the_same_bytes(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Whatever a run that could not clean up has left is removed by the next one."""
    code, _ = stopped_at(folder, tmp_path / "out", 3, signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".work-")]
    (tmp_path / "out/scores/.00004.parquet.999999999.part").write_bytes(b"half")
    batch(asked(folder, tmp_path / "out", cases_per_shard=1))
    assert written(tmp_path / "out") == undisturbed
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "gaps", "manifest.json", "matches", "scores",
    ]  # fmt: skip


def test_a_run_that_is_done_is_not_done_again(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """The second run computes nothing and changes nothing."""
    given = asked(folder, tmp_path, cases_per_shard=1)
    assert batch(given).computed == CASES
    assert batch(given).computed == 0
    assert written(tmp_path) == undisturbed


@pytest.mark.parametrize("harm", ["removed", "cut short"])
def test_a_file_that_is_not_whole_is_written_again(
    harm: str, folder: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Only the shard that it belongs to is computed."""
    batch(asked(folder, tmp_path, cases_per_shard=1))
    victim = tmp_path / "matches/00005.parquet"
    if harm == "removed":
        victim.unlink()
    else:
        victim.write_bytes(victim.read_bytes()[:100])
    assert batch(asked(folder, tmp_path, cases_per_shard=1)).computed == 1
    assert written(tmp_path) == undisturbed


def test_threads_do_not_show(folder: Path, tmp_path: Path) -> None:
    """One thread and two write the same bytes, also where rows fill several groups."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "ROWS", 7)
        for threads in (1, 2):
            batch(asked(folder, tmp_path / str(threads), threads=threads))
    assert written(tmp_path / "1") == written(tmp_path / "2")
    path = tmp_path / "1/matches/00000.parquet"
    assert parquet.ParquetFile(path).metadata.row_group(0).num_rows == 7


@pytest.mark.parametrize("size", [1, 7, CASES, 1000])
def test_shards_of_any_size_hold_the_same_rows(size: int, folder: Path, tmp_path: Path) -> None:
    """They are those of `assess_many`, which writes nothing."""
    ruleset = load_ruleset(folder / "ruleset.yaml")
    found = assess_many(folder / "panel", ruleset, matches=True, gaps=True)
    batch(asked(folder, tmp_path, cases_per_shard=size))
    assert rows_in(tmp_path, "scores") == found.scores.to_pylist()
    assert found.matches is not None
    assert found.gaps is not None
    assert rows_in(tmp_path, "matches") == found.matches.to_pylist()
    assert rows_in(tmp_path, "gaps") == found.gaps.to_pylist()
    assert len(list((tmp_path / "scores").iterdir())) == -(-CASES // size)


def test_only_what_is_asked_for_is_written(folder: Path, tmp_path: Path) -> None:
    """Matches and gaps cost time and room."""
    batch(asked(folder, tmp_path, matches=False, gaps=False))
    assert sorted(written(tmp_path)) == ["manifest.json", "scores/00000.parquet"]


def test_the_manifest_says_what_was_made_of_what(folder: Path, tmp_path: Path) -> None:
    """Hashes of ruleset, vocabulary and every table; of each shard its files, rows and bytes."""
    batch(asked(folder, tmp_path, cases_per_shard=20))
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["riskmemo"] == "batch/1"
    assert manifest["ruleset"] == "small-rules"
    assert sorted(manifest["hashes"]) == ["ruleset", "vocabulary"]
    assert sorted(manifest["tables"]) == ["cases.parquet", "tie.parquet", "trade.parquet"]
    assert {len(each) for each in manifest["tables"].values()} == {64}
    assert manifest["contents"] == ["scores", "matches", "gaps"]
    assert (manifest["cases"], manifest["complete"]) == (CASES, True)
    first, second = manifest["shards"]
    assert (first["cases"], second["cases"]) == (20, 4)
    for name, each in first["files"].items():
        assert each["bytes"] == (tmp_path / name).stat().st_size
        assert each["rows"] == parquet.read_metadata(tmp_path / name).num_rows


def refused(given: Asked) -> str:
    """The one mistake with which a run is refused."""
    with pytest.raises(OutputRefused) as found:
        batch(given)
    (mistake,) = found.value.mistakes
    return told(mistake)


def test_the_output_of_another_run_is_kept(tmp_path: Path) -> None:
    """What differs is told, with what to type; `--force` replaces it."""
    folder = large.lay_out(tmp_path / "given", 3)
    out = tmp_path / "out"
    batch(asked(folder, out))
    before = written(out)
    advice = "choose another place with `-o`, or replace it with `--force`"

    def differs(what: str) -> str:
        return f"batch-differs: `{out}` holds the output of another run: {what} | {advice}"

    assert refused(asked(folder, out, gaps=False)) == differs("other tables were asked for")
    size = differs("its shards have another size")
    assert refused(asked(folder, out, cases_per_shard=2)) == size
    large.lay_out(folder, 4)
    changed = differs("the tables of the panel have changed")
    assert refused(asked(folder, out)) == changed
    large.lay_out(folder, 3)
    ruleset = folder / "ruleset.yaml"
    ruleset.write_text(ruleset.read_text("utf-8").replace("points: 20", "points: 21"), "utf-8")
    assert refused(asked(folder, out)) == differs("the ruleset or its vocabulary has changed")
    (out / "manifest.json").write_text("{}", encoding="utf-8")
    assert refused(asked(folder, out)) == differs("its manifest cannot be read")
    assert {**written(out), "manifest.json": before["manifest.json"]} == before
    batch(asked(folder, out, force=True, cases_per_shard=2))
    assert written(out).keys() > before.keys()


def test_a_panel_with_a_mistake_costs_nothing_that_is_there(tmp_path: Path) -> None:
    """With `--force` the old output goes only when there is something to put in its place."""
    folder = large.lay_out(tmp_path / "given", 3)
    batch(asked(folder, tmp_path / "out"))
    before = written(tmp_path / "out")
    (folder / "panel/act.csv").write_text("case_id,id\nX,A1\n", encoding="utf-8")
    process = started(folder, tmp_path / "out")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "holds the output of another run" in said
    with pytest.raises(Exception, match="there is no case `X`"):
        batch(asked(folder, tmp_path / "out", force=True))
    assert written(tmp_path / "out") == before


def test_nothing_is_left_of_a_run_that_is_refused(folder: Path, tmp_path: Path) -> None:
    """A folder that was made for nothing goes again."""
    bad = large.lay_out(tmp_path / "given", 1)
    (bad / "panel/act.csv").write_text("case_id,id\nX,A1\n", encoding="utf-8")
    with pytest.raises(Exception, match="there is no case `X`"):
        batch(asked(bad, tmp_path / "new/out"))
    assert not (tmp_path / "new").exists()
    assert folder.exists()


def test_a_place_where_nothing_can_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    """Below a file, in the place of a file, and where the system allows no folder."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert refused(asked(folder, tmp_path / "file")) == (
        f"output-not-a-folder: `{tmp_path / 'file'}` is not a folder | choose another with `-o`"
    )
    advice = "choose a place with room where you may write with `-o`"
    below = tmp_path / "file/out"
    assert refused(asked(folder, below)) == (
        f"output-unwritable: `{below}` cannot be written: not a directory | {advice}"
    )
    assert refused(asked(folder, Path("/proc/out"))) == (
        f"output-unwritable: `/proc/out` cannot be written: no such file or directory | {advice}"
    )


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """A disk that takes no more is played by a limit on the size of files."""
    folder = large.lay_out(tmp_path, 2000)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    process = started(folder, tmp_path / "out", limited)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "[output-unwritable]" in said
    assert "make room" in said
    assert not (tmp_path / "out").exists()


def test_little_memory_spills_and_gives_the_same(folder: Path, tmp_path: Path) -> None:
    """What does not fit is kept on the disk while it is needed."""
    batch(asked(folder, tmp_path / "little", memory="60MB", threads=1))
    batch(asked(folder, tmp_path / "much", memory="2GB"))
    assert written(tmp_path / "little") == written(tmp_path / "much")


def test_too_little_memory_is_told(folder: Path, tmp_path: Path) -> None:
    """With what to type, and nothing is left."""
    with pytest.raises(Exception, match="the memory allowed is too little") as found:
        batch(asked(folder, tmp_path / "out", memory="5MB"))
    assert told(found.value.mistakes[0]).endswith(" | allow more, as `--memory 4GB`")  # type: ignore[attr-defined]
    assert not (tmp_path / "out").exists()
