"""Sources of prose stand in footnotes; tables cite by labels that lead to the evidence."""

from tests.memo.docx.opened import Opened, highland, mongolia_memo, text, value


def _notes(memo: Opened) -> dict[str, str]:
    return {value(note, "id"): text(note) for note in memo.find("//w:footnote", "footnotes")}


def test_a_note_says_what_the_evidence_is() -> None:
    """The label, the date, what it says and its grades."""
    note = _notes(highland())["1"]
    assert note.startswith(" E2, ")
    assert "Trade of 4.2\u00a0million." in note
    assert note.endswith("(A1 B2)")


def test_notes_are_numbered_in_the_order_of_the_text() -> None:
    """Every mark has one note, and every note one mark."""
    for memo in (highland(), mongolia_memo()):
        marks = [value(mark, "id") for mark in memo.find("//w:footnoteReference")]
        assert marks == [str(number) for number in range(1, len(marks) + 1)]
        assert list(_notes(memo)) == ["-1", "0", *marks]


def test_a_source_cited_again_in_its_section_has_the_same_note() -> None:
    """The second mark refers to the first, so that a page does not repeat itself."""
    again = mongolia_memo().find('//w:fldSimple[starts-with(@w:instr, "NOTEREF")]')
    assert again
    names = {value(each, "name") for each in mongolia_memo().find("//w:bookmarkStart")}
    for field in again:
        _, name, *_switches = value(field, "instr").split()
        assert name in names
        assert name == f"_Note{text(field)}"


def test_each_section_has_notes_of_its_own() -> None:
    """Who reads one section alone finds every source on its pages."""
    notes = list(_notes(mongolia_memo()).values())
    assert sum(note.startswith(" E1, ") for note in notes) > 1


def test_separators_are_declared() -> None:
    """Word draws the line above notes only where the settings name it."""
    kinds = [value(each, "type") for each in highland().find("//w:footnote", "footnotes")[:2]]
    assert kinds == ["separator", "continuationSeparator"]
    named = highland().find("//w:footnotePr/w:footnote", "settings")
    assert [value(each, "id") for each in named] == ["-1", "0"]


def test_tables_cite_by_labels_that_lead_to_the_evidence() -> None:
    """No note stands in a table of data, where hundreds of them would fill the pages."""
    data = '//w:tbl[w:tblPr/w:tblStyle[@w:val="MemoTable"]]'
    assert not highland().find(f"{data}//w:footnoteReference")
    labels = highland().find(f'{data}//w:hyperlink[w:r/w:rPr/w:rStyle[@w:val="Citation"]]')
    assert {"E1", "E3"} <= {text(label) for label in labels}


def test_the_label_of_a_note_leads_to_the_evidence() -> None:
    """From the note, the row of Annex A is one click away."""
    links = highland().find("//w:footnote//w:hyperlink[@w:anchor]", "footnotes")
    (row,) = {
        value(mark, "name")
        for mark in highland().find(
            "//w:tr[starts-with(normalize-space(.), 'E2')]//w:bookmarkStart"
        )
    }
    assert next(value(link, "anchor") for link in links if text(link) == "E2") == row
