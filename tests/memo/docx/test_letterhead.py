"""`reference_doc`: a ministry's letterhead gives its page, styles, head and foot, and no more."""

from pathlib import Path

import pytest
from docx.document import Document
from docx.shared import Mm

from riskmemo.errors import InvalidInput
from tests.memo.docx.letterheads import MAIN, letterhead, loading, rewritten
from tests.memo.docx.opened import Opened, text, value, written
from tests.memo.factory import assessment


def memo(path: Path) -> Opened:
    """The small example in a letterhead."""
    return written(assessment(), path)


def _first_page(document: Document) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "First page of the ministry"


def _counted(document: Document) -> None:
    foot = document.sections[0].footer.paragraphs[0]
    document.sections[0].footer.part.element.append(foot._p)
    field = foot._p.makeelement(
        f"{foot._p.tag[:-1]}fldSimple", {f"{foot._p.tag[:-1]}instr": "PAGE"}
    )
    foot._p.append(field)


def test_the_head_of_the_ministry_stays_and_gets_the_marking(tmp_path: Path) -> None:
    """Its words and crest are there, and below them the marking."""
    found = memo(letterhead(tmp_path))
    head = found.find("//w:p", "header1")
    assert [text(each).strip("\u00a0") for each in head] == [
        "Ministry of the Highlands",
        "TLP:AMBER",
    ]
    assert found.find("//a:blip", "header1")
    assert [kind for kind, _, _ in found.targets("header1").values()] == ["image"]


