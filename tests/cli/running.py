"""The command as tests run it: inside this process, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from riskmemo.cli.group import riskmemo

ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples/mongolia-central-asia/case.yaml")


def run(*words: str, stdin: str | None = None, env: Mapping[str, str] | None = None) -> Result:
    """Run a command line in this process; an exit code is always an intended one."""
    return CliRunner().invoke(riskmemo, list(words), input=stdin, env=env, prog_name="riskmemo")


def spawn(*words: str, cwd: Path, **env: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command line as a process of its own, with nothing else in its environment."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    return subprocess.run(
        [sys.executable, "-m", "riskmemo", *words],
        cwd=cwd,
        env={**kept, **env},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )


def beside_the_note(stderr: str) -> str:
    """Standard error without the note that durable-rules is not here, where it is not."""
    lines = stderr.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("note: computed once"))
