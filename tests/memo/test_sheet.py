"""A memo carries its fonts, and a folder of templates may bring others."""

import base64
import re
import shutil
from pathlib import Path

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo import Memo, render
from riskmemo.resources import templates_dir
from tests.memo.factory import assessment, with_case
from tests.memo.page import page

FACES = {
    ("Riskmemo Sans", "normal", "400"),
    ("Riskmemo Sans", "normal", "700"),
    ("Riskmemo Serif", "normal", "400"),
    ("Riskmemo Serif", "italic", "400"),
    ("Riskmemo Serif", "normal", "700"),
    ("Riskmemo Mono", "normal", "400"),
}


def sheet(folder: Path | None = None) -> str:
    """The stylesheet of the example, from a folder of templates."""
    return page(Memo(assessment(), templates=folder).write("html").decode()).sheet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped templates without their fonts."""
    ignored = shutil.ignore_patterns("fonts")
    return Path(shutil.copytree(templates_dir(), tmp_path / "templates", ignore=ignored))


def test_every_face_is_in_the_sheet_once() -> None:
    """Whoever opens a memo needs no font of their own, and carries none twice."""
    rules = re.findall(r"@font-face \{(.*?)\n\}", sheet(), re.DOTALL)
    found = [dict(re.findall(r"font-([a-z]+): \"?([A-Za-z0-9 ]+)", rule)) for rule in rules]
    assert len(found) == len(FACES)
    assert {(face["family"], face["style"], face["weight"]) for face in found} == FACES


def test_the_fonts_in_the_sheet_are_the_shipped_ones() -> None:
    """The bytes of a face are those of its file."""
    data = (templates_dir() / "fonts/RiskmemoMono-Regular.woff2").read_bytes()
    assert f"base64,{base64.b64encode(data).decode()})" in sheet()


def test_a_folder_may_bring_fonts_of_its_own(folder: Path) -> None:
    """A font in the folder replaces the shipped one of its name; the others stay."""
    (folder / "fonts").mkdir()
    (folder / "fonts/RiskmemoSans-Bold.woff2").write_bytes(b"own")
    written = sheet(folder)
    assert f"base64,{base64.b64encode(b'own').decode()})" in written
    assert written.count("@font-face") == len(FACES)


@pytest.mark.parametrize("name", ["RiskmemoSans-Blod.woff2", "../memo.css"])
def test_a_font_that_is_not_there_is_named(folder: Path, name: str) -> None:
    """The error has the place and the fonts there are; no name leads out of the folder."""
    (folder / "fonts.css.j2").write_text(f"\n{{{{ '{name}' | font }}}}\n", "utf-8")
    with pytest.raises(RenderingFailed) as failed:
        sheet(folder)
    (mistake,) = failed.value.mistakes
    assert str(mistake.span) == "fonts.css.j2:2:1"
    assert f"a memo has no `{name}` here" in mistake.message
    assert "RiskmemoSans-Bold.woff2" in mistake.help


@pytest.mark.parametrize(
    ("letters", "printed", "small"), [(38, "A" * 38, False), (57, "A" * 57, True)]
)
def test_a_long_marking_is_set_smaller_on_paper(letters: int, printed: str, small: bool) -> None:
    """Every page has room for 38 letters, and for 57 in a smaller size."""
    marked = with_case(marking={"label": "A" * letters})
    (corner,) = re.findall(r"@top-right \{ content: (.*)", page(render(marked)).sheet)
    assert corner.startswith(f'"{printed}"; ')
    assert ("font-size: 8pt" in corner) == small


def test_a_marking_without_end_is_cut_on_paper() -> None:
    """What cannot stand in a margin ends in an ellipsis there; the page has it in full."""
    written = page(render(with_case(marking={"label": "A" * 500})))
    assert f'@top-right {{ content: "{"A" * 56}\\2026 "' in written.sheet
    assert "A" * 500 in written.text
