"""A memo in Word is made of real headings, tables, captions and pictures with words for them."""

import pytest

from riskmemo.memo.charts import charts_available
from tests.memo.docx.opened import Opened, highland, mongolia_memo, text, value, written
from tests.memo.factory import assessment, with_case


@pytest.fixture(params=[highland, mongolia_memo], ids=["highland", "mongolia"])
def memo(request: pytest.FixtureRequest) -> Opened:
    """The small and the large example."""
    found: Opened = request.param()
    return found


def test_title_and_question_have_their_styles() -> None:
    """What a file list or a table of contents reads off a document is there."""
    assert highland().paragraphs("Title") == ["Highland: the road south"]
    question = "What does Highland gain from the road, and what could go wrong?"
    assert highland().paragraphs("Subtitle") == [question]
    assert highland().paragraphs("Kicker") == ["Risk memo · Inner states"]


def test_sections_stand_in_the_navigation_pane() -> None:
    """The bottom line, numbered sections and annexes have an outline level."""
    headings = highland().paragraphs("Heading1")
    assert highland().paragraphs("OpeningHeading") == ["Bottom line"]
    assert headings[0] == "1  Key judgements"
    assert "Annex A · Evidence" in headings
    for style in ("Heading1", "OpeningHeading"):
        path = f'//w:style[@w:styleId="{style}"]//w:outlineLvl'
        assert [value(each) for each in highland().find(path, "styles")] == ["0"]


def test_every_style_that_is_used_exists(memo: Opened) -> None:
    """A name of a style that Word does not find would be set as Normal."""
    known = {value(style, "styleId") for style in memo.find("//w:style", "styles")}
    used = {
        value(each)
        for name in ("document", "footnotes", "header1", "footer1", "styles")
        for each in memo.find("//w:pStyle|//w:rStyle|//w:tblStyle|//w:basedOn|//w:next", name)
    }
    assert used <= known
    assert {"Title", "Heading1", "Lead", "Note", "FootnoteText", "FootnoteReference"} <= used


def test_nothing_is_formatted_beside_styles(memo: Opened) -> None:
    """A designer changes a style, and with it the whole memo."""
    allowed = {"rStyle"}
    found = {each.tag.rpartition("}")[2] for each in memo.find("//w:r/w:rPr/*")}
    assert found == allowed


def test_tables_repeat_their_header_and_keep_rows_whole(memo: Opened) -> None:
    """A row never stands on two pages, and no page of a table is without its header."""
    tables = memo.find('//w:tbl[w:tblPr/w:tblStyle[@w:val="MemoTable"]]')
    assert tables
    for table in tables:
        headed = [bool(row.findall(".//{*}tblHeader")) for row in table.findall("{*}tr")]
        assert headed == [True, *[False] * (len(headed) - 1)]
    rows = memo.find("//w:tr")
    assert all(row.findall("{*}trPr/{*}cantSplit") for row in rows)


def test_a_table_is_as_wide_as_the_text(memo: Opened) -> None:
    """Columns add up to the width between the margins."""
    for grid in memo.find("//w:tblGrid"):
        assert sum(int(value(column, "w")) for column in grid) == 11906 - 2 * 1134


def test_two_tables_do_not_become_one(memo: Opened) -> None:
    """Word joins tables that follow each other, and wants a paragraph at the end of a cell."""
    assert not memo.find("//w:tbl[following-sibling::*[1][self::w:tbl]]")
    assert not memo.find("//w:tc[not(*[last()][self::w:p])]")


def test_a_claim_says_on_every_page_that_it_is_not_adopted() -> None:
    """The first row of the box is repeated where the box goes on."""
    (box,) = highland().find('//w:tbl[w:tblPr/w:tblStyle[@w:val="MemoClaim"]]')
    first = box.find("{*}tr")
    assert text(first) == "Attributed, not adopted · C1"
    assert first.findall("{*}trPr/{*}tblHeader")
    assert highland().paragraphs("Quote") == ["The road could carry trouble."]


def test_judgements_keep_likelihood_and_confidence_apart() -> None:
    """A row a judgement: label, statement with reasons, scale with confidence below."""
    (table,) = [
        table
        for table in highland().find('//w:tbl[w:tblPr/w:tblStyle[@w:val="MemoRows"]]')
        if text(table).startswith("KJ1")
    ]
    first = [
        [text(p) for p in cell.findall("{*}p")] for cell in table.find("{*}tr").findall("{*}tc")
    ]
    assert first[0] == ["KJ1"]
    assert first[1][0] == "Highland will very likely sign one more paper by 31 July 2026."
    likelihood, picture, confidence, basis = first[2]
    assert likelihood.startswith("Very likely")
    assert (picture, confidence) == ("", "Confidence: moderate")
    assert basis == "Official sources are good; trade data are thin."


def test_every_picture_is_told_in_words(memo: Opened) -> None:
    """Each has a text for whoever cannot see it, and a number of its own."""
    pictures = memo.find("//wp:docPr")
    assert len(pictures) > 3
    assert all(len(picture.get("descr")) > 10 for picture in pictures)
    assert len({picture.get("id") for picture in pictures}) == len(pictures)


def test_every_picture_is_svg_with_png_for_others(memo: Opened) -> None:
    """New readers get a drawing that is sharp at any size, older ones the same as pixels."""
    targets = memo.targets("document")
    rasters = [targets[found] for found in memo.find("//a:blip/@r:embed")]
    vectors = [targets[found] for found in memo.find("//asvg:svgBlip/@r:embed")]
    assert len(rasters) == len(vectors) == len(memo.find("//wp:docPr"))
    for raster, vector in zip(rasters, vectors, strict=True):
        assert raster[1].removesuffix(".png") == vector[1].removesuffix(".svg")
        assert memo.parts[f"word/{raster[1]}"].startswith(b"\x89PNG")
        assert memo.parts[f"word/{vector[1]}"].startswith(b"<svg")


def test_charts_have_a_caption_that_states_the_finding() -> None:
    """A figure is named, says what was found, and stays with its picture."""
    captions = [each for each in mongolia_memo().paragraphs("Caption") if each.startswith("Figure")]
    assert captions[0].startswith("Figure 1. ")
    assert len(captions) > 3
    assert mongolia_memo().find('//w:style[@w:styleId="Caption"]//w:keepNext', "styles")


def test_without_charts_a_figure_is_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be drawn the memo is whole, and says what the pictures would show."""
    assert charts_available()
    monkeypatch.setattr("riskmemo.memo.docx.pictures.charts_available", lambda: False)
    memo = written(assessment())
    assert not memo.find("//wp:docPr")
    assert memo.paragraphs("Title") == highland().paragraphs("Title")


def test_what_a_case_does_not_have_leaves_nothing() -> None:
    """No marking, no analysis: no empty heads, no empty tables."""
    memo = written(with_case(marking=None))
    assert "TLP" not in "".join(text(tree) for _, tree in memo.trees())
    assert not memo.find("//w:tbl[not(w:tr)]")
