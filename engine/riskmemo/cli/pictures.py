"""The options of commands whose answer is also data for a picture."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from riskmemo.cli.asking import OPTIONS, print_record

if TYPE_CHECKING:
    from riskmemo.model.base import Record

Command = TypeVar("Command", bound=Callable[..., Any])

FORMAT = click.option(
    "--format", type=click.Choice(["text", "json", "graph"]), default="text", show_default=True,
    help="How to print the answer; `graph` is data for a picture: nodes and edges in JSON.",
)  # fmt: skip


def asks_for_pictures(command: Command) -> Command:
    """Gives a command `--ruleset`, `--as-of` and a `--format` with `graph`, after its own."""
    for option in (FORMAT, *reversed(OPTIONS[:-1])):
        command = option(command)
    return command


def printed_as_data(format: str, record: "Record", graph: Callable[[], "Record"]) -> bool:  # noqa: A002 - the user's word
    """Print an answer for programs, where one is asked for; whether it was."""
    if format == "json":
        print_record(record)
    if format == "graph":
        print_record(graph())
    return format != "text"
