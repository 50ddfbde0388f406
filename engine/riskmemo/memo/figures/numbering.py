"""Figures are numbered in the order of the memo, whatever was left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import Figures
from riskmemo.memo.view import Block, Section


def figures_numbered(materials: Materials, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with `Figure 1`, `Figure 2`, ... on their figures."""
    numbers = count(1)
    return tuple(
        replace(
            section, blocks=tuple(_numbered(materials, block, numbers) for block in section.blocks)
        )
        for section in sections
    )


def _numbered(materials: Materials, block: Block, numbers: Iterator[int]) -> Block:
    if not isinstance(block, Figures):
        return block
    return Figures(
        tuple(
            replace(figure, label=materials.say("Figure {number}", number=str(next(numbers))))
            for figure in block.entries
        )
    )
