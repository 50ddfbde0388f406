"""What would change the scores: the smallest changes that move a total into another band."""

from collections.abc import Iterator

from riskmemo.memo.changed import change_words, fact_words
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import (
    Block,
    Break,
    Cell,
    Column,
    Paragraph,
    Row,
    Runs,
    Subheading,
    Table,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.counterfactual import Counterfactual, Counterfactuals, Course, ScoreCourses

COURSES_ANCHOR = "counterfactuals"
MOST_ROWS = 4
"""Changes that a table shows of one total one way; the JSON has them all."""


def what_would_change_scores(materials: Materials) -> Iterator[Block]:
    """A table for each total; nothing where nothing was computed."""
    analyses = materials.assessment.analyses
    found = analyses.counterfactuals if analyses else None
    if found is None or not found.scores:
        return
    yield Subheading(materials.say("What would change the scores"), COURSES_ANCHOR)
    yield _intro(materials)
    by_score = {courses.score: courses for courses in found.scores}
    for root in materials.roots:
        if root in by_score:
            yield from _total(materials, by_score[root])
    yield _effort(materials, found)


def _intro(materials: Materials) -> Paragraph:
    text = materials.say(
        "The smallest changes of one or two indicators that move a total into another band, each"
        " computed anew. Religion, ethnicity and claims are never changed."
    )
    return Paragraph(joined([text]), role="note")


def _total(materials: Materials, courses: ScoreCourses) -> Iterator[Block]:
    rows = [
        _row(materials, courses, found)
        for course in (courses.up, courses.down)
        for found in course.all[:MOST_ROWS]
    ]
    if rows:
        score = materials.assessment.base.scores[courses.score]
        caption = materials.wording.runs(
            "{score}, now {value} ({band})",
            score=score.title,
            value=materials.formats.points(score.value, score.digits),
            band=courses.band,
        )
        columns = (Column(materials.say("If")), Column(materials.say("Then"), "short"))
        yield Table("counterfactuals", caption, columns, tuple(rows))
    for way, course in (("up", courses.up), ("down", courses.down)):
        if course.next_band and not course.all:
            yield _nothing(materials, courses, way, course)


def _row(materials: Materials, courses: ScoreCourses, found: Counterfactual) -> Row:
    return Row((Cell(_changes(materials, found)), Cell((_then(materials, courses, found),))))


def _changes(materials: Materials, found: Counterfactual) -> Runs:
    messages = ("{fact} {change}", "And: {fact} {change}")
    lines = [
        materials.wording.runs(
            message,
            fact=fact_words(materials, each.fact),
            change=change_words(materials, each),
        )
        for message, each in zip(messages, found.changes, strict=False)
    ]
    return joined(lines, between=Break())


def _then(materials: Materials, courses: ScoreCourses, found: Counterfactual) -> Toned:
    score = materials.assessment.base.scores[courses.score]
    rises = found.value[1] > found.value[0]
    text = materials.say(
        "rises to {value} ({band})" if rises else "falls to {value} ({band})",
        value=materials.formats.points(found.value[1], score.digits),
        band=found.band[1],
    )
    return Toned(text, tone_of_change(score, found.value[1] - found.value[0]))


def _nothing(materials: Materials, courses: ScoreCourses, way: str, course: Course) -> Paragraph:
    """That nothing moves the band one way, and what comes nearest to it."""
    title = materials.title(courses.score)
    if course.untried:
        up = "Nothing that was tried moves {score} to a higher band."
        down = "Nothing that was tried moves {score} to a lower band."
    else:
        up = "No change of one or two indicators moves {score} to a higher band."
        down = "No change of one or two indicators moves {score} to a lower band."
    parts: list[str | Runs] = [materials.say(up if way == "up" else down, score=title)]
    if course.nearest:
        value = course.nearest.value[1]
        digits = materials.assessment.base.scores[courses.score].digits
        parts.append(
            materials.wording.runs(
                " The nearest to it, {value}: {changes}.",
                value=materials.formats.points(value, digits),
                changes=joined(
                    [
                        joined(
                            [change_words(materials, each), materials.cite_evidence([each.fact])]
                        )
                        for each in course.nearest.changes
                    ],
                    between="; ",
                ),
            )
        )
    return Paragraph(joined(parts))


def _effort(materials: Materials, found: Counterfactuals) -> Paragraph:
    number = materials.formats.number
    text = materials.say("{count} changed cases were computed.", count=number(found.suppositions))
    untried = sum(each.up.untried + each.down.untried for each in found.scores)
    if untried:
        text += materials.say(
            " {count} changes and pairs less likely to matter were not tried.",
            count=number(untried),
        )
    return Paragraph(joined([text]), role="note")
