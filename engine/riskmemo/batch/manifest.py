"""What an output folder holds and of what it was made: how a run goes on where it stopped."""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from riskmemo.batch.results import GAPPED, MATCHED
from riskmemo.errors import Mistake, OutputRefused

NAME = "manifest.json"
FORMAT = "batch/1"
FOLDERS = ("scores", MATCHED, GAPPED)


@dataclass(frozen=True)
class Origin:
    """What decides every byte of the output."""

    version: str
    ruleset: str
    hashes: dict[str, str]
    """Of the ruleset and its vocabulary."""
    tables: dict[str, str]
    """Of the files of the panel."""
    contents: tuple[str, ...]
    """What is written: scores, matches, gaps."""
    cases_per_shard: int


@dataclass
class Done:
    """A shard that is written whole."""

    number: int
    cases: int
    files: dict[str, dict[str, int]]
    """File to its rows and bytes."""
    bands: list[list[Any]] = field(default_factory=list)
    """Scenario, root, band, cases, summed coverage (millionths)."""
    matched: dict[str, int] = field(default_factory=dict)
    """Rule to the cases in which it matches."""


@dataclass
class Manifest:
    """The manifest of an output folder."""

    folder: Path
    origin: Origin
    cases: int = 0
    shards: list[Done] = field(default_factory=list)
    is_stale: bool = False
    """Whether another run's output is there still, which goes before anything is written."""

    def holds(self, number: int) -> bool:
        """Whether a shard is written: its files are there, in their size."""
        return any(
            each.number == number
            and all(_size(self.folder / name) == told["bytes"] for name, told in each.files.items())
            for each in self.shards
        )

    def add(self, done: Done) -> None:
        """Enter a shard that is written, and keep that."""
        others = [each for each in self.shards if each.number != done.number]
        self.shards = sorted([*others, done], key=lambda each: each.number)
        self.write()

    def write(self) -> None:
        """Write the manifest beside its place and rename it."""
        if self.is_stale:
            _clear(self.folder)
            self.is_stale = False
        part = self.folder / f".{NAME}.{os.getpid()}.part"
        part.write_text(self.text(), encoding="utf-8")
        part.replace(self.folder / NAME)

    def text(self) -> str:
        """The manifest as JSON."""
        data = {
            "riskmemo": FORMAT,
            **asdict(self.origin),
            "cases": self.cases,
            "complete": sum(each.cases for each in self.shards) == self.cases,
            "shards": [asdict(each) for each in self.shards],
        }
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def manifest_in(folder: Path, origin: Origin, *, force: bool) -> Manifest:
    """The manifest of a folder that this run may go on with or begin.

    Raises `OutputRefused` where the folder holds another run's output; with `force` that is
    replaced, once there is something to put in its place.
    """
    if folder.exists() and not folder.is_dir():
        message = f"`{folder}` is not a folder"
        raise OutputRefused(
            Mistake("output-not-a-folder", message, help="choose another with `-o`")
        )
    found = _read(folder, origin)
    is_stale = found is None and _occupied(folder)
    if is_stale and not force:
        what = difference_of(_text_in(folder), origin)
        message = f"`{folder}` holds the output of another run: {what}"
        advice = "choose another place with `-o`, or replace it with `--force`"
        raise OutputRefused(Mistake("batch-differs", message, help=advice))
    return found or Manifest(folder, origin, is_stale=is_stale)


def _read(folder: Path, origin: Origin) -> Manifest | None:
    """The manifest that is there, if it is of this run."""
    return manifest_of(_text_in(folder), folder, origin)


def _text_in(folder: Path) -> str:
    try:
        return (folder / NAME).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def manifest_of(text: str, folder: Path, origin: Origin) -> Manifest | None:
    """The manifest that a text is, if it is of this run."""
    try:
        data = json.loads(text)
        if data["riskmemo"] != FORMAT or _origin(data) != origin:
            return None
        shards = [Done(**each) for each in data["shards"]]
        return Manifest(folder, origin, data["cases"], shards)
    except (ValueError, TypeError, KeyError):
        return None


def _origin(data: Any) -> Origin:
    known = {each.name: data[each.name] for each in fields(Origin)}
    return Origin(**{**known, "contents": tuple(known["contents"])})


DIFFERENCES = {
    "ruleset": "another ruleset",
    "hashes": "the ruleset or its vocabulary has changed",
    "tables": "the tables of the panel have changed",
    "contents": "other tables were asked for",
    "cases_per_shard": "its shards have another size",
    "version": "another version of riskmemo wrote it",
}


def difference_of(text: str, origin: Origin) -> str:
    """In what the output whose manifest is a text is of another run."""
    try:
        there = _origin(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return "its manifest cannot be read"
    told = [
        words
        for name, words in DIFFERENCES.items()
        if getattr(there, name) != getattr(origin, name)
    ]
    return told[0] if told else "its manifest is of another format"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _files(folder: Path) -> list[Path]:
    return [path for name in FOLDERS for path in sorted((folder / name).glob("*.parquet"))]


def _occupied(folder: Path) -> bool:
    return (folder / NAME).exists() or bool(_files(folder))


def _clear(folder: Path) -> None:
    """Remove what a run has written: the manifest first, so that nothing looks whole."""
    (folder / NAME).unlink(missing_ok=True)
    for path in _files(folder):
        path.unlink()
