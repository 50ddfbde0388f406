"""What a memo draws, as data: scores on their scale, steps of a lexicon, charts.

Part of the view (`riskmemo.memo.view`): no text is markup, positions are percent of a length.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a strip, which `label` says in words.

    `marks` is `scenario` (the score if a claim held) or `before` (the score it was).
    """

    at: float
    label: str
    marks: str = "scenario"


@dataclass(frozen=True, slots=True)
class Whisker:
    """Where a score lies in 90 of 100 draws; `label` says it in words."""

    low: float
    high: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A score on its scale: filled up to the value, divided where bands begin."""

    tone: str
    filled: float
    boundaries: tuple[float, ...]
    ticks: tuple[Tick, ...]
    title: str
    whisker: Whisker | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a lexicon; `width` is the length from `start`."""

    start: float
    width: float
    label: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """Where on a scale a number lies; `width` is 0 for a point."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class LikelihoodScale:
    """A lexicon from 0 to 100 percent with one step marked, and the number behind it, if any."""

    segments: tuple[Segment, ...]
    title: str
    marker: Marker | None = None


DataRow = Mapping[str, str | float | bool | None]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows for a chart, whose specification reads them under `name`."""

    name: str
    rows: tuple[DataRow, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: `templates/charts/NAME.vl.json` drawn with the datasets.

    `label` is `Figure 1`, `title` states the finding, `note` says how to read it. `description`
    says in words what the chart shows, value by value, for whoever cannot see it; formats without
    pictures write it instead.
    """

    name: str
    anchor: str
    label: str
    title: str
    note: str
    description: str
    datasets: tuple[Dataset, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure in the full width, or two side by side where there is room."""

    entries: tuple[Figure, ...]
