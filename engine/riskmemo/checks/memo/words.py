"""Words that several checks look for: quotation, attribution, confidence."""

import datetime
import re

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")

ATTRIBUTION = re.compile(
    r"""\b(?:according\ to|says?|said|saying|argu(?:es?|ed|ing)
    |claim(?:s|ed)?|warn(?:s|ed|ings?)?|believes?|believed|assert(?:s|ed)?|alleg(?:es?|ed|edly)
    |contend(?:s|ed)?|maintain(?:s|ed)?|predict(?:s|ed|ions?)?|expects?|expected|forecasts?
    |fears?|feared|judges?\ that|holds?\ that|calls?\ (?:it|this|them)|states?\ that|stated
    |writes?|wrote|reports?|reported|reportedly|tells?|told|describes?|described|quot(?:es?|ed)
    |cit(?:es?|ed)|opinions?|speakers?|critics?|in\ the\ (?:view|words|eyes)\ of|puts?\ it)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that say that somebody else says it."""

CONFIDENCE = re.compile(
    r"""\b(?:high|moderate|medium|low)(?:[ -]to[ -](?:high|moderate|medium|low))?\s+
      (?:(?:degree|level)\s+of\s+)?confidence\b(?!-)(?!\s+(?:among|of|in\s+(?:the|its|their)\b))
    |\b(?:our|my)\s+confidence\b
    |\bwith\s+confidence\b
    |\b(?:we|I)\s+(?:are|am)\s+(?:\w+\s+)?confident\b
    |\bconfidently\s+(?:judge|assess|expect)\b
    |(?:^|[.;]\s)confidence\s+(?:is|:)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that say how good the basis of a judgement is; not the confidence of investors."""


def outside_quotes(text: str) -> str:
    """The text with what stands in double quotes blanked, every other character in its place."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def just_before(text: str, at: int) -> str:
    """The last few words of a text before a character, and no more of a text of any length."""
    return text[max(0, at - 60) : at]


def day_in_words(day: datetime.date) -> str:
    """A day as English prose has it, as `31 July 2026`."""
    from babel.dates import format_date  # noqa: PLC0415  (kept out of the cold start)

    return str(format_date(day, "d MMMM y", "en_GB"))
