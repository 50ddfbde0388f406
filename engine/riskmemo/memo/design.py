"""Where the parts of a design lie: templates, sheets, charts and fonts, shipped or a user's own.

A file in a user's folder takes the place of the shipped file of the same place in its folder; all
others stay. The folder may hold more, for its own templates to include.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from riskmemo.errors import InvalidInput, Mistake, RenderingFailed, Span, did_you_mean
from riskmemo.resources import templates_dir

MAX_BYTES = 10_000_000
"""A file of a design is no larger."""

MAX_FILES = 1000
"""A folder of templates holds no more."""

NO_TEMPLATES = (".pyc", "~", "fonts/make.py")
"""How the names of files end that are no part of a design; nor are those that begin with a dot."""


CATALOGUES = "languages/"
"""Translations lie among the templates and are no part of a design either."""


@dataclass(frozen=True, slots=True)
class Design:
    """The shipped design, or that with the files of `own` (a resolved folder) in place of some."""

    own: Path | None = None

    @classmethod
    def of(cls, folder: Path) -> "Design":
        """The design of a user's folder; `InvalidInput` where the folder cannot be used."""
        _refuse_no_folder(folder)
        own = folder.resolve()
        names = tuple(islice(_names(own), MAX_FILES + 1))
        if len(names) > MAX_FILES:
            message = f"`{folder}` holds more than {MAX_FILES} files"
            help_line = "give the folder that holds templates of your own and nothing else"
            raise InvalidInput(Mistake("template-folder", message, help=help_line))
        mistakes = [found for name in names if (found := _unusable(own, name, folder))]
        if not mistakes and not _shipped().intersection(names):
            mistakes = [_overrides_nothing(names, folder)]
        if mistakes:
            raise InvalidInput(mistakes)
        return cls(own)

    def find(self, name: str) -> Path | None:
        """The file of a name such as `html/table.html.j2`; none outside the folders."""
        own = _inside(self.own, name) if self.own else None
        return own or _inside(templates_dir(), name)

    def is_own(self, name: str) -> bool:
        """Whether a file of the user takes this place."""
        return self.own is not None and _inside(self.own, name) is not None

    def names(self) -> frozenset[str]:
        """Every name that can be found."""
        return _shipped() | frozenset(_names(self.own) if self.own else ())

    def text(self, name: str) -> str:
        """The text of a file; `RenderingFailed` where there is none or it cannot be read."""
        path = self.find(name)
        if path is None:
            message = f"there is no file `{name}` among the templates"
            near = did_you_mean(name, self.names())
            raise RenderingFailed(Mistake("template-missing", message, None, near))
        return text_of(path, name)

    def unused(self) -> tuple[str, ...]:
        """Files of the user that take no place and that no other of the user's files names."""
        own = self.own
        if own is None:
            return ()
        texts = {name: (own / name).read_bytes() for name in _names(own)}
        return tuple(
            name
            for name in sorted(texts.keys() - _shipped())
            if not any(name.encode() in text for other, text in texts.items() if other != name)
        )


def text_of(path: Path, name: str) -> str:
    """The text of a file that exists, called `name` where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        place = Span(name, 1 + error.object[: error.start].count(b"\n"), 1)
        message = "the template is not UTF-8"
        raise RenderingFailed(Mistake("template-syntax", message, place)) from None
    except OSError as error:
        message = f"the template cannot be read: {(error.strerror or str(error)).lower()}"
        raise RenderingFailed(Mistake("template-missing", message, Span(name, 1, 1))) from None


def near_name(name: str) -> str:
    """A help line that offers the shipped file that a name may have meant."""
    return did_you_mean(name, _shipped())


def _inside(folder: Path, name: str) -> Path | None:
    """A regular file below a folder, links followed; none where they lead out of it."""
    if ".." in name.split("/"):
        return None
    try:
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _names(folder: Path) -> Iterator[str]:
    """Everything below a folder but folders, as templates name it; links to folders as they are."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        for each in sorted([*files, *links]):
            name = Path(place, each).relative_to(folder).as_posix()
            is_hidden = each.startswith(".") or name.startswith(CATALOGUES)
            if not is_hidden and not name.endswith(NO_TEMPLATES):
                yield name


@cache
def _shipped() -> frozenset[str]:
    return frozenset(_names(templates_dir()))


# --- folders that cannot be used ----------------------------------------------------------------


def _refuse_no_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    if folder.exists():
        message, help_line = f"`{folder}` is not a folder", "give the folder that the file lies in"
    else:
        message, near = f"there is no folder `{folder}`", folder.absolute().parent
        beside = [each.name for each in near.iterdir()] if near.is_dir() else ()
        help_line = did_you_mean(folder.name, beside, "check the spelling and the folder")
    raise InvalidInput(Mistake("template-folder", message, help=help_line))


def _unusable(own: Path, name: str, folder: Path) -> Mistake | None:
    path = _inside(own, name)
    if path is None:
        leads = (own / name).is_symlink()
        message = f"`{name}` in `{folder}` " + (
            "is a link that leads out of it" if leads else "is not a file"
        )
        return Mistake("template-outside", message, help="put a file in its place, or take it away")
    if path.stat().st_size > MAX_BYTES:
        message = f"`{name}` in `{folder}` is larger than 10 MB"
        return Mistake("template-folder", message, help="take it away, or make it smaller")
    return None


def _overrides_nothing(names: tuple[str, ...], folder: Path) -> Mistake:
    message = f"no file in `{folder}` takes the place of a shipped template"
    near = {name: near_name(name) for name in names}
    meant = next((name for name in names if near[name].startswith("did you mean")), None)
    if meant:
        return Mistake("template-unknown", message, help=f"`{meant}` takes none: {near[meant]}")
    help_line = "put a changed copy of a shipped template there, under its own name"
    return Mistake("template-unknown", message, help=help_line)
