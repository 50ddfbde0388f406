"""A folder of a user's own templates: each file takes the place of the shipped one of its name."""

import os
from pathlib import Path

import pytest

from riskmemo.errors import InvalidInput, RenderingFailed
from riskmemo.memo.design import Design
from riskmemo.resources import templates_dir


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one template that takes the place of a shipped one."""
    folder = tmp_path / "own"
    (folder / "html").mkdir(parents=True)
    (folder / "html/table.html.j2").write_text("a table", encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    """What a user is told of a folder that cannot be used."""
    with pytest.raises(InvalidInput) as caught:
        Design.of(folder)
    return str(caught.value).replace(str(folder.parent), "")


def test_a_file_of_a_user_comes_first(own: Path) -> None:
    """What the folder holds is found there, everything else among the shipped files."""
    design = Design.of(own)
    assert design.text("html/table.html.j2") == "a table"
    assert design.is_own("html/table.html.j2")
    assert design.find("memo.css") == templates_dir() / "memo.css"
    assert not design.is_own("memo.css")


def test_the_shipped_design_has_nothing_of_its_own() -> None:
    """Without a folder, everything is shipped."""
    assert Design().find("memo.html.j2") == templates_dir() / "memo.html.j2"
    assert Design().unused() == ()


def test_a_file_that_is_nowhere_is_an_error_with_a_suggestion(own: Path) -> None:
    """The nearest name is offered."""
    with pytest.raises(RenderingFailed, match=r"there is no file `memo.cs` among the templates"):
        Design.of(own).text("memo.cs")


@pytest.mark.parametrize(
    "name", ["../memo.css", "html/../../memo.css", "/etc/passwd", "html", "", "nothing.css", "a\0b"]
)
def test_no_name_leads_out_of_the_folders(own: Path, name: str) -> None:
    """A name is that of a file inside, and of nothing else."""
    (own.parent / "memo.css").write_text("outside", encoding="utf-8")
    assert Design.of(own).find(name) is None


def test_links_inside_are_followed(own: Path) -> None:
    """A link to another file of the folder is that file."""
    (own / "memo.css").symlink_to("html/table.html.j2")
    assert Design.of(own).text("memo.css") == "a table"


@pytest.mark.parametrize("target", ["../secret.css", "/etc/passwd"])
def test_links_out_of_the_folder_are_refused(own: Path, target: str) -> None:
    """A file that lies elsewhere is no part of a design, whoever made the link."""
    (own.parent / "secret.css").write_text("secret", encoding="utf-8")
    (own / "memo.css").symlink_to(target)
    told = refused(own)
    assert "`memo.css` in `/own` is a link that leads out of it [template-outside]" in told
    assert "help: put a file in its place, or take it away" in told


def test_a_linked_folder_is_refused(own: Path) -> None:
    """Nor is a folder of another place."""
    (own.parent / "elsewhere").mkdir()
    (own.parent / "elsewhere/theme.json").write_text("{}", encoding="utf-8")
    (own / "charts").symlink_to("../elsewhere")
    assert "`charts` in `/own` is a link that leads out of it" in refused(own)


def test_a_link_that_is_made_later_leads_nowhere(own: Path) -> None:
    """A design that was good is looked at again whenever a file is read."""
    design = Design.of(own)
    (own.parent / "secret.css").write_text("secret", encoding="utf-8")
    (own / "memo.css").symlink_to("../secret.css")
    assert design.text("memo.css") == (templates_dir() / "memo.css").read_text("utf-8")


def test_what_is_no_file_is_refused(own: Path) -> None:
    """Nobody waits for a pipe that nobody writes to."""
    os.mkfifo(own / "memo.css")
    assert "`memo.css` in `/own` is not a file [template-outside]" in refused(own)


def test_a_file_that_is_too_large_is_refused(own: Path) -> None:
    """A template of more than 10 MB is none."""
    with (own / "memo.css").open("wb") as file:
        file.truncate(10_000_001)
    assert "`memo.css` in `/own` is larger than 10 MB [template-folder]" in refused(own)


def test_a_folder_with_too_many_files_is_another(own: Path) -> None:
    """Whoever gives their home folder is told at once."""
    for number in range(1000):
        (own / f"{number}.txt").touch()
    assert "`/own` holds more than 1000 files [template-folder]" in refused(own)


def test_a_folder_that_is_not_there(own: Path) -> None:
    """A misspelled folder is answered with the one that is there."""
    told = refused(own.parent / "onw")
    assert "there is no folder `/onw` [template-folder]" in told
    assert "help: did you mean `own`?" in told


def test_a_file_in_place_of_a_folder(own: Path) -> None:
    """One template is not a folder of templates."""
    told = refused(own / "html/table.html.j2")
    assert "table.html.j2` is not a folder [template-folder]" in told
    assert "help: give the folder that the file lies in" in told


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("table.html.j2", "`table.html.j2` takes none: did you mean `html/table.html.j2`?"),
        ("memo.htm.j2", "`memo.htm.j2` takes none: did you mean `memo.html.j2`?"),
        ("x", "put a changed copy of a shipped template there, under its own name"),
        (".hidden", "put a changed copy of a shipped template there, under its own name"),
    ],
)
def test_a_folder_that_changes_nothing_is_an_error(tmp_path: Path, name: str, help_: str) -> None:
    """Names that take no place are most likely misspelled."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / name).touch()
    told = refused(tmp_path / "own")
    assert "no file in `/own` takes the place of a shipped template [template-unknown]" in told
    assert f"help: {help_}" in told


def test_files_that_nothing_uses_are_told(own: Path) -> None:
    """A file that takes no place and that no other file names is pointed out."""
    (own / "html/table.html.j2").write_text("{% include 'crest.html.j2' %}", encoding="utf-8")
    (own / "crest.html.j2").touch()
    (own / "html/tabel.html.j2").touch()
    assert Design.of(own).unused() == ("html/tabel.html.j2",)
