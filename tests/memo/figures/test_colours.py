"""Colours of charts are told apart by eyes that see fewer of them, and stand out from the paper."""

import itertools
import json
import math
import re

import pytest

from riskmemo.resources import templates_dir

THEME = json.loads((templates_dir() / "charts" / "theme.json").read_text("utf-8"))["colours"]
SHEET = (templates_dir() / "memo.css").read_text("utf-8")

EYES = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB as such eyes see it: Machado, Oliveira and Fernandes (2009), at full severity."""

TOGETHER = (("risk", "opportunity"), ("link", "warn"), ("warn", "ink"), ("ink", "link"))
"""Colours that stand beside each other in one chart."""

Colour = tuple[float, ...]


def _linear(value: str) -> Colour:
    shares = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )


def _luminance(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _lab(colour: Colour) -> Colour:
    """CIE L*a*b* of linear RGB, in which a distance of 10 is plain to see."""
    red, green, blue = (min(max(share, 0.0), 1.0) for share in colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    y = _luminance((red, green, blue))
    a, b, c = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
    )
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def _seen(value: str, eyes: str) -> Colour:
    linear = _linear(value)
    return tuple(
        sum(share * part for share, part in zip(row, linear, strict=True)) for row in EYES[eyes]
    )


def _dark() -> dict[str, str]:
    """The colours on a dark screen, from the stylesheet."""
    block = SHEET.partition("prefers-color-scheme: dark")[2].partition("}")[0]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    return {name: found.get("warn-line" if name == "warn" else name, "") for name in THEME}


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("colours", [THEME, _dark()], ids=["light", "dark"])
def test_colours_are_told_apart(colours: dict[str, str], eyes: str) -> None:
    """On paper and on a dark screen."""
    for one, other in TOGETHER:
        apart = math.dist(_lab(_seen(colours[one], eyes)), _lab(_seen(colours[other], eyes)))
        assert apart > 18, f"{one} and {other} look alike"


@pytest.mark.parametrize("colours", [THEME, _dark()], ids=["light", "dark"])
def test_colours_stand_out(colours: dict[str, str]) -> None:
    """What carries a meaning has 3:1 against its ground, and text 4.5:1."""
    paper = _luminance(_linear(colours["paper"]))
    for name in ("risk", "opportunity", "warn", "link", "ink", "quiet"):
        light, dark = sorted((_luminance(_linear(colours[name])), paper), reverse=True)
        contrast = (light + 0.05) / (dark + 0.05)
        assert contrast > (3 if name == "warn" else 4.5), name


def test_every_colour_can_be_changed_by_the_stylesheet() -> None:
    """A dark screen needs a rule for each."""
    for name, kind in itertools.product(THEME, ("fill", "stroke")):
        assert f".{kind}-{name} {{ {kind}: var(--" in SHEET
