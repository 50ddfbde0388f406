"""Microsoft's own validator finds nothing wrong with a memo; `make setup` installs it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.memo.docx.letterheads import letterhead, rewritten
from tests.memo.docx.opened import mongolia, mongolia_memo, written
from tests.memo.factory import assessment, with_texts
from tests.memo.payloads import PAYLOADS

VALIDATOR = Path(".venv/word-validator/node_modules/.bin/ooxml-validator").resolve()


def mistakes(path: Path) -> list[str]:
    """What the validator finds, as its own sentences."""
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    found = [f"{each['path']}: {each['description']}" for each in report["errors"]]
    assert report["ok"] == (not found)
    return found


def saved(folder: Path, data: bytes) -> Path:
    """A memo as a file, which the validator wants."""
    path = folder / "memo.docx"
    path.write_bytes(data)
    return path


def test_it_would_find_mistakes(tmp_path: Path) -> None:
    """An element where none may stand is told."""
    path = saved(tmp_path, mongolia_memo().data)
    rewritten(path, {"word/document.xml": lambda data: data.replace(b"<w:tr>", b"<w:p/><w:tr>")})
    assert any("invalid child element" in each for each in mistakes(path))


def test_the_memo_of_the_large_example_is_valid(tmp_path: Path) -> None:
    """With charts, notes, tables and fonts."""
    assert mistakes(saved(tmp_path, mongolia_memo().data)) == []


def test_a_memo_in_a_letterhead_is_valid(tmp_path: Path) -> None:
    """With the styles and pictures of somebody else."""
    assert mistakes(saved(tmp_path, written(mongolia(), letterhead(tmp_path)).data)) == []


@pytest.mark.parametrize("turn", range(3))
def test_a_hostile_memo_is_valid(turn: int, tmp_path: Path) -> None:
    """Payloads of every kind, in another order each time, break nothing."""
    texts = [*PAYLOADS[turn:], *PAYLOADS[:turn]]
    used = iter(range(10_000))

    def change(_path: str, _old: str) -> str:
        return texts[next(used) % len(texts)]

    assert mistakes(saved(tmp_path, written(with_texts(change)).data)) == []


def test_the_small_memo_is_valid(tmp_path: Path) -> None:
    """Without analyses."""
    assert mistakes(saved(tmp_path, written(assessment()).data)) == []
