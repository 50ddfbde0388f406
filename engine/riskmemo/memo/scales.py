"""Strips and likelihood scales as pictures, from the SVG templates of `templates/charts/`.

They are templates and no charts: small enough to stand in a table cell, and drawn without any
library that an extra brings.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from riskmemo.memo.design import Design
from riskmemo.memo.drawn import Drawing, themed
from riskmemo.memo.templating import PlainDataEnvironment, file_environment, rendered

KEPT = 512
"""Pictures that are kept: a score stands in several places and formats."""


def strip_drawing(strip: Mapping[str, Any], design: Design) -> Drawing:
    """A `Strip` of a plain view: the score on its scale."""
    return _drawn("strip.svg.j2", json.dumps({"strip": strip}), design)


def likelihood_drawing(scale: Mapping[str, Any], design: Design) -> Drawing:
    """A `LikelihoodScale` of a plain view: a lexicon with one step marked."""
    return _drawn("likelihood.svg.j2", json.dumps({"scale": scale}), design)


@lru_cache(KEPT)
def _drawn(file: str, data: str, design: Design) -> Drawing:
    text = rendered(_environment(design), f"charts/{file}", json.loads(data))
    return themed(text.strip(), design, file)


@cache
def _environment(design: Design) -> PlainDataEnvironment:
    return file_environment(design, {}, autoescape=True)
