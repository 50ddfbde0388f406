"""The fixed words of a memo: every sentence that comes neither from a case nor from a ruleset.

Builders name a message in English; a gettext catalogue may hold another language. Values stand in
braces and are put in after translation, so that data is never read as a message.
"""

import gettext
import re
from collections.abc import Iterable

from riskmemo.memo.view import Run, Runs, Text

_PLACE = re.compile(r"\{([a-z_]+)\}")

Value = str | Run | Runs


class Wording:
    """Fixed text in one language."""

    def __init__(self, catalogue: gettext.NullTranslations | None = None) -> None:
        self._catalogue = catalogue or gettext.NullTranslations()

    def say(self, message: str, **values: str) -> str:
        """The message in this language with the values put in."""
        return _PLACE.sub(lambda place: values[place[1]], self._catalogue.gettext(message))

    def count(self, one: str, many: str, number: int, **values: str) -> str:
        """The message for one or for many; `{n}` stands for the number."""
        message = self._catalogue.ngettext(one, many, number)
        return _PLACE.sub(lambda place: {"n": str(number), **values}[place[1]], message)

    def runs(self, message: str, **values: Value) -> Runs:
        """The message as runs: text values stay text, runs keep what they are."""
        parts = _PLACE.split(self._catalogue.gettext(message))
        return joined(
            values[part] if index % 2 else part for index, part in enumerate(parts) if part
        )


def joined(parts: Iterable[Value], between: str | Run = "") -> Runs:
    """Text, runs and sequences of runs as one sequence, neighbouring texts made one."""
    runs: list[Run] = []
    text = ""
    for index, part in enumerate(parts):
        whole = part if isinstance(part, tuple) else (part,)
        for run in (between, *whole) if index and between else whole:
            if isinstance(run, str):
                text += run
            elif isinstance(run, Text):
                text += run.text
            else:
                if text:
                    runs.append(Text(text))
                    text = ""
                runs.append(run)
    if text:
        runs.append(Text(text))
    return tuple(runs)


def text_of(runs: Runs) -> str:
    """The words of runs, without what links or marks them; a citation has none."""
    return "".join(getattr(run, "text", "") for run in runs)
