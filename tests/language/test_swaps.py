"""Swaps of a vocabulary: what they may exchange, and where a mistake is told."""

from pathlib import Path

import pytest

from riskmemo.language.swaps import check_swaps
from riskmemo.loading import load_vocabulary
from tests.building import GEOGRAPHY, told, with_swaps
from tests.loading.files import VOCABULARY, mistakes_of

KINDS = """\
  kin:
    title: Kin
    doc: A minority.
    nature: identity
    fields:
      group: {type: text, doc: Its name.}
      state: {type: country, doc: Its kin state.}
swaps:
"""
ENTRY = "title: A swap, doc: Something is another., identity: true"


def file_with(folder: Path, *swaps: str) -> Path:
    """A vocabulary whose swaps are the entries of these lines, from line 40 on."""
    lines = "".join(f"  - {{id: s{n}, {ENTRY}, {swap}}}\n" for n, swap in enumerate(swaps, 1))
    path = folder / "words.yaml"
    path.write_text(f"{VOCABULARY}{KINDS}{lines}", encoding="utf-8")
    return path


def told_of(folder: Path, swap: str) -> list[str]:
    """The mistakes in one swap, without line and column."""
    found = mistakes_of(load_vocabulary, file_with(folder, swap))
    return [each.partition(" ")[2] for each in found]


def test_a_swap_of_names_is_fine(tmp_path: Path) -> None:
    """Text, categories and countries can change places, identity or not."""
    path = file_with(
        tmp_path,
        "fields: [kin.group], values: [x], neutral: y",
        "fields: [tie.status], values: [announced]",
        "fields: [kin.state, tie.partner], values: [KAZ], among: countries, throughout: true",
    )
    assert [swap.id for swap in load_vocabulary(path).swaps] == ["s1", "s2", "s3"]


@pytest.mark.parametrize(
    ("swap", "mistake"),
    [
        ("fields: [kim.group]", "unknown-kind: there is no kind `kim` | did you mean `kin`?"),
        (
            "fields: [kin.grup]",
            "unknown-field: the kind `kin` has no field `grup` | did you mean `group`?",
        ),
        (
            "fields: [tie.cost]",
            (
                "wrong-type: a swap exchanges names, and `tie.cost` holds a number"
                " | name a field of text, a category or a country"
            ),
        ),
        (
            "fields: [kin.group, kin.state]",
            (
                "wrong-type: the fields of the swap `s1` are not all of one type"
                " | write a swap for each type"
            ),
        ),
        (
            "fields: [kin.group], throughout: true",
            (
                "wrong-type: `throughout` is about countries, and `kin.group` holds a text"
                " | take `throughout` away"
            ),
        ),
        (
            "fields: [kin.group], among: countries",
            (
                "wrong-type: `among` is about countries, and `kin.group` holds a text"
                " | take `among` away"
            ),
        ),
        (
            "fields: [tie.status], values: [sined]",
            "unknown-category: `sined` is none of the field's values | did you mean `signed`?",
        ),
        (
            "fields: [kin.state], neutral: Kazakhstan",
            "unknown-country: `Kazakhstan` is not an ISO 3166-1 alpha-3 code | write `KAZ`",
        ),
        (
            "fields: [act.organisation]",
            (
                "swap-of-conduct: `act.organisation` says what somebody did or said,"
                " and a swap would make it up | take the field out of the swap"
            ),
        ),
        (
            "fields: [claim.topic]",
            (
                "swap-of-conduct: `claim.topic` says what somebody did or said,"
                " and a swap would make it up | take the field out of the swap"
            ),
        ),
        ("fields: [kin]", "bad-id: `kin` names no field | write `kind.field`"),
    ],
)
def test_what_a_swap_cannot_exchange_is_told(swap: str, mistake: str, tmp_path: Path) -> None:
    """Unknown fields, wrong types and values, and what somebody did or said."""
    assert told_of(tmp_path, swap) == [mistake]


def test_identity_may_not_be_swapped_as_something_else(tmp_path: Path) -> None:
    """A field of nature identity makes a swap one of identity, whatever it says."""
    path = file_with(tmp_path, "fields: [tie.partner, kin.state]")
    path.write_text(path.read_text("utf-8").replace("identity: true", "identity: false"), "utf-8")
    assert mistakes_of(load_vocabulary, path) == [
        (
            "40:96 swap-not-identity: `kin.state` is identity,"
            " and the swap `s1` says that it is not | write `identity: true`"
        )
    ]


def test_two_swaps_have_two_ids(tmp_path: Path) -> None:
    """A swap is named by its id, so no two have the same."""
    path = file_with(tmp_path, "fields: [kin.group]", "fields: [kin.state]")
    path.write_text(path.read_text("utf-8").replace("id: s2", "id: s1"), "utf-8")
    assert mistakes_of(load_vocabulary, path) == [
        "41:10 duplicate-id: two swaps have the id `s1` | give each swap its own id"
    ]


@pytest.mark.parametrize(
    ("before", "marked", "after"),
    [
        ("fields: [kin.group, ", "kin.grup", "]"),
        ("fields: ", "[kin.group, kin.state]", ""),
        ("fields: [kin.state], throughout: false, values: [KAZ, ", "Kazakhstan", "]"),
        ("fields: [kin.state], neutral: ", "Kazakhstan", ""),
        ("fields: [kin.group], throughout: ", "true", ""),
        ("fields: [kin.group], among: ", "countries", ""),
    ],
)
def test_a_mistake_is_told_where_it_is_written(
    before: str, marked: str, after: str, tmp_path: Path
) -> None:
    """A field or value at its own place in the list, what concerns the whole list at the list."""
    (mistake,) = mistakes_of(load_vocabulary, file_with(tmp_path, before + marked + after))
    assert mistake.startswith(f"40:{len(f'  - {{id: s1, {ENTRY}, {before}') + 1} ")


def test_a_field_can_be_identity_where_its_kind_is_not() -> None:
    """Only the field counts: another field of the same kind is swapped as it likes."""
    other = {"fields": ["people.state"], "identity": False}
    assert told_in(other) == []
    assert told_in({"fields": ["people.faith"], "identity": False}) == [
        (
            "swap-not-identity: `people.faith` is identity,"
            " and the swap `swap-1` says that it is not | write `identity: true`"
        )
    ]


def told_in(*swaps: dict[str, object]) -> list[str]:
    """The mistakes in swaps of the small vocabulary."""
    return [told(each) for each in check_swaps(with_swaps(GEOGRAPHY, *swaps), lambda _: None).found]
