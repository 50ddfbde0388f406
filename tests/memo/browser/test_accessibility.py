"""A memo for everybody: axe-core, with the rules of WCAG 2.2 AA, finds nothing."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.memo.browser.memos import HOSTILE, MONGOLIA, WITHOUT_CHARTS
from tests.memo.browser.visit import Visit

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(visit: Visit, *, of: tuple[str, ...] = WCAG, kind: str = "tag") -> list[str]:
    """What axe-core finds against the rules, and where."""
    options: dict[str, Any] = {"runOnly": {"type": kind, "values": of}}
    found = Axe().run(visit.page, options={"resultTypes": ["violations"], **options})
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("visit", [MONGOLIA, WITHOUT_CHARTS, HOSTILE[0]], indirect=True)
def test_no_rule_is_broken(visit: Visit) -> None:
    """Names, roles, order, landmarks, targets and contrast are as they should be."""
    visit.look()
    assert violations(visit) == []


@pytest.mark.parametrize("visit", [WITHOUT_CHARTS, HOSTILE[0]], indirect=True)
def test_no_rule_is_broken_on_a_phone(visit: Visit) -> None:
    """Where tables become cards, they are as readable."""
    visit.look(width=360)
    assert violations(visit) == []


@pytest.mark.parametrize("visit", [MONGOLIA, WITHOUT_CHARTS], indirect=True)
def test_contrast_holds_in_the_dark(visit: Visit) -> None:
    """Dark mode changes colours and nothing else, so contrast is what may fail."""
    visit.look(scheme="dark")
    assert violations(visit, of=("color-contrast",), kind="rule") == []
