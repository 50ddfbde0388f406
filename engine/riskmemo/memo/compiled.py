"""Charts that were compiled from Vega-Lite to Vega beforehand: the shipped ones, in a file.

A specification is found by its hash, so one that was changed is compiled when it is drawn. After a
change of `templates/charts`, `make charts` writes the file again.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("compiled_charts.json")

Json = Mapping[str, Any]


def compiled_before(specification: Json) -> Json | None:
    """What a specification with its theme becomes; none where that is not known."""
    return _known().get(key_of(specification))


def key_of(specification: Json) -> str:
    """The name under which the file holds a specification."""
    text = json.dumps(specification, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _known() -> Mapping[str, Json]:
    found: Mapping[str, Json] = json.loads(FILE.read_text("utf-8"))
    return found
