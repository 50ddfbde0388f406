"""Assessments that were stored as JSON: read fast where they are as riskmemo writes them.

Anything else goes the way of documents that people write, which tells where a mistake stands.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from riskmemo.errors import InvalidInput, Mistake
from riskmemo.model import Assessment
from riskmemo.model.assessment import SCHEMA_VERSION
from riskmemo.source.files import MAX_BYTES, read_bytes

MAX_STORED = 100_000_000
"""Bytes: analyses make an assessment many times as large as its case."""

_SAYS = re.compile(rb'"riskmemo"\s*:\s*"assessment/')
_KIND = re.compile(r"assessment/(\d{1,9})")


def stored_assessment(path: str | Path) -> Assessment | None:
    """The assessment of a file, or none where the file must be read by its places.

    Raises `InvalidInput` for what a newer riskmemo wrote, and for what is large and broken.
    """
    data = read_bytes(path, MAX_STORED)
    try:
        found = json.loads(data, object_pairs_hook=_once)
        _refuse_newer(found, path)
        return Assessment.model_validate_json(data, strict=True)
    except (ValueError, RecursionError):
        if len(data) > MAX_BYTES:
            raise InvalidInput(_broken(path)) from None
        return None


def is_stored_assessment(path: str) -> bool:
    """Whether a file says that it is an assessment; standard input is a case."""
    if not path.lower().endswith(".json"):
        return False
    data = read_bytes(path, MAX_STORED)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return _SAYS.search(data) is not None
    says = found.get("riskmemo") if isinstance(found, dict) else None
    return isinstance(says, str) and says.startswith("assessment/")


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_newer(found: Any, path: str | Path) -> None:
    if not isinstance(found, dict):
        return
    kind = _KIND.fullmatch(str(found.get("riskmemo")))
    version = found.get("schema_version")
    is_newer = isinstance(version, int) and version > SCHEMA_VERSION
    if kind and (int(kind[1]) > 1 or is_newer):
        message = f"`{path}` was written by a newer riskmemo than this one"
        help_line = "install the newest riskmemo, or assess the case again with this one"
        raise InvalidInput(Mistake("assessment-newer", message, help=help_line))


def _broken(path: str | Path) -> Mistake:
    message = f"`{path}` is not an assessment as riskmemo writes them"
    return Mistake("assessment-broken", message, help="assess the case again with `--format json`")
