"""Styles that a letterhead already has, by name, and those that the memo adds to it.

Word tells styles apart by their names, which are English in every language; their ids are not
(`heading 1` is `berschrift1` in a German document), so a memo refers to the letterhead's own.
"""

import copy
from collections.abc import Iterable, Mapping

from docx.oxml.ns import qn

from riskmemo.memo.docx.xml import Element, find_all

REFERRING = ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link")
"""Elements that name a style by its id."""

STYLE_ID, VALUE = qn("w:styleId"), qn("w:val")


class Names:
    """The ids of the templates to the ids that styles of the same names have in a document."""

    def __init__(self, ids: Mapping[str, str] | None = None) -> None:
        self._ids = ids or {}

    def id_of(self, style: str) -> str:
        """The id in the document of a style of the templates."""
        return self._ids.get(style, style)

    def apply(self, root: Element) -> None:
        """Make everything in a tree refer to the document's own ids."""
        if not self._ids:
            return
        for found in find_all(root, *REFERRING):
            found.set(VALUE, self.id_of(found.get(VALUE)))


def add_missing(ours: Element, theirs: Element) -> tuple[Names, frozenset[str]]:
    """Add the styles that a document lacks; returns all names, and which ids were added.

    Added styles take the fonts of the document, or they would not look like part of it.
    """
    known = {_identity(style): style.get(STYLE_ID, "") for style in find_all(theirs, "w:style")}
    styles = {style.get(STYLE_ID): style for style in find_all(ours, "w:style")}
    ids = {mine: known.get(_identity(style), "") for mine, style in styles.items()}
    added = {mine: _free(mine, known.values()) for mine, its in ids.items() if not its}
    names = Names(ids | added)
    for mine, style_id in added.items():
        theirs.append(_adapted(styles[mine], style_id, names))
    return names, frozenset(added)


def _adapted(style: Element, style_id: str, names: Names) -> Element:
    made = copy.deepcopy(style)
    for fonts in find_all(made, "w:rFonts"):
        fonts.getparent().remove(fonts)
    made.attrib.pop(qn("w:default"), None)
    made.set(STYLE_ID, style_id)
    names.apply(made)
    return made


def _identity(style: Element) -> tuple[str, str]:
    """Kind and name, by which Word tells styles apart."""
    name = next(find_all(style, "w:name"), None)
    return style.get(qn("w:type"), "paragraph"), "" if name is None else name.get(VALUE).casefold()


def _free(style_id: str, taken: Iterable[str]) -> str:
    names = set(taken)
    while style_id in names:
        style_id += "Memo"
    return style_id
