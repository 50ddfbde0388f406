"""Runs of the view as runs of Word: character styles, links, citations."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from riskmemo.memo.docx.addresses import as_uri
from riskmemo.memo.docx.places import Places
from riskmemo.memo.docx.xml import Element, related, run, text, w, words
from riskmemo.memo.view import (
    Badge,
    Break,
    Cite,
    Code,
    Jump,
    Link,
    Reference,
    Run,
    Strong,
    Text,
    Title,
    Toned,
)

TONES: Mapping[str, str] = {
    "opportunity": "Opportunity",
    "risk": "Risk",
    "warn": "Warning",
    "quiet": "Quiet",
    "plain": "Strong",
}
"""Tones of the view to character styles."""

NO_BREAK_SPACE = "\u00a0"


class Notes:
    """The footnotes cited so far, in order; the number of each is its place."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._here: dict[str, int] = {}
        self.cited: list[Reference] = []

    def begin_section(self) -> None:
        """From here on, each reference has a note of its own again: a reader is near it."""
        self._here.clear()

    def cite(self, reference: Reference, places: Places) -> tuple[Element, ...]:
        """The mark of a note; the same again within a section, nothing where there is no text."""
        if reference.note not in self._known:
            return ()
        number = self._here.get(reference.note)
        if number is not None:
            again = words(str(number), "FootnoteReference")
            return (w("fldSimple", again, instr=f"NOTEREF {_note_name(number)} \\f \\h"),)
        self.cited.append(reference)
        number = self._here[reference.note] = len(self.cited)
        mark = run(w("footnoteReference", id=number), style="FootnoteReference")
        return places.around(_note_name(number), mark)


def _note_name(number: int) -> str:
    """The bookmark of a note; Word lists none that begins with a line."""
    return f"_Note{number}"


class Inline:
    """Writes runs into one part.

    Without `notes`, citations stay labels with links; grades are `boxed` or plain words.
    """

    def __init__(
        self, part: Part, places: Places, notes: Notes | None = None, *, boxed: bool = True
    ) -> None:
        self.part = part
        self.places = places
        self.notes = notes
        self.boxed = boxed

    def write(self, runs: Iterable[Run], plain: str = "") -> Iterator[Element]:
        """The elements of runs; text that is set apart by nothing has the style `plain`."""
        for each in runs:
            if isinstance(each, Text):
                yield words(each.text, plain)
            else:
                yield from _WRITERS[type(each)](self, each)

    def jump(self, label: str, anchor: str, style: str = "Hyperlink") -> Element:
        """A link to a place in the document."""
        return w("hyperlink", words(label, style), anchor=self.places.name(anchor), history=1)


def _link(inline: Inline, link: Link) -> Iterator[Element]:
    address = as_uri(link.url)
    shown = words(link.text, "Hyperlink" if address else "")
    if address is None:
        yield shown
        return
    name = inline.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    yield related(w("hyperlink", shown, history=1), id=name)


def _cite(inline: Inline, cite: Cite) -> Iterator[Element]:
    for index, reference in enumerate(cite.references):
        mark = inline.notes.cite(reference, inline.places) if inline.notes else ()
        if index:
            yield words(*((", ", "FootnoteReference") if mark else (" ", "Citation")))
        yield from mark or (_label(inline, reference),)


def _label(inline: Inline, reference: Reference) -> Element:
    return inline.jump(reference.label, reference.anchor, "Citation")


def _badge(inline: Inline, badge: Badge) -> Iterator[Element]:
    if not inline.boxed:
        yield words(badge.text)
        return
    padded = f"{NO_BREAK_SPACE}{badge.text}{NO_BREAK_SPACE}"
    yield words(padded, "BadgeWarning" if badge.tone == "warn" else "Badge")


def _break(_: Inline, __: Break) -> Iterator[Element]:
    yield run(w("br"))


def _styled(style: str) -> Callable[[Inline, Any], Iterator[Element]]:
    def written(_: Inline, each: Any) -> Iterator[Element]:
        yield run(text(each.text), style=style)

    return written


_WRITERS: Mapping[type[Any], Callable[[Inline, Any], Iterator[Element]]] = {
    Strong: _styled("Strong"),
    Title: _styled("Emphasis"),
    Code: _styled("Code"),
    Toned: lambda _, each: iter((words(each.text, TONES[each.tone]),)),
    Badge: _badge,
    Jump: lambda inline, each: iter((inline.jump(each.text, each.anchor),)),
    Link: _link,
    Cite: _cite,
    Break: _break,
}
