"""A memo opens in another office program: marking, fonts and notes on every page."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.memo.docx.letterheads import letterhead
from tests.memo.docx.opened import mongolia, mongolia_memo, written


def printed(folder: Path, data: bytes) -> Path:
    """The memo as LibreOffice prints it."""
    path = folder / "memo.docx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir"]
    command += [str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return folder / "memo.pdf"


def pages(path: Path) -> list[str]:
    """The text of each page."""
    command = ["pdftotext", "-layout", str(path), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The large example, printed once."""
    return printed(tmp_path_factory.mktemp("plain"), mongolia_memo().data)


def test_every_page_is_marked_twice_and_counted(plain: Path) -> None:
    """Above, below, and with the number of all pages."""
    found = pages(plain)
    assert 10 < len(found) < 25
    for number, page in enumerate(found, start=1):
        assert page.count("TLP:CLEAR") == 2
        assert f"page {number} of {len(found)}" in page
        assert "MNG-CA-2025-01 · 28 July 2025" in page


def test_the_first_page_has_title_figures_and_notes(plain: Path) -> None:
    """What must be read first stands there, sources at its foot."""
    first = pages(plain)[0]
    assert "Mongolia: the turn to Central Asia" in first
    assert "44.9" in first
    assert "29.0" in first
    assert re.search(r"^\s*1\s+E\d+, ", first, re.MULTILINE)


def test_cyrillic_comes_back(plain: Path) -> None:
    """Names in their own letters are text, and set in the fonts of the memo."""
    whole = "".join(pages(plain))
    assert re.search("[А-Яа-яЁё]{4,}", whole)
    done = subprocess.run(["pdffonts", plain], capture_output=True, text=True, check=True)
    names = {
        line.split()[0].partition("+")[2].split("-")[0] for line in done.stdout.splitlines()[2:]
    }
    assert names == {"RiskmemoSans", "RiskmemoSerif", "RiskmemoMono"}


def test_a_letterhead_opens_too(tmp_path: Path) -> None:
    """Its own words stand on every page beside the marking."""
    found = pages(printed(tmp_path, written(mongolia(), letterhead(tmp_path)).data))
    for number, page in enumerate(found, start=1):
        assert "Ministry of the Highlands" in page
        assert page.count("TLP:CLEAR") == 2
        assert f"page {number} of {len(found)}" in page
