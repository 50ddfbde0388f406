"""What an output folder holds and of what it was made: how a run goes on where it stopped."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from riskmemo.batch.outputs import (
    FILE,
    FOLDERS,
    MEMO,
    NAME,
    is_occupied,
    refuse_strangers_in,
    remove_written,
    writing,
)
from riskmemo.errors import Mistake, OutputRefused
from riskmemo.hashes import kept_hash
from riskmemo.language.program import Program
from riskmemo.version import VERSION

FORMAT = "batch/1"


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
    """What is written: scores, matches, gaps, ranges."""
    cases_per_shard: int
    draws: int
    """Draws of what the ruleset says is uncertain; 0 without ranges."""


def origin_of(
    program: Program,
    tables: dict[str, str],
    contents: tuple[str, ...],
    cases_per_shard: int = 0,
    draws: int = 0,
) -> Origin:
    """The origin of a run with this version; 0 cases to a shard where there are no shards."""
    hashes = {
        "ruleset": kept_hash(program.ruleset),
        "vocabulary": kept_hash(program.vocabulary),
    }
    return Origin(VERSION, program.ruleset.id, hashes, tables, contents, cases_per_shard, draws)


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
    robust: list[list[Any]] = field(default_factory=list)
    """Scenario, root, cases in which the band is robust over all draws."""


@dataclass
class Manifest:
    """The manifest of an output folder."""

    folder: Path
    origin: Origin
    cases: int = 0
    shards: list[Done] = field(default_factory=list)
    memos: list[str] = field(default_factory=list)
    """Names of the files with memos of its cases; they may have been removed since."""
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

    def add_memos(self, names: Sequence[str]) -> None:
        """Enter memos that are about to be written, so that they go when the output goes."""
        if more := sorted({*self.memos, *names} - {*self.memos}):
            self.memos = sorted([*self.memos, *more])
            self.write()

    def write(self) -> None:
        """Write the manifest beside its place and rename it."""
        if self.is_stale:
            remove_written(self.folder, memos_in(_text_in(self.folder)))
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
            "memos": self.memos,
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
    with writing(folder):
        text = _text_in(folder)
        found = manifest_of(text, folder, origin)
        if found:
            return found
        refuse_strangers_in(folder)
        is_stale = is_occupied(folder)
    if is_stale and not force:
        message = f"`{folder}` holds the output of another run: {difference_of(text, origin)}"
        advice = "choose another place with `-o`, or replace it with `--force`"
        raise OutputRefused(Mistake("batch-differs", message, help=advice))
    return Manifest(folder, origin, is_stale=is_stale)


def _text_in(folder: Path) -> str:
    try:
        return (folder / NAME).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def manifest_of(text: str, folder: Path, origin: Origin) -> Manifest | None:
    """The manifest that a text is, if it is of this run and nobody has harmed it."""
    try:
        data = json.loads(text)
        if data["riskmemo"] != FORMAT or _origin(data) != origin:
            return None
        shards = [_done(each) for each in data["shards"]]
        _hold(_is_count(data["cases"]) and len({each.number for each in shards}) == len(shards))
        return Manifest(folder, origin, data["cases"], shards, memos_in(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def memos_in(text: str) -> list[str]:
    """The memos that a manifest names: files of our naming, and no other path."""
    try:
        named = json.loads(text)["memos"]
        return sorted(name for name in named if MEMO.fullmatch(name))
    except (ValueError, TypeError, KeyError):
        return []


def _done(data: Any) -> Done:
    """A shard as JSON has it; raises where something has not the type that we write."""
    done = Done(**data)
    _hold(_is_count(done.number) and _is_count(done.cases) and bool(done.files))
    for name, told in done.files.items():
        folder, _, file = name.partition("/")
        _hold(folder in FOLDERS and FILE.fullmatch(file) is not None)
        _hold(_is_count(told["rows"]) and _is_count(told["bytes"]))
    for row in done.bands:
        _hold(_is_row(row, 3, 5))
    for row in done.robust:
        _hold(_is_row(row, 2, 3))
    _hold(all(map(_is_count, done.matched.values())))
    return done


def _is_row(row: Any, texts: int, every: int) -> bool:
    """Whether this is a list of some texts, then counts."""
    return (
        isinstance(row, list)
        and len(row) == every
        and all(isinstance(each, str) for each in row[:texts])
        and all(map(_is_count, row[texts:]))
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _hold(is_so: bool) -> None:
    if not is_so:
        raise ValueError("the manifest is damaged")


def _origin(data: Any) -> Origin:
    known = {each.name: data[each.name] for each in fields(Origin)}
    return Origin(**{**known, "contents": tuple(known["contents"])})


DIFFERENCES = {
    "ruleset": "another ruleset",
    "hashes": "the ruleset or its vocabulary has changed",
    "tables": "the tables of the panel have changed",
    "contents": "other tables were asked for",
    "draws": "its ranges have another number of draws",
    "cases_per_shard": "its shards have another size",
    "version": "another version of riskmemo wrote it",
}


def difference_of(text: str, origin: Origin) -> str:
    """In what the output whose manifest is a text is of another run."""
    try:
        data = json.loads(text)
        there, is_known = _origin(data), data["riskmemo"] == FORMAT
    except (ValueError, TypeError, KeyError):
        return "its manifest cannot be read"
    told = [
        words
        for name, words in DIFFERENCES.items()
        if getattr(there, name) != getattr(origin, name)
    ]
    if told:
        return told[0]
    return "its manifest is damaged" if is_known else "its manifest is of another format"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
