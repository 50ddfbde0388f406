"""Makes the fonts of this folder from those of IBM Plex: the letters a memo needs, other names.

Needs `pip install fonttools brotli` and the packages `@ibm/plex-sans` (1.1.0), `@ibm/plex-serif`
(2.0.0) and `@ibm/plex-mono` (2.5.0) of npm, unpacked in one folder:

    python templates/fonts/make.py FOLDER

"Plex" is a Reserved Font Name: what is changed must be called something else.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FACES = {
    "Sans": ("Regular", "SemiBold"),
    "Serif": ("Regular", "Italic", "SemiBold"),
    "Mono": ("Regular",),
}
LETTERS = (
    (0x20, 0x17F),  # Latin, with the letters of Central Europe and Turkish
    (0x18F, 0x18F),
    (0x218, 0x21B),
    (0x259, 0x259),
    (0x2BC, 0x2BC),
    (0x2C6, 0x2DD),
    (0x400, 0x52F),  # Cyrillic, with the letters of Mongolian and Kazakh
    (0x1E80, 0x1EF9),
    (0x2010, 0x203A),
    (0x2070, 0x208E),
    (0x20A0, 0x20BF),
    (0x2116, 0x2122),
    (0x2150, 0x215E),
    (0x2190, 0x2199),
    (0x2202, 0x22C5),
    (0x2260, 0x2265),
)
STYLES = {"Regular": "Regular", "Italic": "Italic", "SemiBold": "Bold"}
"""The semi-bold is the bold face of its family, so that every program finds it."""


def main(source: Path) -> None:
    """Write every face as `NAME.ttf` (Word, charts) and `NAME.woff2` (HTML, PDF)."""
    for family, weights in FACES.items():
        for weight in weights:
            (found,) = source.rglob(f"complete/woff2/IBMPlex{family}-{weight}.woff2")
            _make(found, f"Riskmemo {family}", STYLES[weight])


def _make(source: Path, family: str, style: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=["kern", "liga", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum", "sups"],
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in LETTERS for code in range(low, high + 1)])
    subsetter.subset(font)
    _name(font, family, style)
    name = f"{family.replace(' ', '')}-{style}"
    font.flavor = None
    font.save(HERE / f"{name}.ttf")
    font.flavor = "woff2"
    font.save(HERE / f"{name}.woff2")


def _name(font: TTFont, family: str, style: str) -> None:
    full = family if style == "Regular" else f"{family} {style}"
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: f"{postscript};subset of IBM Plex", 4: full, 6: postscript}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
    bold = style == "Bold"
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection &= ~0b1100001
    font["OS/2"].fsSelection |= {"Regular": 1 << 6, "Bold": 1 << 5, "Italic": 1}[style]
    font["head"].macStyle = {"Regular": 0, "Bold": 1, "Italic": 2}[style]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
