"""The list of sources, what grades mean, and what the cut-off hides."""

from collections.abc import Iterator, Sequence

from riskmemo.memo.materials import Materials
from riskmemo.memo.view import (
    Badge,
    Cell,
    Column,
    Link,
    Row,
    Run,
    Runs,
    Strong,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.case import Source
from riskmemo.model.grading import CREDIBILITY_WORDS, RELIABILITY_WORDS

MOST_IDS = 10
"""Ids that a sentence lists; more are counted."""


def source_table(materials: Materials) -> Table:
    """The sources that something visible cites, with why each is graded so."""
    say = materials.say
    return Table(
        name="sources",
        caption=(),
        columns=(
            Column("#", "name"),
            Column(say("Publisher, title and date, and why it is graded so")),
            Column(say("Grade")),
        ),
        rows=tuple(_source(materials, name, source) for name, source in materials.sources.items()),
    )


def _source(materials: Materials, name: str, source: Source) -> Row:
    words = materials.say(RELIABILITY_WORDS[source.reliability])
    day = materials.when(source.date, None, brief=True)
    note: list[Run | str] = [" ", Toned(source.note, "quiet")] if source.note else []
    return Row(
        (
            Cell(joined([name])),
            Cell(joined([source.publisher, ": ", title_of(source), f", {day}.", *note])),
            Cell((Badge(source.reliability.value, _tone(source), words),)),
        ),
        anchor=materials.source_references[name].anchor,
    )


def _tone(source: Source) -> str:
    return "warn" if source.reliability.value >= "D" else "plain"


def title_of(source: Source) -> Run:
    """The title, linked where the address is one of the web's: no other scheme becomes a link."""
    url = source.url or ""
    if url.lower().startswith(("http://", "https://")):
        return Link(source.title, url)
    return Text(source.title)


def date_of(materials: Materials, source: Source) -> Iterator[str]:
    """The day of a source after a comma; nothing where it has none."""
    if source.date:
        yield f", {materials.formats.date(source.date)}"


def legend(materials: Materials) -> Runs:
    """What the letters and digits of a grade mean."""
    say = materials.say
    letters = "; ".join(
        f"{letter.value} {say(words)}" for letter, words in RELIABILITY_WORDS.items()
    )
    digits = "; ".join(f"{digit.value} {say(words)}" for digit, words in CREDIBILITY_WORDS.items())
    return materials.wording.runs(
        "{lead} Source: {letters}. Information: {digits}. F and 6 mean unknown, not a middle"
        " value.",
        lead=Strong(say("Grades follow the NATO (Admiralty) scale.")),
        letters=letters,
        digits=digits,
    )


# --- what is not shown --------------------------------------------------------------------------


def hidden(materials: Materials) -> Iterator[str]:
    """What the cut-off hides: counted, so that a reader knows of it, and not shown."""
    record = materials.assessment
    count = materials.wording.count
    if record.not_yet_known:
        yield count(
            "{n} piece of evidence in the case became known after the cut-off and is not used"
            "{ids}.",
            "{n} pieces of evidence in the case became known after the cut-off and are not used"
            "{ids}.",
            len(record.not_yet_known),
            ids=_few(record.not_yet_known),
        )
    later = len(materials.case.sources) - len(materials.published)
    if later:
        yield count(
            "{n} source was published after the cut-off and is not cited.",
            "{n} sources were published after the cut-off and are not cited.",
            later,
        )
    idle = len(materials.published) - len(materials.sources)
    if idle:
        yield count(
            "{n} more source of the case is cited by nothing known at the cut-off and is not"
            " listed.",
            "{n} more sources of the case are cited by nothing known at the cut-off and are not"
            " listed.",
            idle,
        )


def _few(names: Sequence[str]) -> str:
    """The names after a colon; nothing where there are too many to read."""
    return f": {', '.join(names)}" if len(names) <= MOST_IDS else ""
