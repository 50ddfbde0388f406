"""The properties that a file manager shows: from the memo, and dated by its cut-off."""

import datetime

from docx.opc.coreprops import CoreProperties

from riskmemo.memo.view import MemoView

LONGEST = 255
"""Word takes no longer property."""


def fill_properties(properties: CoreProperties, view: MemoView) -> None:
    """Title, author, language and dates; nothing of the moment of writing."""
    date = datetime.datetime.fromisoformat(view.as_of)
    properties.title = _short(view.page_title)
    properties.subject = _short(view.masthead.question)
    properties.author = _short(view.author)
    properties.last_modified_by = _short(view.author)
    properties.comments = _short(view.description)
    properties.keywords = _short(view.marking.label if view.marking else "")
    properties.category = _short(view.masthead.kicker)
    properties.language = view.language
    properties.created = properties.modified = date
    properties.revision = 1


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
