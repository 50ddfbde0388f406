"""An output is one run's: others wait, and what no run has written is left alone."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from riskmemo.batch.holding import LOCK, MARK, held
from riskmemo.batch.storing import Asked, batch
from riskmemo.errors import RiskmemoError
from riskmemo.loading import load_ruleset
from tests.batch import large
from tests.building import told

CASES = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ruleset and a panel of a few cases."""
    return large.lay_out(tmp_path / "given", CASES)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output that is not there yet."""
    return tmp_path / "out"


def asked(folder: Path, output: Path, **more: Any) -> Asked:
    """A run with a shard for each case."""
    ruleset = load_ruleset(folder / "ruleset.yaml")
    return Asked(folder / "panel", ruleset, output, **{"cases_per_shard": 1, **more})


def refused(given: Asked) -> str:
    """The one mistake with which a run is refused."""
    with pytest.raises(RiskmemoError) as found:
        batch(given)
    (mistake,) = found.value.mistakes
    return told(mistake)


def files(output: Path) -> dict[str, bytes]:
    """Every file in a folder, hidden ones too."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


MINE = (
    ".work-old/notes", ".work-12/notes", ".work-/panel.duckdb", "a/.work-3/panel.duckdb",
    ".thesis.part", ".film.mkv.old.part", ".00000.parquet.99999999.part",
    "deep/er/.00000.parquet.99999999.part", "scores.bak/.00000.parquet.99999999.part",
    "memos/mine.html", "memos/0001-mine.html", "scores.csv",
)  # fmt: skip
"""Files that look nearly like those of a run."""


def with_files(output: Path, names: tuple[str, ...]) -> None:
    """Lay files into a folder."""
    for name in names:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("is_good", [True, False])
def test_files_of_others_stay(is_good: bool, folder: Path, out: Path) -> None:
    """Whether the panel is assessed or refused, and also with `--force`."""
    with_files(out, MINE)
    if not is_good:
        (folder / "panel/act.csv").write_text("case_id,id\nX,A1\n", encoding="utf-8")
        assert "there is no case `X`" in refused(asked(folder, out))
    else:
        batch(asked(folder, out))
        batch(asked(folder, out, matches=True, force=True))
    assert {name for name, text in files(out).items() if text == b"mine"} == set(MINE)


def test_what_a_killed_run_has_left_goes(folder: Path, out: Path) -> None:
    """Its folder with the database, also an empty one, and what it had half written."""
    left = (
        ".work-1/panel.duckdb", ".work-1/spilled/block", ".manifest.json.1.part",
        "scores/.00000.parquet.1.part", "ranges/.00123.parquet.77.part",
    )  # fmt: skip
    with_files(out, left)
    (out / ".work-2").mkdir()
    batch(asked(folder, out))
    assert sorted(files(out)) == ["manifest.json", *(f"scores/{n:05}.parquet" for n in range(3))]
    assert not list(out.glob(".work-*"))


@pytest.mark.parametrize("force", [False, True])
def test_a_file_among_the_shards_is_not_ours_to_remove(
    force: bool, folder: Path, out: Path
) -> None:
    """It would be read as a shard, so it is refused with what to do."""
    with_files(out, ("scores/mine.parquet",))
    assert refused(asked(folder, out, force=force)) == (
        f"output-not-ours: `{out / 'scores'}` holds `mine.parquet`, which no run has written"
        " | move it away, or choose another place with `-o`"
    )
    assert files(out) == {"scores/mine.parquet": b"mine"}


def test_force_leaves_nothing_of_spark(folder: Path, out: Path) -> None:
    """Part files, marks of success and checksums go, and folders that are empty then."""
    old = "part-00000-9d6f1f0e-1a2b-4c3d-8e9f-000000000000-c000.zstd.parquet"
    spark = (f"scores/{old}", f"scores/.{old}.crc", "scores/_SUCCESS", "scores/._SUCCESS.crc")
    with_files(out, (*spark, "gaps/_SUCCESS", "ranges/00000.parquet", "manifest.json"))
    assert refused(asked(folder, out)).startswith("batch-differs: ")
    batch(asked(folder, out, force=True))
    assert sorted(files(out)) == ["manifest.json", *(f"scores/{n:05}.parquet" for n in range(3))]
    assert sorted(each.name for each in out.iterdir()) == ["manifest.json", "scores"]


# --- one at a time --------------------------------------------------------------------------------


def test_a_second_run_is_refused_while_one_writes(folder: Path, out: Path) -> None:
    """Whatever its options are; once the first has ended, it goes on."""
    out.mkdir()
    with held(out):
        assert refused(asked(folder, out)) == (
            f"output-in-use: another run is writing into `{out}`"
            " | wait until it ends, or choose another place with `-o`"
        )
        assert list(files(out)) == [LOCK]
    assert not list(out.iterdir())
    assert batch(asked(folder, out)).computed == CASES
    with held(out):
        assert batch(asked(folder, out)).computed == 0


def test_the_lock_of_a_killed_run_holds_nobody_up(folder: Path, out: Path) -> None:
    """The file may lie there: it is the system that keeps the lock."""
    with_files(out, (LOCK,))
    assert batch(asked(folder, out)).computed == CASES
    assert LOCK not in files(out)


