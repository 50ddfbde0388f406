"""A view as GitHub-flavoured Markdown with footnotes; no data in it can become markup."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from riskmemo.memo.design import Design
from riskmemo.memo.plain import plain
from riskmemo.memo.templating import PlainDataEnvironment, file_environment, rendered
from riskmemo.memo.view import MemoView

Run = Mapping[str, Any]

WORD_JOINER = "\u2060"
"""Stands in an e-mail address, which some readers link whatever is escaped in it."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~^$@])")
_BLOCK_START = re.compile(r"^(\s*\d*)([-+:](?=[\s-]|$)|[.)](?=\s|$)|=)")
_NOTE_START = re.compile(r"^(\[\^[^\]]*\]):")
_SCHEME = re.compile(r"\b(https?|ftp|mailto|xmpp|tel):", re.IGNORECASE)
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=[\w.+-])(\\@)(?=[\w-])")
_BLANK_LINES = re.compile(r"\n{3,}")
_SAFE_IN_ADDRESS = "/:?#[]@!'()*+,;=%~&"


def to_markdown(view: MemoView, design: Design) -> str:
    """The memo as Markdown, from the templates of a design."""
    environment = _environment(design)
    text = rendered(environment, "memo.md.j2", {"memo": plain(view)})
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


@cache
def _environment(design: Design) -> PlainDataEnvironment:
    filters: dict[str, Callable[..., object]] = {
        "md": escaped,
        "runs": runs_markdown,
        "cell": cell_markdown,
    }
    return file_environment(design, filters, autoescape=False)


def escaped(text: str) -> str:
    """Text as data wherever it stands, at the beginning of a line too."""
    return _guarded(_inline(text.strip()))


def runs_markdown(runs: list[Run]) -> str:
    """Runs on one line."""
    return _guarded("".join(_RUNS[run["is"]](run) for run in runs).strip())


def cell_markdown(runs: list[Run]) -> str:
    """Runs in a table cell: there, code cannot hold a bar as it stands."""
    parts = (
        _RUNS[run["is"]](run).replace("|", "\\|") if run["is"] == "code" else _RUNS[run["is"]](run)
        for run in runs
    )
    return "".join(parts).strip()


def _inline(text: str) -> str:
    """Text with everything escaped that is markup inside a line."""
    text = _SPECIAL.sub(r"\\\1", text)
    text = _SCHEME.sub(r"\1\\:", text)
    text = _WWW.sub(r"\1\\.", text)
    return _ADDRESS.sub(rf"\1{WORD_JOINER}", text)


def _guarded(line: str) -> str:
    """A line that begins no list, heading, rule or footnote."""
    return _NOTE_START.sub(r"\1\\:", _BLOCK_START.sub(r"\1\\\2", line))


def code(text: str) -> str:
    """A code span whose fence is longer than any row of backticks in it."""
    fence = "`" * (max((len(row) for row in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text.strip() else ""


def _emphasis(mark: str) -> Callable[[Run], str]:
    """Strong text; spaces stay outside the marks, which would not close otherwise."""

    def written(run: Run) -> str:
        text = run["text"]
        inner = text.strip()
        if not inner:
            return str(text)
        before = text[: len(text) - len(text.lstrip())]
        after = text[len(text.rstrip()) :]
        return f"{before}{mark}{_inline(inner)}{mark}{after}"

    return written


def _link(run: Run) -> str:
    address = quote(run["url"], safe=_SAFE_IN_ADDRESS).replace("&", "&amp;")
    return f"[{_inline(run['text'])}](<{address}>)"


def _cite(run: Run) -> str:
    return "".join(f"[^{reference['note']}]" for reference in run["references"])


def _text(run: Run) -> str:
    return _inline(run["text"])


_RUNS: Mapping[str, Callable[[Run], str]] = {
    "text": _text,
    "strong": _emphasis("**"),
    "title": _emphasis("*"),
    "code": lambda run: code(run["text"]),
    "toned": _text,
    "badge": _text,
    "jump": _text,
    "link": _link,
    "cite": _cite,
    "break": lambda _: " ",
}
