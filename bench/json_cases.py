"""The cases of the workload as JSON text: riskmemo's, with sources, and the bare rows."""

import json
from typing import Any

from bench.workload import Rows, by_name

SOURCES = {
    "S1": {
        "publisher": "Ministry of Foreign Affairs of Mongolia",
        "title": "Treaties and agreements in force and under negotiation",
        "date": "2025-03-14",
        "reliability": "B",
    },
    "S2": {
        "publisher": "National Statistics Office of Mongolia",
        "title": "Population and housing census, regional tables",
        "date": "2024-11-02",
        "reliability": "A",
    },
    "S3": {
        "publisher": "World Bank",
        "title": "World Development Indicators",
        "date": "2025-06-30",
        "reliability": "A",
    },
}
SOURCE_OF = {"state": "S3", "tie": "S1", "kin": "S2", "sensitivity": "S1", "indicator": "S3"}


def compact(given: Rows) -> str:
    """A case as bare rows, without sources: what another engine is sent."""
    return json.dumps(by_name(given), separators=(",", ":"))


def full(given: Rows) -> str:
    """A case as a user of riskmemo sends it: every fact with its words and a graded source."""
    case = {
        "riskmemo": "case/1",
        "id": "bench",
        "title": "Mongolia and Central Asia",
        "question": "What could go wrong for Mongolia in its turn to Central Asia?",
        "subject": "MNG",
        "as_of": "2025-07-21",
        "horizon": "2026-07-21",
        "vocabulary": "bench",
        "sources": SOURCES,
        "indicators": [
            _indicator(kind, number, row)
            for kind, rows in given.items()
            for number, row in enumerate(rows)
        ],
    }
    return json.dumps(case, separators=(",", ":"))


def _indicator(kind: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    known = ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)
    return {
        "id": f"{kind}-{number}",
        "kind": kind,
        "fields": row,
        "says": f"The {kind} stands at {known}.",
        "sources": [{"source": SOURCE_OF[kind], "credibility": 2}],
    }
