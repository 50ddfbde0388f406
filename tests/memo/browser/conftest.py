"""One browser for all tests of this folder, and each memo opened in it once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.memo.browser.memos import MEMOS
from tests.memo.browser.visit import Visit, chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; it is closed after this folder, for it keeps an event loop running."""
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="package", params=MEMOS)
def visit(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visit]:
    """Each of the memos, open."""
    path = tmp_path_factory.mktemp("memo") / "memo.html"
    path.write_bytes(MEMOS[request.param]())
    page = browser.new_page()
    yield Visit(page, path.as_uri())
    page.close()
