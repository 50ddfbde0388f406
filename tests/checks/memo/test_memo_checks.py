"""Every check of a memo, by the cases in the YAML file of its name."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from riskmemo.checks.memo import MEMO_CHECKS, MEMO_SEVERITY, memo_findings
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain
from tests.checks.memo.drafts import draft

HERE = Path(__file__).parent

CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{file.stem}: {case['case']}", case)
    for file in sorted(HERE.glob("*.yaml"))
    for case in plain(read_document(file))
]
"""Each case of each file: texts of a memo, and the findings that they deserve.

`each` gives one kind of text several times: none of them may be found, or all must be.
"""


def memos(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The texts of each memo that a case is about."""
    texts = {key: value for key, value in case.items() if key not in {"case", "each", "finds"}}
    ((name, several),) = case.get("each", {"": [None]}).items()
    return [{**texts, **({name: text} if name else {})} for text in several]


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES])
def test_a_check_finds_exactly_what_its_case_says(case: dict[str, Any]) -> None:
    """A check reports the code and the sentence that its case names, and nothing else."""
    for texts in memos(case):
        found = [
            f"{each.mistake.code}: {each.mistake.message}" for each in memo_findings(draft(**texts))
        ]
        codes = [text.split(":")[0] for text in found]
        assert (codes if "each" in case else found) == case["finds"], texts


def test_every_code_of_a_check_has_a_case_that_finds_it() -> None:
    """No check goes without a case in which it reports something."""
    found = {text.split(":")[0] for _, case in CASES for text in case["finds"]}
    assert found == set(MEMO_SEVERITY)


def test_every_check_has_a_case_in_which_it_finds_nothing() -> None:
    """What a check must not find is told beside what it finds."""
    clean = {name.split(":")[0] for name, case in CASES if not case["finds"]}
    assert clean == {check.__module__.rsplit(".", 1)[1] for check in MEMO_CHECKS}


def test_every_check_documents_itself() -> None:
    """A check's module docstring is its documentation, so each has one."""
    modules = [__import__(check.__module__, fromlist=["x"]) for check in MEMO_CHECKS]
    assert all(len(module.__doc__ or "") > 60 for module in modules)


def test_the_small_memo_has_no_finding() -> None:
    """What cases are written into is right by itself, so that findings come from the cases."""
    assert memo_findings(draft()) == []


def test_every_code_is_documented() -> None:
    """The page about memos names each code with its severity."""
    page = (HERE.parents[2] / "docs/memos.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning) \|", page, re.MULTILINE))
    assert rows == MEMO_SEVERITY


@pytest.mark.parametrize(
    "part", ["...", "with the Kazakhs are hostile ", "not signed ", "[E1, ", "“", "a.b.", " \n"]
)
def test_prose_of_any_length_is_read_in_time(part: str) -> None:
    """The longest text, made to mislead a search, costs seconds and not minutes."""
    text = (part * 20_000)[:19_999] + "x"
    began = time.process_time()
    memo_findings(draft(statement=text, text=text, picture=text, because=text, basis=text))
    assert time.process_time() - began < 10
