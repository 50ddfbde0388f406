"""Head and foot of every page: the marking, the running head, page numbers."""

import pytest

from riskmemo.memo.docx.headers import MARKINGS
from tests.memo.docx.opened import highland, text, value, written
from tests.memo.factory import with_case


def test_the_marking_stands_above_and_below() -> None:
    """In the colours of TLP 2.0."""
    for part in ("header1", "footer1"):
        marked = highland().find('//w:r[w:rPr/w:rStyle[@w:val="MarkingAmber"]]', part)
        assert [text(run).strip("\u00a0") for run in marked] == ["TLP:AMBER"]
    assert highland().paragraphs("Header", "header1")[0].startswith("HL-2025-02 · 28 July 2025")
    assert highland().paragraphs("Handling") == ["Recipients and their clients only."]


def test_the_page_is_counted_by_fields() -> None:
    """`page 1 of 9` goes on counting when the text is changed."""
    fields = highland().find("//w:fldSimple", "footer1")
    assert [value(field, "instr") for field in fields] == ["PAGE", "NUMPAGES"]
    (foot,) = highland().paragraphs("Footer", "footer1")
    assert foot.startswith("Highland: the road south  ·  page 1 of 1")


@pytest.mark.parametrize(
    ("label", "style"),
    [
        ("TLP:CLEAR", "MarkingClear"),
        ("TLP:GREEN", "MarkingGreen"),
        ("TLP:AMBER+STRICT", "MarkingAmber"),
        ("TLP:RED", "MarkingRed"),
        ("Internal", "Marking"),
    ],
)
def test_each_label_has_its_look(label: str, style: str) -> None:
    """The colours of TLP 2.0 for its labels, a frame for the user's own."""
    memo = written(with_case(marking={"label": label}))
    assert style in MARKINGS.values()
    assert memo.find(f'//w:rStyle[@w:val="{style}"]', "header1")


def test_without_a_marking_the_head_is_the_running_head() -> None:
    """Nothing is marked that the case does not mark."""
    memo = written(with_case(marking=None))
    assert memo.paragraphs("Header", "header1") == ["HL-2025-02 · 28 July 2025"]


def test_a_long_marking_is_set_smaller() -> None:
    """It stands beside the running head on one line, as others do."""
    label = "Confidential, for the cabinet office only"
    memo = written(with_case(marking={"label": label}))
    for part in ("header1", "footer1"):
        (marked,) = memo.find('//w:r[w:rPr/w:rStyle[@w:val="MarkingLong"]]', part)
        assert text(marked).strip("\u00a0") == label
