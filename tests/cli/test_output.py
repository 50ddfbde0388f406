"""Files are written all or none, beside their targets, and never over something of the user's."""

import os
from pathlib import Path

import pytest

from riskmemo.cli.output import write_files
from riskmemo.errors import OutputRefused


def codes(refused: "pytest.ExceptionInfo[OutputRefused]") -> list[str]:
    """The codes of a refusal."""
    return [mistake.code for mistake in refused.value.mistakes]


def test_folders_are_made(folder: Path) -> None:
    """A missing folder of a target is made with it."""
    write_files({folder / "a/b/c.txt": b"new"})
    assert (folder / "a/b/c.txt").read_text(encoding="utf-8") == "new"


def test_a_different_file_is_kept(folder: Path) -> None:
    """Without force, one file in the way means that none is written."""
    (folder / "two").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputRefused) as refused:
        write_files({folder / "one": b"new", folder / "two": b"new"})
    assert codes(refused) == ["output-exists"]
    assert not (folder / "one").exists()
    assert (folder / "two").read_text(encoding="utf-8") == "mine"


def test_force_replaces(folder: Path) -> None:
    """With force the file in the way is replaced."""
    (folder / "one").write_text("mine", encoding="utf-8")
    write_files({folder / "one": b"new"}, force=True)
    assert (folder / "one").read_text(encoding="utf-8") == "new"


def test_the_same_bytes_are_no_conflict(folder: Path) -> None:
    """A file that holds the result already is left alone, its date too."""
    write_files({folder / "one": b"same"})
    os.utime(folder / "one", (1, 1))
    write_files({folder / "one": b"same"})
    assert (folder / "one").stat().st_mtime == 1


@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_file_is_never_replaced(folder: Path, force: bool) -> None:
    """A folder or a device in the place of a target is refused, whatever is forced."""
    (folder / "taken").mkdir()
    with pytest.raises(OutputRefused) as refused:
        write_files({folder / "taken": b"new", Path(os.devnull): b"new"}, force=force)
    assert codes(refused) == ["output-not-a-file", "output-not-a-file"]


def test_a_file_is_no_folder(folder: Path) -> None:
    """A target below a file cannot be."""
    with pytest.raises(OutputRefused) as refused:
        write_files({folder / "case.yaml/memo.md": b"new"})
    assert codes(refused) == ["output-not-a-folder"]


def test_a_failure_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails, the system's reason is told and no part of a file stays."""

    def full(_source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputRefused) as refused:
        write_files({folder / "new/one": b"new"})
    assert codes(refused) == ["output-unwritable"]
    assert "no space left on device" in refused.value.mistakes[0].message
    assert list((folder / "new").iterdir()) == []


def test_lines_end_as_written(folder: Path) -> None:
    """Text is written as UTF-8, byte for byte."""
    write_files({folder / "one": "ü\n".encode()})
    assert (folder / "one").read_bytes() == b"\xc3\xbc\n"
