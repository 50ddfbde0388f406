"""What an engine costs once, each in a process of its own that holds nothing else.

`python -m bench.fresh MODULE NUMBER` measures one and prints JSON; `costs` starts it.
"""

import importlib
import json
import subprocess
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import workload
from bench.rounds import CASES

TRIES = 3


@dataclass(frozen=True)
class Costs:
    """What is paid once."""

    compile: float
    """Processor seconds from the text of the 40 rules to something that can be called."""
    first: float
    """Processor seconds from before the import of the library to the answer of the first case."""
    memory: float
    """Megabytes by which the resident memory grew at its highest, library included."""


def measure(module: str, number: int) -> Costs:
    """Measure here; the library must not have been imported before."""
    given = workload.many(CASES)
    before, start = highest(), time.process_time()
    contestant = importlib.import_module(module).SINGLE[number]
    imported = time.process_time()
    run = contestant.build()
    built = time.process_time()
    first = contestant.given(given[:1])
    answered = time.process_time()
    deque(run(first), maxlen=0)
    taken = time.process_time() - answered + built - start
    deque(run(contestant.given(given)), maxlen=0)
    return Costs(built - imported, taken, highest() - before)


def costs(module: str, number: int) -> Costs:
    """The least of some processes."""
    tried = [_try(module, number) for _ in range(TRIES)]
    return Costs(
        *(min(getattr(each, name) for each in tried) for name in ("compile", "first", "memory"))
    )


def _try(module: str, number: int) -> Costs:
    command = [sys.executable, "-m", "bench.fresh", module, str(number)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    try:
        return Costs(**json.loads(done.stdout))
    except ValueError:
        raise RuntimeError(f"{module}: {done.stderr.decode()}") from None


def highest() -> float:
    """The highest resident memory of this process so far, in megabytes."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1], int(sys.argv[2])))))
