"""Links inside the memo lead somewhere; links out of it lead to web pages that Word can open."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.memo.docx.addresses import as_uri
from tests.memo.docx.opened import Opened, highland, mongolia_memo, value


@pytest.mark.parametrize("memo", [highland, mongolia_memo], ids=["highland", "mongolia"])
def test_every_link_inside_leads_somewhere(memo: Callable[[], Opened]) -> None:
    """Each anchor is a bookmark, in the text and in the notes."""
    found = memo()
    names = [value(each, "name") for each in found.find("//w:bookmarkStart")]
    anchors = [
        value(link, "anchor")
        for part in ("document", "footnotes")
        for link in found.find("//w:hyperlink[@w:anchor]", part)
    ]
    assert anchors
    assert set(anchors) <= set(names)
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 for name in names)


def test_sources_lead_to_their_pages() -> None:
    """An address is a relationship to the web and nothing else."""
    links = [found for found in highland().targets("document").values() if found[2] == "External"]
    assert sorted(links) == [
        ("hyperlink", "https://example.org/a?b=1&c=2", "External"),
        ("hyperlink", "https://example.org/warning", "External"),
    ]


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%D0%B0", "https://example.org/%D0%B0"),
        ("https://example.org/а", "https://example.org/%D0%B0"),
        ("https://пример.example/", "https://xn--e1afmkfd.example/"),
        ('https://example.org/"><x>', "https://example.org/%22%3E%3Cx%3E"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ("http://example.org:8080", "http://example.org:8080"),
    ],
)
def test_an_address_is_written_as_a_uri(address: str, uri: str) -> None:
    """What a URI cannot hold is escaped, and escapes stay as they are."""
    assert as_uri(address) == uri


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//example.org/",
        "http://",
        "http://[::x/",
        "http://example.org:port/",
        "http://user@example.org/",
        "http://exa mple.org/",
        r"http://\\server\share",
    ],
)
def test_what_is_no_web_address_becomes_no_link(address: str) -> None:
    """Word would refuse the whole document, or open something else."""
    assert as_uri(address) is None


@given(st.text(max_size=30))
def test_a_link_is_ascii_without_spaces_or_quotes(rest: str) -> None:
    """Whatever stands behind the host, the relationship stays one address."""
    found = as_uri(f"https://example.org/{rest}")
    assert found is None or (found.isascii() and not set(found) & set(' "<>\\^`{|}\t\r\n'))
