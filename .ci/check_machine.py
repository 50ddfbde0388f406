"""Says in one sentence what this machine lacks to set riskmemo up; `make setup` runs it first."""

import importlib.util
import os
import shutil
import sys
import sysconfig
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)


def missing() -> list:
    """What is missing here, as pairs of its name and the Debian package that brings it."""
    found = sys.version_info[:2]
    if not OLDEST <= found <= NEWEST:
        name = "Python 3.11, 3.12 or 3.13 (this is %d.%d)" % found
        return [(name, "python3 python3-venv python3-dev gcc")]
    python = "python%d.%d" % found
    lacking = []
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        lacking.append(("the venv module of " + python, python + "-venv"))
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        lacking.append(("Java 17 (for the tests of Spark)", "openjdk-17-jre-headless"))
    if found < (3, 13):
        lacking += missing_to_build_durable_rules(python)
    return lacking


def missing_to_build_durable_rules(python: str) -> list:
    """The rules engine for Python 3.11 and 3.12 is built from C source when it is installed."""
    lacking = []
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    if not shutil.which(compiler.split()[0]):
        lacking.append(("a C compiler", "gcc"))
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        lacking.append(("the header Python.h of " + python, python + "-dev"))
    return lacking


def main() -> int:
    """0 when nothing is missing; otherwise 1, with one sentence and the line to type."""
    lacking = missing()
    if not lacking:
        return 0
    names = " and ".join(name for name, _ in lacking)
    packages = " ".join(package for _, package in lacking)
    print("riskmemo cannot be set up: this machine lacks %s." % names, file=sys.stderr)
    print("On Debian or Ubuntu type: sudo apt-get install %s" % packages, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
