"""Validators are built when they are first used, also where many threads come first together."""

import subprocess
import sys
from pathlib import Path

from tests.building import case

CODE = """
import sys, threading
import riskmemo
sys.setswitchinterval(1e-6)
text = open(sys.argv[1], encoding="utf-8").read()
ready, found = threading.Barrier(12), []
def read():
    ready.wait()
    found.append(riskmemo.Case.model_validate_json(text).id)
threads = [threading.Thread(target=read) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), *set(found))
"""


def test_threads_that_validate_first(tmp_path: Path) -> None:
    """Twelve threads that validate a case at once in a fresh process all get it."""
    file = tmp_path / "case.json"
    file.write_text(case({"T": {"kind": "tie"}}).model_dump_json(by_alias=True), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["12", "small"]
