"""A memo in a browser: quiet, complete in itself, narrow enough, and linked throughout."""

import itertools

import pytest

from tests.memo.browser.memos import MONGOLIA, WITHOUT_CHARTS
from tests.memo.browser.visit import Visit


def test_the_browser_finds_nothing_wrong(visit: Visit) -> None:
    """No error in the console, nothing that runs, nothing that pops up."""
    assert visit.complaints == []


def test_nothing_is_asked_of_anybody(visit: Visit) -> None:
    """The file is all there is: no request leaves it, by day, by night or on a phone."""
    visit.look(width=360, scheme="dark")
    visit.look()
    assert visit.requests == []


def test_the_sheet_counts(visit: Visit) -> None:
    """The policy lets the stylesheet and its fonts in."""
    assert visit.ask("getComputedStyle(document.body).fontFamily").startswith('"Riskmemo Serif"')
    loaded = visit.ask("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    assert {"Riskmemo Sans", "Riskmemo Serif", "Riskmemo Mono"} <= {
        family.strip('"') for family in loaded
    }


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_scrolls_sideways(visit: Visit, width: int) -> None:
    """Whatever a memo says, it fits a phone, a tablet and a desk."""
    visit.look(width=width)
    assert visit.ask("document.documentElement.scrollWidth") == width


def test_every_link_inside_leads_somewhere(visit: Visit) -> None:
    """Each citation and each link back has its place, which is one only."""
    inside = visit.ask("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash)")
    assert inside
    lost = visit.ask(
        "[...document.querySelectorAll('a[href^=\"#\"]')]"
        ".filter(a => document.querySelectorAll('#' + CSS.escape(a.hash.slice(1))).length != 1)"
        ".map(a => a.hash)"
    )
    assert lost == []


@pytest.mark.parametrize("visit", [MONGOLIA, WITHOUT_CHARTS], indirect=True)
def test_a_citation_leads_to_the_evidence_and_back(visit: Visit) -> None:
    """Whoever follows a citation of a judgement sees the evidence, from which a link leads back."""
    visit.look()
    judgement = visit.page.locator(".judgements > li:has(sup.cite a)").first
    judgement.locator("sup.cite a").first.click()
    evidence = visit.page.locator(":target")
    assert evidence.bounding_box() is not None
    assert visit.ask("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    place = judgement.get_attribute("id")
    evidence.locator(f"a[href='#{place}']").first.click()
    assert visit.ask("document.querySelector(':target').id") == place


def test_headings_descend_one_level_at_a_time(visit: Visit) -> None:
    """One first heading, which comes first, and no level is skipped."""
    levels = visit.ask(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_only_web_pages_are_linked_outside(visit: Visit) -> None:
    """Every other link is an address of the web."""
    outside = visit.ask("[...document.links].filter(a => !a.hash).map(a => a.protocol)")
    assert set(outside) <= {"http:", "https:"}
