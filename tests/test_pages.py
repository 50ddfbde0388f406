"""The README, the pages of `docs/` and the docstring of the package are true."""

import doctest
import re
from pathlib import Path

import pytest

import riskmemo

ROOT = Path(__file__).parent.parent


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!http|#)([^)\s]+)\)")


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if PYTHON.search(page.read_text("utf-8"))],
    ids=lambda page: page.stem,
)
def test_the_examples_of_a_page_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library examples of a page run one after the other and print what they say."""
    monkeypatch.chdir(ROOT)
    text = "\n".join(PYTHON.findall(page.read_text("utf-8")))
    test = doctest.DocTestParser().get_doctest(text, {}, page.stem, str(page), 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_example_in_the_package_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the docstring of `riskmemo` runs as it stands."""
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(riskmemo) == (0, 6)


def test_every_public_name_can_be_imported() -> None:
    """`riskmemo.__all__` names only what is there, and an unknown name is an AttributeError."""
    assert all(getattr(riskmemo, name) is not None for name in riskmemo.__all__)
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        _ = riskmemo.nothing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    """Every file that a page links to exists."""
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []
