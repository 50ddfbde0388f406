"""What documents cost: whole commands, memos one after the other, and the libraries alone."""

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import riskmemo
from bench.cold import CASE, COMMAND, RULESET, timed
from bench.markdown import table
from bench.warm import milliseconds
from riskmemo.memo import charts
from riskmemo.memo.design import Design
from riskmemo.memo.html import to_html
from riskmemo.memo.plain import plain
from riskmemo.memo.view import MemoView

ROUNDS = 5
FORMATS = ("html", "docx", "pdf", "md")
COLD_HEAD = ("`riskmemo memo memo.json`, cold", "seconds, least", "of the processor, least")
WARM_HEAD = ("in one process, for each memo", "ms, median")


def tables() -> tuple[str, str]:
    """Whole commands from a stored assessment, and memos one after the other."""
    assessment = riskmemo.assess(riskmemo.load_case(CASE), riskmemo.load_ruleset(RULESET))
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "memo.json"
        stored.write_bytes(riskmemo.Memo(assessment).write("json"))
        return _cold(stored), _warm(assessment)


def _cold(stored: Path) -> str:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in FORMATS}
    for number in range(ROUNDS + 1):
        for name, each in times.items():
            target = stored.parent / f"{name}-{number}"
            command = (COMMAND, "memo", str(stored), "--format", name, "-o", str(target))
            taken = timed(command)
            if number:
                each.append(taken)
    rows = [
        (name, f"{min(wall for wall, _ in each):.2f}", f"{min(used for _, used in each):.2f}")
        for name, each in times.items()
    ]
    return table(COLD_HEAD, rows)


def _warm(assessment: riskmemo.Assessment) -> str:
    def memo(name: str) -> Callable[[], object]:
        return lambda: riskmemo.Memo(assessment).write(name)

    def redrawn() -> object:
        charts._drawn.cache_clear()
        return riskmemo.Memo(assessment).write("html")

    made = riskmemo.Memo(assessment)
    page, figures = to_html(made.printed, Design()), _figures(made.view)
    actions: Mapping[str, Callable[[], object]] = {
        "view and HTML, charts not drawn again": memo("html"),
        "view and HTML, charts drawn again": redrawn,
        f"vl-convert alone on the {len(figures)} finished specifications": lambda: _drawn(figures),
        "view and Word": memo("docx"),
        "view, HTML and PDF": memo("pdf"),
        "WeasyPrint alone on the finished HTML": lambda: _printed(page),
        "view and Markdown": memo("md"),
    }
    return table(WARM_HEAD, [(name, f"{milliseconds(do):,.0f}") for name, do in actions.items()])


def _figures(view: MemoView) -> list[Any]:
    """The finished Vega specifications of the figures of a memo."""
    blocks = [block for section in plain(view)["sections"] for block in section["blocks"]]
    found = [each for block in blocks if block["is"] == "figures" for each in block["entries"]]
    return [
        charts._filled(
            charts._compiled(f"{each['name']}.vl.json", Design()),
            {rows["name"]: rows["rows"] for rows in each["datasets"]},
        )
        for each in found
    ]


def _drawn(figures: list[Any]) -> None:
    import vl_convert  # noqa: PLC0415 - only here without riskmemo

    for each in figures:
        vl_convert.vega_to_svg(json.loads(json.dumps(each)))


def _printed(page: str) -> bytes:
    import weasyprint  # noqa: PLC0415 - only here without riskmemo

    found: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return found
