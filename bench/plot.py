"""The plot of growth: time over size on logarithmic axes, with the fitted lines."""

from collections.abc import Sequence
from math import exp, log
from pathlib import Path
from statistics import fmean
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.growth import Line

INK, QUIET = "#1f2933", "#cbd2d9"
COLOURS = ("#0b5394", "#b45309")


def draw(measured: Sequence[Line], path: Path) -> None:
    """Write an SVG that is the same for the same figures."""
    mpl.rcParams |= {"svg.hashsalt": "riskmemo", "svg.fonttype": "none", "font.size": 10}
    figure = Figure(figsize=(9, 4), layout="constrained", facecolor="white")
    panels = figure.subplots(1, 2, sharey=True)
    for panel, over in zip(panels, ("rules", "facts"), strict=True):
        _panel(panel, over, [line for line in measured if line.over == over])
    panels[0].set_ylabel("time of one evaluation, ms", color=INK)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(
        path, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type"))
    )


def _panel(panel: Any, over: str, measured: Sequence[Line]) -> None:
    for line, colour in zip(measured, COLOURS, strict=True):
        sizes = [each.size for each in line.points]
        times = [each.seconds * 1e3 for each in line.points]
        label = f"{line.held}: slope {line.slope(100):.2f} from 100 on"
        panel.plot(sizes, times, "o-", color=colour, label=label, markersize=4, linewidth=1.5)
        middle = exp(fmean(log(time / size) for time, size in zip(times, sizes, strict=True)))
        linear = [middle * size for size in sizes]
        panel.plot(sizes, linear, ":", color=colour, linewidth=1)
    panel.plot([], [], ":", color=INK, linewidth=1, label="exactly linear")
    panel.set(xscale="log", yscale="log")
    panel.set_xlabel(f"number of {over}", color=INK)
    panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    panel.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    panel.grid(visible=True, color=QUIET, linewidth=0.6)
    panel.tick_params(colors=INK)
    panel.legend(frameon=False, labelcolor=INK, loc="upper left")
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)
