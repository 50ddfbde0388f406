"""Everything in one run, as Markdown; figures compare only within a run."""

import os
import platform
import sys
from pathlib import Path

from bench import cold, engines, growth, targets, warm
from bench.plot import draw

PLOT = Path("out/growth.svg")


def main() -> None:
    """Measure and print."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores.", engines.about())
    processes, seconds = cold.processes()
    show("Cold start", processes, *map(cold.imports, [*cold.COMMANDS][1:]))
    single, times = engines.from_a_loaded_case()
    show("One case at a time", single)
    json, json_times = engines.from_json()
    show("From JSON text to JSON text", json)
    lines = growth.lines()
    draw(lines, PLOT)
    show("Growth", growth.as_table(lines))
    show("One large case", warm.calls())
    reached = [
        *targets.of_single(times), *targets.of_json(json_times),
        *targets.of_growth(lines), *targets.of_processes(seconds),
    ]  # fmt: skip
    show("Targets", targets.report(reached))


def show(title: str, *parts: str) -> None:
    """Print a section."""
    print(f"## {title}", *parts, sep="\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
