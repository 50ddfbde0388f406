"""The file: the same bytes every time, dated by the memo, with the fonts it is set in."""

import io
import json
import os
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from riskmemo.errors import InvalidInput
from riskmemo.memo import Memo
from riskmemo.memo.compact import compact
from riskmemo.memo.docx.fonts import key_of, obfuscated
from riskmemo.resources import templates_dir
from tests.memo.docx.opened import NAMESPACES, highland, opened, value, written
from tests.memo.factory import assessment, example, with_texts

FRESH = """
import hashlib, sys
from riskmemo import load_assessment
from riskmemo.memo import Memo
print(hashlib.sha256(Memo(load_assessment(sys.argv[1])).write("docx")).hexdigest())
"""


def test_the_same_memo_is_the_same_bytes() -> None:
    """Written again in the same process."""
    assert written(assessment()).data == highland().data


def test_a_fresh_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order of hashes and the clock of the machine."""
    path = tmp_path / "memo.json"
    path.write_text(json.dumps(example()), encoding="utf-8")
    digests = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Ulaanbaatar")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", FRESH, str(path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_entries_are_sorted_and_undated() -> None:
    """A zip file keeps dates; these are all the earliest that it can hold."""
    with zipfile.ZipFile(io.BytesIO(highland().data)) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_come_from_the_case() -> None:
    """Title, author, marking and language, dated by the cut-off."""
    (core,) = [tree for name, tree in highland().trees() if name == "docProps/core.xml"]

    def said(name: str) -> str:
        found: str = core.find(name, NAMESPACES).text
        return found

    assert said("dc:title") == "Highland: the road south – Risk memo – HL-2025-02"
    assert said("dc:creator") == said("cp:lastModifiedBy") == "Regional desk"
    assert said("cp:keywords") == "TLP:AMBER"
    assert said("dc:language") == "en-GB"
    assert said("dcterms:created") == said("dcterms:modified") == "2025-07-28T00:00:00Z"


def test_long_texts_are_cut_in_properties_only() -> None:
    """Word takes no property of more than 255 characters."""
    memo = written(with_texts(lambda _path, _old: "word" * 100))
    (core,) = [tree for name, tree in memo.trees() if name == "docProps/core.xml"]
    assert max(len(each.text or "") for each in core) == 255
    assert memo.paragraphs("Title") == ["word" * 100]


def test_the_language_of_the_text_is_told() -> None:
    """Word checks the spelling of this language, in text and notes."""
    memo = opened(Memo(assessment(), language="en_US").write("docx"))
    (language,) = memo.find("//w:rPrDefault//w:lang", "styles")
    assert value(language) == "en-US"


def test_the_fonts_are_in_the_document() -> None:
    """Each face comes back from what the document holds with the key beside it."""
    rows = highland().find("//w:font", "fontTable")
    assert [value(row, "name") for row in rows] == [
        "Riskmemo Sans",
        "Riskmemo Serif",
        "Riskmemo Mono",
    ]
    targets = highland().targets("fontTable")
    faces = highland().find("//w:font/*[@w:fontKey]", "fontTable")
    assert len(faces) == 6
    for face in faces:
        kind, target, _ = targets[face.get(f"{{{NAMESPACES['r']}}}id")]
        data = highland().parts[f"word/{target}"]
        key = uuid.UUID(value(face, "fontKey"))
        file = templates_dir() / "fonts" / Path(target).with_suffix(".ttf").name
        assert kind == "font"
        assert data != file.read_bytes()
        assert obfuscated(data, key) == file.read_bytes()


def test_a_font_is_hidden_as_the_standard_says() -> None:
    """The bytes of the key in reverse order change the first 32 bytes of the font."""
    key = uuid.UUID("00112233-4455-6677-8899-AABBCCDDEEFF")
    hidden = obfuscated(bytes(40), key)
    assert hidden[:16].hex() == "ffeeddccbbaa99887766554433221100"
    assert hidden[16:32] == hidden[:16]
    assert hidden[32:] == bytes(8)
    assert key_of(b"one") != key_of(b"two")


def test_a_picture_is_packed_without_loss() -> None:
    """The pixels are the same."""
    names = [name for name in highland().parts if name.endswith(".png")]
    for name in names:
        data = highland().parts[name]
        with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(compact(data))) as after:
            assert before.tobytes() == after.tobytes()


def test_without_python_docx_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The library comes with an extra."""
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InvalidInput) as refused:
        Memo(assessment()).write("docx")
    (mistake,) = refused.value.mistakes
    assert mistake.code == "extra-missing"
    assert mistake.message == "Word documents need `docx`, which is not installed"
    assert mistake.help == "type `pip install 'riskmemo[docx]'`"