def test_page_numbers_are_added_where_there_are_none(tmp_path: Path) -> None:
    """The letterhead has no foot, so the memo's own is written."""
    found = memo(letterhead(tmp_path))
    fields = [value(each, "instr") for each in found.find("//w:fldSimple", "footer1")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "TLP:AMBER" in text(found.tree("footer1"))


def test_pages_that_are_numbered_are_not_numbered_twice(tmp_path: Path) -> None:
    """The ministry's own number stays, and the marking is added."""
    found = memo(letterhead(tmp_path, _counted))
    fields = [value(each, "instr") for each in found.find("//w:fldSimple", "footer1")]
    assert fields == ["PAGE"]
    assert "TLP:AMBER" in text(found.tree("footer1"))


def test_a_first_page_of_its_own_is_marked_too(tmp_path: Path) -> None:
    """Each kind of page has head and foot with the marking."""
    found = memo(letterhead(tmp_path, _first_page))
    parts = [name for name in found.parts if name.startswith(("word/header", "word/footer"))]
    assert len(parts) == 4
    for name in parts:
        assert "TLP:AMBER" in text(found.tree(name[5:-4]))


@pytest.mark.parametrize("before", ["Ministry\t", "Ministry\n"])
def test_a_marking_that_is_there_is_not_repeated(before: str, tmp_path: Path) -> None:
    """A letterhead for marked papers may carry the marking itself."""

    def marked(document: Document) -> None:
        document.sections[0].header.paragraphs[0].add_run(f"{before}TLP:AMBER")

    assert text(memo(letterhead(tmp_path, marked)).tree("header1")).count("TLP:AMBER") == 1


@pytest.mark.parametrize("words", ["TLP:AMBER+STRICT", "Papers that are TLP:AMBER go by courier"])
def test_words_that_hold_the_marking_do_not_replace_it(words: str, tmp_path: Path) -> None:
    """A marking that is written twice does no harm, one that is missing does."""

    def alike(document: Document) -> None:
        document.sections[0].header.paragraphs[0].add_run(f"\n{words}")

    found = memo(letterhead(tmp_path, alike))
    assert found.find('//w:rStyle[@w:val="MarkingAmber"]', "header1")


def test_its_page_is_kept(tmp_path: Path) -> None:
    """Size and margins, to which tables are fitted."""
    found = memo(letterhead(tmp_path))
    (margins,) = found.find("//w:sectPr/w:pgMar")
    assert value(margins, "left") == str(round(Mm(25).twips))
    (grid, *_) = found.find('//w:tbl[w:tblPr/w:tblStyle[@w:val="MemoTable"]]/w:tblGrid')
    assert sum(int(value(each, "w")) for each in grid) == Mm(210).twips - 2 * Mm(25).twips


def test_its_styles_are_kept_and_missing_ones_added_in_its_fonts(tmp_path: Path) -> None:
    """Headings are red as the ministry has them; new styles name no font."""
    found = memo(letterhead(tmp_path))
    (heading,) = found.find('//w:style[w:name[@w:val="heading 1"]]', "styles")
    assert [value(each) for each in heading.iter(f"{heading.tag[:-5]}color")] == ["800000"]
    (added,) = found.find('//w:style[w:name[@w:val="Lead"]]', "styles")
    assert not added.findall(".//{*}rFonts")
    assert not [name for name in found.parts if name.startswith("word/fonts/")]


def test_styles_are_known_by_name_in_any_language(tmp_path: Path) -> None:
    """A German Word calls the style `heading 1` by another id; the memo uses that id."""
    german = {
        "word/styles.xml": lambda data: data.replace(b'"Heading1"', b'"berschrift1"'),
        "word/document.xml": lambda data: data,
    }
    found = memo(rewritten(letterhead(tmp_path), german))
    assert found.paragraphs("berschrift1")[0] == "1  Key judgements"
    assert not found.find('//w:style[@w:styleId="Heading1"]', "styles")


def test_its_bullets_are_kept_and_a_missing_list_is_added(tmp_path: Path) -> None:
    """A list of the memo has a number that the letterhead does not use."""
    found = memo(letterhead(tmp_path))
    (style,) = found.find('//w:style[w:name[@w:val="List Bullet"]]', "styles")
    (number,) = style.findall(".//{*}numId")
    assert value(number) in {value(each, "numId") for each in found.find("//w:num", "numbering")}

    def nameless(data: bytes) -> bytes:
        return data.replace(b'w:val="List Bullet"', b'w:val="Another List"')

    found = memo(rewritten(letterhead(tmp_path), {"word/styles.xml": nameless}))
    (style,) = found.find('//w:style[w:name[@w:val="List Bullet"]]', "styles")
    (number,) = style.findall(".//{*}numId")
    numbers = [value(each, "numId") for each in found.find("//w:num", "numbering")]
    assert numbers.count(value(number)) == 1
    kinds = [each.tag.rpartition("}")[2] for each in found.tree("numbering")]
    assert kinds == sorted(kinds, key=["abstractNum", "num"].index)


def test_nothing_else_comes_along(tmp_path: Path) -> None:
    """No word of its body, no property, no template on a server."""

    def attached(document: Document) -> None:
        document.core_properties.author = "The ministry"
        document.settings.element.append(
            document.settings.element.makeelement(
                f"{document.settings.element.tag[:-8]}attachedTemplate"
            )
        )
        part = document.part
        part.relate_to(
            "file:///server/letter.dotx", "http://example.org/attached", is_external=True
        )

    found = memo(letterhead(tmp_path, attached))
    everything = b"".join(found.parts.values())
    assert b"Dear reader" not in everything
    assert b"The ministry" not in everything
    assert b"letter.dotx" not in everything
    assert b"attachedTemplate" not in everything


def test_a_template_of_word_will_do(tmp_path: Path) -> None:
    """Letterheads are often kept as .dotx; the memo is a document all the same."""
    as_template = {
        "[Content_Types].xml": lambda data: data.replace(b"document.main", b"template.main")
    }
    found = memo(rewritten(letterhead(tmp_path), as_template))
    assert MAIN in found.parts["[Content_Types].xml"]


def test_it_is_the_same_bytes_twice(tmp_path: Path) -> None:
    """A letterhead adds nothing of the moment."""
    path = letterhead(tmp_path, _first_page)
    assert memo(path).data == memo(path).data


# --- letterheads that are refused ---------------------------------------------------------------


def refused(path: Path) -> tuple[str, str]:
    """What a user is told, without the name of the file, and the advice."""
    with pytest.raises(InvalidInput) as caught:
        memo(path)
    (mistake,) = caught.value.mistakes
    assert mistake.code == "reference-document"
    start = f"the reference document `{path}` "
    assert mistake.message.startswith(start)
    return mistake.message.removeprefix(start), mistake.help


def test_macros_are_refused(tmp_path: Path) -> None:
    """By the kind of the document, and by what is in it."""
    advice = "save it in Word as a document (.docx) without a password or macros"
    macro = {
        "[Content_Types].xml": lambda data: data.replace(MAIN, b"document.macroEnabled.main+xml")
    }
    assert refused(rewritten(letterhead(tmp_path), macro)) == ("holds macros", advice)
    project = {"word/vbaProject.bin": lambda _: b"code"}
    assert refused(rewritten(letterhead(tmp_path), project)) == ("holds macros", advice)


@pytest.mark.parametrize(
    "content", [b"", b"Dear reader", b"\xd0\xcf\x11\xe0 an old .doc", b"PK\x03\x04"]
)
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    """Empty, text, an old or encrypted document, a broken one."""
    path = tmp_path / "letter.docx"
    path.write_bytes(content)
    assert refused(path)[0] == "is not a Word document"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("word/document.xml", b"<w:document", "cannot be read as a Word document"),
        ("word/document.xml", b"<a/>", "cannot be read as a Word document"),
        ("word/styles.xml", b"", "cannot be read as a Word document"),
        ("_rels/.rels", b"<Relationships/>", "cannot be read as a Word document"),
        ("[Content_Types].xml", b"<Types/>", "is not a Word document"),
        (
            "word/document.xml",
            b'<!DOCTYPE x [<!ENTITY y "z">]><x/>',
            "declares a document type, which no Word document does",
        ),
    ],
)
def test_broken_documents_are_refused(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    """A part that is no XML, of another kind, or missing."""
    assert refused(rewritten(letterhead(tmp_path), {name: lambda _: content}))[0] == reason


def test_a_page_without_room_is_refused(tmp_path: Path) -> None:
    """Margins that meet leave nothing to write on."""

    def narrow(document: Document) -> None:
        document.sections[0].left_margin = Mm(180)

    reason = "has no page with room for text"
    assert refused(letterhead(tmp_path, narrow)) == (reason, "set its page and margins in Word")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("IMAGE", "http://example.org/logo.png"),
        ("OLE_OBJECT", "file:///etc/passwd"),
        ("HYPERLINK", "javascript:alert(1)"),
    ],
)
def test_what_loads_from_elsewhere_is_refused(kind: str, target: str, tmp_path: Path) -> None:
    """Opening the memo would tell a server who reads it."""
    reason, advice = refused(letterhead(tmp_path, loading(kind, target)))
    assert reason == f"loads `{target}` from elsewhere"
    assert advice == "put the picture itself into its header, not a link to it"


def test_the_address_of_the_ministry_may_be_a_link(tmp_path: Path) -> None:
    """A link does nothing until somebody follows it."""
    found = memo(letterhead(tmp_path, loading("HYPERLINK", "https://ministry.example/")))
    links = [each for each in found.targets("header1").values() if each[2] == "External"]
    assert links == [("hyperlink", "https://ministry.example/", "External")]


def test_large_files_are_refused(tmp_path: Path) -> None:
    """Large as they are, or when unpacked."""
    path = tmp_path / "letter.docx"
    path.write_bytes(bytes(5_000_001))
    assert refused(path) == ("is larger than 5 MB", "make its pictures smaller")
    bomb = rewritten(letterhead(tmp_path), {"word/media/big.bmp": lambda _: bytes(60_000_000)})
    assert refused(bomb)[0] == "is larger than 50 MB when unpacked"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """As every file that a user names."""
    with pytest.raises(InvalidInput) as caught:
        memo(tmp_path / "letter.docx")
    assert caught.value.mistakes[0].code == "file-not-found"
