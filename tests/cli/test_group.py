"""The command as a whole: help, version, exit codes, and what is said when things go wrong."""

import os
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from riskmemo.cli.commands import COMMANDS
from tests.cli.running import beside_the_note, run, spawn

HEAVY = ("pydantic", "jinja2", "babel", "yaml", "riskmemo.loading")


def test_help_lists_every_command_without_loading_it(folder: Path) -> None:
    """`riskmemo --help` names all commands, and imports none of the libraries they need."""
    script = (
        "import sys; from riskmemo.cli.group import riskmemo\n"
        "riskmemo.main(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    (folder / "help.py").write_text(script, encoding="utf-8")
    shown = subprocess.run([sys.executable, "help.py"], capture_output=True, check=True, text=True)
    assert all(f"  {name}" in shown.stdout for name in COMMANDS)
    assert shown.stdout.endswith("[]\n")


def test_no_command_shows_the_help() -> None:
    """`riskmemo` alone is a question, answered on standard output."""
    shown = run()
    assert shown.exit_code == 0
    assert shown.stdout == run("--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_the_same_of_itself_as_the_list_does(name: str) -> None:
    """The short help in the list is the first line of the command's own help, with an example."""
    command = import_module(f"riskmemo.cli.{name.replace('-', '_')}").command
    assert command.help is not None
    assert command.help.partition("\n")[0] == COMMANDS[name]
    assert f"riskmemo {name} " in command.help


def test_the_version_is_the_installed_one() -> None:
    """`--version` prints name and version on one line."""
    assert run("--version").stdout == f"riskmemo {version('riskmemo')}\n"


def test_an_unknown_command_offers_the_nearest() -> None:
    """A misspelled command is usage: exit code 2, and the word that was probably meant."""
    shown = run("asess", "case.yaml")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr.startswith("there is no command `asess`; did you mean `assess`?\n")


def test_an_unknown_option_is_usage() -> None:
    """A misspelled option ends with 2 and says where to look."""
    shown = run("assess", "case.yaml", "--rulest", "x")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "--rulest" in shown.stderr
    assert "help: `riskmemo assess --help` lists what it takes" in shown.stderr


def test_what_is_echoed_has_no_hidden_characters() -> None:
    """A word with an escape sequence or an override in it cannot move the terminal."""
    shown = run("assess", "a", "b\x1b[31m\u202e")
    assert "\x1b" not in shown.stderr
    assert "\u202e" not in shown.stderr
    assert "\\x1b[31m\\u202e" in shown.stderr


def broken(_: str) -> dict[str, object]:
    """Stands for a function with a bug."""
    raise LookupError("the shelf is empty")


@pytest.mark.parametrize(
    ("words", "env", "traced"),
    [
        (["schema", "case"], {}, False),
        (["schema", "case"], {"RISKMEMO_DEBUG": "0"}, False),
        (["schema", "case"], {"RISKMEMO_DEBUG": "1"}, True),
        (["--debug", "schema", "case"], {}, True),
    ],
)
def test_a_bug_is_one_sentence(
    words: list[str], env: dict[str, str], traced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected exception ends with 3; its traceback is for those who ask for it."""
    monkeypatch.setattr("riskmemo.cli.schema.schema_of", broken)
    shown = run(*words, env=env)
    assert (shown.exit_code, shown.stdout) == (3, "")
    assert "this is a bug in riskmemo (LookupError: the shelf is empty)" in shown.stderr
    assert ("Traceback" in shown.stderr) is traced


def test_an_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130, and says nothing."""

    def interrupted(_: str) -> dict[str, object]:
        raise KeyboardInterrupt

    monkeypatch.setattr("riskmemo.cli.schema.schema_of", interrupted)
    shown = run("schema", "case")
    assert (shown.exit_code, shown.output.strip()) == (130, "")


def test_the_system_may_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no bug: exit code 2 and the system's own words."""

    def full(_: str) -> dict[str, object]:
        raise OSError(28, "No space left on device", "out")

    monkeypatch.setattr("riskmemo.cli.schema.schema_of", full)
    shown = run("schema", "case")
    assert (shown.exit_code, shown.stderr) == (2, "out: no space left on device\n")


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_and_those_who_force_it(
    env: dict[str, str], coloured: bool
) -> None:
    """NO_COLOR wins over FORCE_COLOR, and without either a pipe gets plain text."""
    assert ("\x1b[" in run("explain", "cycle", env=env).stdout) is coloured
    assert ("\x1b[" in run("explain", "cycel", env=env).stderr) is coloured


def test_results_and_the_rest_are_apart(folder: Path) -> None:
    """As a process, too: the result on standard output, everything else on standard error."""
    shown = spawn("assess", "case.yaml", "--ruleset", "./ruleset.yaml", "-o", "memo", cwd=folder)
    assert shown.returncode == 0
    assert shown.stdout.startswith(b"A small case\n")
    told = beside_the_note(shown.stderr.decode())
    assert told == "wrote memo/memo.html\nwrote memo/memo.md\n"


def test_names_of_files_may_be_any_bytes(folder: Path) -> None:
    """A name that is no UTF-8 is spelled out, and crashes nothing."""
    shown = spawn("check", os.fsdecode(b"\xff\x1b.yaml"), cwd=folder)
    assert shown.returncode == 2
    assert shown.stdout.startswith(b"`\\udcff\\x1b.yaml` does not exist")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["explain"], 0),
        (["check", "vocabulary.yaml"], 0),
        (["check", "nowhere.yaml"], 2),
        (["schema"], 2),
    ],
)
def test_exit_codes_reach_the_shell(words: list[str], code: int, folder: Path) -> None:
    """The process ends with the code of the command."""
    assert spawn(*words, cwd=folder).returncode == code


def test_a_reader_may_go_away(folder: Path) -> None:
    """When the reader of a pipe stops reading, the command ends with 141 and without a word."""
    with subprocess.Popen(
        [sys.executable, "-m", "riskmemo", "explain"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
