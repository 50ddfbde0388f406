"""What PDF/UA asks of the tags of a document beyond what WeasyPrint writes.

A tag is a dictionary (`StructElem`) of kind `S` with kids `K` and parent `P`; text and pictures in
the content of a page have a number (`MCID`), which a list for each page leads to its tag.
"""

from collections.abc import Iterator
from typing import Any

Tag = dict[str, Any]


def tidy_tags(pdf: Any) -> None:
    """Say what heads a column or a row, and that what repeats on each page is no content."""
    tags = {each.number: each for each in pdf.objects if _is_tag(each)}
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    _scope_headers(tags)
    _set_apart_margins(pdf, root, tags)


def _is_tag(each: Any) -> bool:
    return isinstance(each, dict) and each.get("Type") == "/StructElem"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


# --- tables -------------------------------------------------------------------------------------


def _scope_headers(tags: dict[int, Tag]) -> None:
    for tag in tags.values():
        if tag["S"] == "/TH":
            section = tags[_number(tags[_number(tag["P"])]["P"])]
            tag["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"


# --- running heads and feet ---------------------------------------------------------------------


def _set_apart_margins(pdf: Any, root: Tag, tags: dict[int, Tag]) -> None:
    """Make what stands outside the tree of tags an artifact: a reader need not hear it."""
    inside = set(_numbers_inside(root, tags))
    for index, page in _tags_of_pages(_object(pdf, root["ParentTree"])):
        outside = {mcid for mcid, tag in enumerate(page) if _number(tag) not in inside}
        stream = _object(pdf, _object(pdf, pdf.page_references[index])["Contents"]).stream
        for mcid in outside:
            page[mcid] = b"null"
        for place, operand in enumerate(stream):
            if isinstance(operand, dict) and operand.get("MCID") in outside:
                stream[place - 1 : place + 1] = ["/Artifact", "<</Type /Pagination>>"]
    for number in tags.keys() - inside:
        tags[number].clear()


def _numbers_inside(root: Tag, tags: dict[int, Tag]) -> Iterator[int]:
    waiting = [*root["K"]]
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, bytes) and (number := _number(kid)) in tags:
            yield number
            waiting += tags[number]["K"]


def _tags_of_pages(parents: Tag) -> Iterator[tuple[int, list[bytes]]]:
    """The number of each page with its tags; single tags, of links, come after the pages."""
    pairs = parents["Nums"]
    for index, found in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(found, list):
            yield index, found
