"""The NATO (Admiralty) grading of sources and of the information taken from them.

Source: AJP-2.1, Allied Joint Doctrine for Intelligence Procedures, and STANAG 2511. F and 6 mean
that reliability or credibility cannot be judged: they are unknown, never a middle value.
"""

from enum import IntEnum, StrEnum

from riskmemo.model.base import EvidenceId, Record, Text


class Reliability(StrEnum):
    """How far the source has been right before; A is best, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(IntEnum):
    """How far the information is supported; 1 is confirmed, 6 cannot be judged."""

    CONFIRMED = 1
    PROBABLY_TRUE = 2
    POSSIBLY_TRUE = 3
    DOUBTFUL = 4
    IMPROBABLE = 5
    CANNOT_BE_JUDGED = 6


RELIABILITY_WORDS = {
    Reliability.A: "completely reliable",
    Reliability.B: "usually reliable",
    Reliability.C: "fairly reliable",
    Reliability.D: "not usually reliable",
    Reliability.E: "unreliable",
    Reliability.F: "reliability cannot be judged",
}

CREDIBILITY_WORDS = {
    Credibility.CONFIRMED: "confirmed by other sources",
    Credibility.PROBABLY_TRUE: "probably true",
    Credibility.POSSIBLY_TRUE: "possibly true",
    Credibility.DOUBTFUL: "doubtful",
    Credibility.IMPROBABLE: "improbable",
    Credibility.CANNOT_BE_JUDGED: "truth cannot be judged",
}


def supports_identity_rule(reliability: Reliability, credibility: Credibility) -> bool:
    """Whether a grade is C3 or better, the least that opens the identity gate."""
    return reliability <= Reliability.C and credibility <= Credibility.POSSIBLY_TRUE


class Grade(Record):
    """One citation of a visible source, graded."""

    source: EvidenceId
    reliability: Reliability
    credibility: Credibility
    locator: Text | None = None
