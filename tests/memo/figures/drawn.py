"""Figures of an assessment, their rows and what is drawn of them."""

import re
from collections.abc import Mapping
from typing import Any

from riskmemo.memo.build import build_view
from riskmemo.memo.charts import drawing
from riskmemo.memo.design import Design
from riskmemo.memo.pictures import Figure, Figures
from riskmemo.memo.plain import plain
from riskmemo.model import Assessment


def figures(found: Assessment, language: str = "en_GB") -> dict[str, Figure]:
    """Every figure of the memo by its anchor, in the order of the memo."""
    view = build_view(found, language)
    blocks = (block for section in view.sections for block in section.blocks)
    return {
        figure.anchor: figure
        for block in blocks
        if isinstance(block, Figures)
        for figure in block.entries
    }


def rows(figure: Figure, dataset: str) -> list[Mapping[str, Any]]:
    """The rows of one dataset."""
    (found,) = (each.rows for each in figure.datasets if each.name == dataset)
    return list(found)


def svg(figure: Figure) -> str:
    """The drawing."""
    return drawing(plain(figure), Design()).svg


def texts(figure: Figure) -> list[str]:
    """The texts of the drawing, from the first to the last that was drawn."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(figure))
