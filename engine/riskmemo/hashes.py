"""Hashes of content: layout, comments, byte order marks and line ends play no part."""

import hashlib
import json
import weakref

from riskmemo.model.base import Record


def content_hash(record: Record) -> str:
    """SHA-256 (hexadecimal) of a record as JSON with sorted keys."""
    data = record.model_dump(mode="json", by_alias=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


_KEPT: dict[int, tuple[weakref.ref[Record], str]] = {}
"""By identity, for as long as the record lives."""


def kept_hash(record: Record) -> str:
    """The same, remembered: for rulesets and vocabularies, which are hashed for every case."""
    number = id(record)
    kept = _KEPT.get(number)
    if kept is not None and kept[0]() is record:
        return kept[1]
    found = content_hash(record)
    _KEPT[number] = weakref.ref(record, lambda _: _KEPT.pop(number, None)), found
    return found
