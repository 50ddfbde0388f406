"""A memo on paper, as a browser prints it."""

from tests.memo.browser.visit import Visit


def test_every_page_has_the_marking_twice(visit: Visit) -> None:
    """Above and below what the page says stands how it may be handled."""
    marking = visit.page.locator("header .marking b").inner_text()
    assert len(visit.printed) > 1
    assert [min(2, page.count(marking[:30])) for page in visit.printed] == [2] * len(visit.printed)


def test_every_page_has_its_number(visit: Visit) -> None:
    """A page says which it is, and of how many."""
    for number, page in enumerate(visit.printed, start=1):
        assert f"page {number} of {len(visit.printed)}" in " ".join(page.split())
