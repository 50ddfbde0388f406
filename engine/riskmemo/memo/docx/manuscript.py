"""What every part of the writer needs to know about the document that is being written."""

from dataclasses import dataclass

from riskmemo.memo.docx.pictures import Pictures
from riskmemo.memo.docx.places import Places
from riskmemo.memo.docx.runs import Inline, Notes


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The document: where its pictures, places and notes go, and the width of its text."""

    width: int
    """Between the margins, in twentieths of a point."""
    places: Places
    notes: Notes
    pictures: Pictures
    noted: Inline
    """For prose: a citation becomes a footnote."""
    labelled: Inline
    """For tables, which cite too often for notes: a citation is a label that links to Annex A."""
