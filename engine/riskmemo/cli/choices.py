"""What a user names: rulesets by name or path, memo formats."""

from pathlib import Path

import click

from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.memo import FORMATS
from riskmemo.resources import ruleset_names, ruleset_path

DEFAULT_FORMATS = ("html", "md")
STANDARD_OUTPUT = "-"


def ruleset_named(name: str | None) -> str | Path:
    """The name or path of a ruleset; there is no default, since it decides what is found.

    A shipped name comes before a file or folder of the same name: that one is `./name`.
    """
    if name is None:
        shipped = ", ".join(f"`{each}`" for each in ruleset_names())
        help_line = f"add `--ruleset NAME`; with riskmemo come {shipped}"
        raise InvalidInput(Mistake("no-ruleset", "no ruleset is named", help=help_line))
    is_path = name not in ruleset_names() and Path(name).exists()
    return Path(name) if is_path else name


def formats_named(asked: tuple[str, ...] | None, output: str | None) -> tuple[str, ...]:
    """The formats to write; none where neither a format nor a place is asked for."""
    wanted = asked or (DEFAULT_FORMATS if output is not None else ())
    for name in wanted:
        if name not in FORMATS:
            message = f"there is no memo format `{name}`"
            raise InvalidInput(Mistake("unknown-format", message, help=did_you_mean(name, FORMATS)))
    if output == STANDARD_OUTPUT and len(wanted) != 1:
        message = "standard output takes one format"
        raise InvalidInput(Mistake("one-format", message, help="add `--format html`, say"))
    return wanted


def ruleset_folder(name: str) -> Path:
    """The folder of a shipped ruleset, or of the one at a path (its folder or its file)."""
    path = Path(name)
    if name not in ruleset_names() and path.exists():
        return path if path.is_dir() else path.parent
    return ruleset_path(name).parent


def require_folder(output: str) -> None:
    """Raise `click.UsageError` where several files would go to standard output."""
    if output == STANDARD_OUTPUT:
        message = "`-o -` is standard output, and this writes a folder: name one, as `-o out`"
        raise click.UsageError(message)
