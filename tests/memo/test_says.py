"""Sentences of rules: filled in with the values of a match, and nothing more than that."""

import datetime
from pathlib import Path

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo.formatting import Formats
from riskmemo.memo.says import CountryCode, SaysWriter, Value, check_says, typed_value
from riskmemo.memo.says_check import ARGUMENTS
from riskmemo.memo.wording import Wording
from riskmemo.model.vocabulary import FieldType

FIELDS = {"tie": ["partner", "date", "status"], "kin": ["group", "share", "value", "items"]}
FACTS: dict[str, dict[str, Value]] = {
    "tie": {
        "partner": CountryCode("KGZ"),
        "date": datetime.date(2025, 7, 21),
        "status": typed_value("in_force", FieldType.CATEGORY),
    },
    "kin": {"group": "Kazakhs", "share": None, "value": 4200000.0, "items": 3},
}
SETTING: dict[str, Value] = {
    "subject": CountryCode("MNG"),
    "as_of": datetime.date(2025, 7, 28),
    "horizon": None,
}


def _said(says: str) -> str:
    return SaysWriter(Formats("en_GB"), Wording()).sentence(says, FACTS, SETTING)


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ("{{ tie.partner | country }} signed.", "Kyrgyzstan signed."),
        ("{{ tie.partner }} on {{ tie.date }}", "Kyrgyzstan on 21 July 2025"),
        ("{{ tie.date | date }}, {{ tie.status }}", "21 July 2025, in force"),
        ("{{ kin.value | money('USD') }}", "US$4.2 million"),
        ("{{ kin.value | number }} {{ kin.value | number(1) }}", "4,200,000 4,200,000.0"),
        ("{{ kin.share | percent }}, {{ kin.share }}", "not known, not known"),
        ("{{ [tie.partner, kin.group] | join }}", "Kyrgyzstan and Kazakhs"),
        ("{{ [tie.partner | country, kin.group] | join('; ') }}", "Kyrgyzstan; Kazakhs"),
        ("{{ subject | country }} at {{ as_of }}", "Mongolia at 28 July 2025"),
        ("{# a note #}{{ kin.items }}\n  {{ kin.group }}", "3 Kazakhs"),
    ],
)
def test_values_are_filled_in(says: str, text: str) -> None:
    """Each value prints as its type does; what is unknown prints as not known."""
    assert _said(says) == text
    assert check_says(says, FIELDS) == []


@pytest.mark.parametrize(
    ("says", "message", "help_", "offset"),
    [
        ("A {{ tie.partnr }}", "`tie` has no field `partnr`", "did you mean `partner`?", 5),
        ("{{ ti.partner }}", "this rule matches nothing called `ti`", "did you mean `tie`?", 3),
        ("{{ subjct }}", "nothing here is called `subjct`", "did you mean `subject`?", 3),
        ("{{ tie }}", "`tie` is a whole fact", "name a field of it, as `tie.date`", 3),
        (
            "{{ tie.partner | contry }}",
            "there is no filter `contry`",
            "did you mean `country`?",
            15,
        ),
        (
            "{{ kin.value | money }}",
            "`money` is given something it does not take",
            'write the currency, as `| money("USD")`',
            13,
        ),
    ],
)
def test_mistakes_are_found_before_anything_runs(
    says: str, message: str, help_: str, offset: int
) -> None:
    """A wrong name is told with its place and what was meant."""
    (fault,) = check_says(says, FIELDS)
    assert (fault.message, fault.help, fault.offset) == (message, help_, offset)
    with pytest.raises(RenderingFailed) as refused:
        _said(says)
    assert refused.value.mistakes[0].code == fault.code


@pytest.mark.parametrize(
    "says",
    [
        "{% for x in range(10 ** 9) %}x{% endfor %}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x' * 10 ** 9 }}",
        "{{ tie.partner.__class__.__mro__ }}",
        "{{ tie.partner.upper() }}",
        "{{ tie['partner'] }}",
        "{{ tie.partner | attr('x') }}",
        "{{ tie.partner | center(1000000000) }}",
        "{{ tie.partner ~ kin.group }}",
        "{{ kin.group if tie.date else 1 }}",
        "{% set x = 1 %}",
        "{% include 'memo.css' %}",
        "{% filter country %}x{% endfilter %}",
        "{{ kin.share | percent(digits=1) }}",
        "{{ kin.share | percent(99) }}",
        "{{ cycler }}{{ self }}{{ ''.join(x) }}",
        "{{ " + "(" * 9000,
        "{{ tie.partner",
    ],
)
def test_nothing_is_computed(says: str) -> None:
    """Loops, calls, arithmetic, attributes of Python and unknown filters are refused unread."""
    assert check_says(says, FIELDS)
    with pytest.raises(RenderingFailed):
        _said(says)


def test_values_are_not_templates() -> None:
    """A value that looks like a template prints as it stands."""
    writer = SaysWriter(Formats("en_GB"), Wording())
    said = writer.sentence("{{ a.b }}", {"a": {"b": "{{ 7 * 7 }}<b>"}}, SETTING)
    assert said == "{{ 7 * 7 }}<b>"


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_filter_is_documented(name: str) -> None:
    """The page on rulesets shows how each is written."""
    page = Path("docs/rulesets.md").read_text(encoding="utf-8")
    assert f"\\| {name}" in page.partition("## Sentences")[2].partition("\n## ")[0]
