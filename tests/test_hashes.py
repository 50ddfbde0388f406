"""Hashes are of content, and those that are asked for often are remembered."""

import gc

import pytest

from riskmemo import hashes
from riskmemo.hashes import content_hash, kept_hash
from riskmemo.model.base import Record
from tests.building import ruleset


def test_equal_content_has_one_hash() -> None:
    """Two records that say the same have the same hash, another has another."""
    one, like, other = ruleset(), ruleset(), ruleset(version="2")
    assert content_hash(one) == content_hash(like) == kept_hash(one) == kept_hash(like)
    assert content_hash(other) != content_hash(one)
    assert len(content_hash(one)) == 64


def test_a_record_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for again is not computed again, for as long as the record lives."""
    asked = []

    def noting(record: Record) -> str:
        asked.append(record)
        return content_hash(record)

    monkeypatch.setattr(hashes, "content_hash", noting)
    given = ruleset(id="hashed-once")
    assert kept_hash(given) is kept_hash(given)
    assert asked == [given]


def test_a_record_that_is_gone_is_forgotten() -> None:
    """Nothing is remembered of a record that nobody holds any more."""
    given = ruleset(id="forgotten")
    kept_hash(given)
    number = id(given)
    assert number in hashes._KEPT
    del given
    gc.collect()
    assert number not in hashes._KEPT
