"""The documentation of the command line is complete."""

import re
from importlib import import_module

import click
import pytest

from riskmemo.cli.commands import COMMANDS
from riskmemo.cli.group import riskmemo
from tests.cli.running import ROOT

PAGE = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def options(command: click.Command) -> list[str]:
    """Every spelling of every option of a command, and of the commands below it."""
    own = [
        each
        for option in command.params
        if isinstance(option, click.Option)
        for each in option.opts
    ]
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return own + [each for one in below for each in options(one)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented(name: str) -> None:
    """Each command has its section, with every option and an example."""
    section = SECTIONS[f"riskmemo {name}"]
    command: click.Command = import_module(f"riskmemo.cli.{name.replace('-', '_')}").command
    assert [each for each in options(command) if f"`{each}" not in section] == []
    assert "```sh\n" in section
    assert f"\nriskmemo {name} " in section or f"| riskmemo {name} " in section


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_is_told_once(name: str) -> None:
    """Two rows about one option may say different things."""
    for table in re.findall(r"(?:^\|.*\n)+", SECTIONS[f"riskmemo {name}"], re.MULTILINE):
        told = re.findall(r"^\| `(--?[a-z-]+)", table, re.MULTILINE)
        assert [each for each in told if told.count(each) > 1] == []


def test_the_command_itself_is_documented() -> None:
    """So are the options before a command."""
    own = [each for option in riskmemo.params for each in option.opts]
    assert [each for each in own if f"`{each}`" not in SECTIONS["riskmemo"]] == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    """A section about a command goes with it."""
    documented = {name.removeprefix("riskmemo ") for name in SECTIONS if " " in name}
    assert {name for name in documented if f"riskmemo {name}" in SECTIONS} == set(COMMANDS)
