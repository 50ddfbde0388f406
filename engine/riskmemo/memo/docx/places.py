"""Places in the document that links lead to, as bookmarks."""

from riskmemo.memo.docx.xml import Element, w


class Places:
    """Bookmarks by the anchors of the view; an anchor is data and becomes no name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._marked: set[str] = set()
        self._count = 0

    def name(self, anchor: str) -> str:
        """The name of the bookmark of an anchor, before or after it is set."""
        return self._names.setdefault(anchor, f"place{len(self._names) + 1}")

    def mark(self, anchor: str) -> tuple[Element, ...]:
        """The bookmark, to stand at the head of a paragraph; nothing for no anchor or twice."""
        if not anchor or anchor in self._marked:
            return ()
        self._marked.add(anchor)
        return self.around(self.name(anchor))

    def around(self, name: str, *content: Element) -> tuple[Element, ...]:
        """Content between the ends of a bookmark."""
        self._count += 1
        start = w("bookmarkStart", id=self._count, name=name)
        return start, *content, w("bookmarkEnd", id=self._count)
