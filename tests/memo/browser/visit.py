"""A memo open in Chromium, and everything that the browser said and asked for meanwhile."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")

Scheme = Literal["light", "dark"]


def chromium(playwright: Playwright) -> Browser:
    """The Chromium of this system."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, f"these tests need one of {', '.join(NAMES)}: apt-get install chromium"
    return playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))


@dataclass
class Visit:
    """One memo in one tab."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the console, of scripts, and windows that popped up."""
    requests: list[str] = field(default_factory=list)
    """What was asked for besides the memo; data inside the memo is no request."""

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("popup", lambda page: self.requests.append(page.url))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.goto(self.address)
        self.page.evaluate("document.fonts.ready")

    def _asked(self, url: str) -> None:
        if url != self.address and not url.startswith("data:"):
            self.requests.append(url)

    def look(self, *, width: int = 1000, scheme: Scheme = "light") -> None:
        """Look at it in a window of this width, by day or by night."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)

    def ask(self, script: str) -> Any:
        """What a script says about the page."""
        return self.page.evaluate(script)

    @cached_property
    def printed(self) -> list[str]:
        """The text of every page, on paper as the memo wishes."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "memo.pdf"
            self.page.pdf(path=path, prefer_css_page_size=True)
            told = subprocess.run(
                ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
            )
        return told.stdout.removesuffix("\f").split("\f")
