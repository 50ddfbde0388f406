"""Strips and likelihood scales as pictures, from the SVG templates of `templates/charts/`.

They are templates and no charts: small enough to stand in a table cell, and drawn without any
library that an extra brings.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from riskmemo.memo.drawn import Drawing, themed
from riskmemo.memo.templating import PlainDataEnvironment, file_environment, rendered


def strip_drawing(strip: Mapping[str, Any], folder: Path) -> Drawing:
    """A `Strip` of a plain view: the score on its scale."""
    return _drawn("strip.svg.j2", {"strip": strip}, folder)


def likelihood_drawing(scale: Mapping[str, Any], folder: Path) -> Drawing:
    """A `LikelihoodScale` of a plain view: a lexicon with one step marked."""
    return _drawn("likelihood.svg.j2", {"scale": scale}, folder)


def _drawn(file: str, data: Mapping[str, object], folder: Path) -> Drawing:
    text = rendered(_environment(folder), f"charts/{file}", data)
    return themed(text.strip(), folder, file)


@cache
def _environment(folder: Path) -> PlainDataEnvironment:
    return file_environment(folder, {}, autoescape=True)
