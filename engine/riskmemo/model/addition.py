"""Indicators that are added to a case to see what would follow, with their sources."""

from pydantic import Field

from riskmemo.model.base import EvidenceId, Record
from riskmemo.model.case import Indicator, Source


class Addition(Record):
    """A file of indicators, written as in a case."""

    sources: dict[EvidenceId, Source] = {}
    """Sources that the case does not have."""
    indicators: tuple[Indicator, ...] = Field(min_length=1)
