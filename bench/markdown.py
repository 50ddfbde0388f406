"""Tables as Markdown, so that a run can be pasted into a page."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    marks = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def show(title: str, *parts: str) -> None:
    """Print a section."""
    print(f"### {title}", *parts, sep="\n\n", end="\n\n")