def test_where_there_are_no_locks_a_file_marks_the_run(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed run leaves it, so the refusal names it."""
    monkeypatch.setitem(__import__("sys").modules, "fcntl", None)
    batch(asked(folder, out))
    assert MARK not in files(out)
    (out / "scores/00000.parquet").unlink()
    with held(out):
        assert refused(asked(folder, out)) == (
            f"output-in-use: another run is writing into `{out}` | wait until it ends, or choose"
            f" another place with `-o`, or remove `{out / MARK}` if none is at work"
        )
    assert batch(asked(folder, out)).computed == 1


def test_what_another_run_wrote_meanwhile_is_seen(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs begin at once with different options: the later one sees what the first made."""
    from riskmemo.batch import storing  # noqa: PLC0415 - patched

    workplace = storing.workplace

    def late(given: Asked) -> Any:
        monkeypatch.setattr(storing, "workplace", workplace)
        batch(asked(folder, out, matches=True))
        return workplace(given)

    monkeypatch.setattr(storing, "workplace", late)
    assert "other tables were asked for" in refused(asked(folder, out))


# --- what is damaged ------------------------------------------------------------------------------

Harm = Callable[[dict[str, Any]], object]
HARMS: dict[str, Harm] = {
    "a number that is text": lambda m: m["shards"][0].update(number="0"),
    "a number twice": lambda m: m["shards"][0].update(number=1),
    "cases that are text": lambda m: m.update(cases="3"),
    "cases below none": lambda m: m.update(cases=-3),
    "shards that are none": lambda m: m.update(shards=5),
    "a shard that is none": lambda m: m.update(shards=[5]),
    "no files": lambda m: m["shards"][0].update(files={}),
    "files that are a list": lambda m: m["shards"][0].update(files=[1]),
    "a size that is text": lambda m: m["shards"][0]["files"]["scores/00000.parquet"].update(
        bytes="1"
    ),
    "no size": lambda m: m["shards"][0]["files"]["scores/00000.parquet"].pop("bytes"),
    "a file elsewhere": lambda m: m["shards"][0].update(
        files={"../x.parquet": {"rows": 1, "bytes": 4}}
    ),
    "bands too short": lambda m: m["shards"][0].update(bands=[["base"]]),
    "bands of numbers": lambda m: m["shards"][0].update(bands=[[1, 2, 3, 4, 5]]),
    "matches that are true": lambda m: m["shards"][0].update(matched={"signed": True}),
    "robust that are texts": lambda m: m["shards"][0].update(robust=[["base", "strain", "1"]]),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_manifest_is_as_the_output_of_another_run(
    harm: Harm, folder: Path, out: Path
) -> None:
    """It is refused with what to type, and `--force` begins anew."""
    batch(asked(folder, out))
    good = files(out)
    manifest = json.loads(good["manifest.json"])
    harm(manifest)
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert refused(asked(folder, out)) == (
        f"batch-differs: `{out}` holds the output of another run: its manifest is damaged"
        " | choose another place with `-o`, or replace it with `--force`"
    )
    assert batch(asked(folder, out, force=True)).computed == CASES
    assert files(out) == good


def test_a_manifest_of_another_format_is_told(folder: Path, out: Path) -> None:
    """It may be of a later riskmemo."""
    batch(asked(folder, out))
    path = out / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"batch/1"', '"batch/2"'), encoding="utf-8")
    assert "its manifest is of another format" in refused(asked(folder, out))


def test_a_damaged_shard_is_told_where_it_is_read(folder: Path, out: Path) -> None:
    """Only sizes are looked at when a run goes on, but the riskiest cases are read from shards."""
    batch(asked(folder, out))
    good = files(out)
    path = out / "scores/00001.parquet"
    path.write_bytes(b"x" * path.stat().st_size)
    assert refused(asked(folder, out, memos=1)) == (
        f"shard-damaged: `{path}` is damaged: it cannot be read as Parquet"
        " | remove it and type the same command again, which writes it anew"
    )
    path.unlink()
    assert batch(asked(folder, out, memos=1)).computed == 1
    assert files(out)["scores/00001.parquet"] == good["scores/00001.parquet"]


def test_a_table_that_may_not_be_read_is_no_matter_of_writing(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the table and nothing is written."""
    table = folder / "panel/tie.parquet"
    path_open = Path.open

    def closed(self: Path, *given: Any, **more: Any) -> Any:
        if self == table:
            raise PermissionError(13, os.strerror(13), str(self))
        return path_open(self, *given, **more)

    monkeypatch.setattr(Path, "open", closed)
    assert refused(asked(folder, out)) == (
        f"file-unreadable: `{table}` cannot be read: permission denied"
    )
    assert not out.exists()


# --- memos ----------------------------------------------------------------------------------------


def test_the_manifest_names_memos_and_force_removes_them(folder: Path, out: Path) -> None:
    """Those of the run that is replaced, and no others; fewer memos later take none away."""
    highest = batch(asked(folder, out, memos=2)).highest
    names = [f"000{n}-{case.id}.html" for n, case in enumerate(highest, start=1)]
    with_files(out, ("memos/0009-mine.html", *(f"memos/{name}" for name in names)))
    assert json.loads((out / "manifest.json").read_text("utf-8"))["memos"] == names
    batch(asked(folder, out, memos=1))
    assert json.loads((out / "manifest.json").read_text("utf-8"))["memos"] == names
    batch(asked(folder, out, matches=True, force=True))
    assert [each.name for each in (out / "memos").iterdir()] == ["0009-mine.html"]
    assert json.loads((out / "manifest.json").read_text("utf-8"))["memos"] == []


def test_a_manifest_names_no_memos_elsewhere(folder: Path, out: Path) -> None:
    """Whoever writes a path into it removes nothing but memos."""
    batch(asked(folder, out))
    with_files(out.parent, ("0001-mine.html",))
    path = out / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**manifest, "memos": ["../../0001-mine.html"]}), encoding="utf-8")
    batch(asked(folder, out, matches=True, force=True))
    assert (out.parent / "0001-mine.html").read_text(encoding="utf-8") == "mine"
