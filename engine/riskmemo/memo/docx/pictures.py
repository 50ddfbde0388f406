"""Pictures: SVG for those who can show it, the same as PNG for all others, words for the rest."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from riskmemo.memo.charts import charts_available, drawing, figure_png, png
from riskmemo.memo.design import Design
from riskmemo.memo.docx.xml import Element, element, related, run, w
from riskmemo.memo.drawn import Drawing
from riskmemo.memo.pictures import Figure, LikelihoodScale, Strip
from riskmemo.memo.plain import plain
from riskmemo.memo.scales import likelihood_drawing, strip_drawing

EMU_PER_POINT = 12700
POINTS_PER_PIXEL = 0.75
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""Under this name Word looks for the SVG of a picture."""

FIRST_NUMBER = 1001
"""Of a picture; the pictures of a letterhead have their own from 1."""

_WIDTH = re.compile(r'(<svg [^>]*?width=")[0-9.]+(")')


class Pictures:
    """Writes pictures into the document; a drawing that stands twice is stored once."""

    def __init__(self, part: Part, design: Design) -> None:
        self._part = part
        self._design = design
        self._stored: dict[str, tuple[str, str]] = {}
        self._count = 0
        self._late: list[LatePart] = []

    def strip(self, strip: Strip, width: float) -> Element | None:
        """A score on its scale, `width` points wide."""
        if not charts_available():
            return None
        made = _stretched(strip_drawing(plain(strip), self._design), width)
        return self._inline(made, width, strip.title)

    def likelihood(self, scale: LikelihoodScale, width: float) -> Element | None:
        """A lexicon with one step marked."""
        if not charts_available():
            return None
        made = _stretched(likelihood_drawing(plain(scale), self._design), width)
        return self._inline(made, width, scale.title)

    def figure(self, figure: Figure, widest: float) -> Element | None:
        """A chart in its own size, or as wide as there is room."""
        if not charts_available():
            return None
        shown = plain(figure)
        made = drawing(shown, self._design)
        width = min(made.width * POINTS_PER_PIXEL, widest)
        raster = partial(figure_png, shown, self._design)
        return self._inline(made, width, figure.description, raster)

    def finish(self) -> None:
        """Make what is missing, the last first: a process beside this one begins with the first."""
        for part in reversed(self._late):
            part.finish()

    def _inline(
        self, made: Drawing, width: float, description: str, png_: Callable[[], bytes] | None = None
    ) -> Element:
        """The run of a picture; without vl-convert there is none, and words stand for it."""
        raster, vector = self._store(made, png_ or partial(png, made, self._design))
        number = FIRST_NUMBER + self._count
        self._count += 1
        size = {
            "cx": round(width * EMU_PER_POINT),
            "cy": round(width * EMU_PER_POINT * made.height / made.width),
        }
        return run(w("drawing", _anchored(number, description, size, (raster, vector))))

    def _store(self, made: Drawing, later: Callable[[], bytes]) -> tuple[str, str]:
        """Relationships to the PNG and the SVG of a drawing."""
        if made.svg not in self._stored:
            number = len(self._stored) + 1
            raster, vector = (f"/word/media/picture{number}.{end}" for end in ("png", "svg"))
            data, package = made.svg.encode(), self._part.package
            self._late.append(LatePart(PackURI(raster), later, package))
            self._stored[made.svg] = (
                self._relate(self._late[-1]),
                self._relate(Part(PackURI(vector), "image/svg+xml", data, package)),
            )
        return self._stored[made.svg]

    def _relate(self, part: Part) -> str:
        return self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


class LatePart(Part):
    """A PNG that is made when the rest of the document is there."""

    def __init__(self, name: PackURI, content: Callable[[], bytes], package: Package) -> None:
        super().__init__(name, "image/png", package=package)
        self._content = content

    def finish(self) -> None:
        """Make it."""
        self._blob = self._content()


def _stretched(made: Drawing, width: float) -> Drawing:
    """A strip or scale in another width and its own height, as its `viewBox` allows."""
    pixels = round(width / POINTS_PER_PIXEL, 2)
    return replace(made, svg=_WIDTH.sub(rf"\g<1>{pixels}\2", made.svg, count=1), width=pixels)


def _anchored(
    number: int, description: str, size: dict[str, int], images: tuple[str, str]
) -> Element:
    name = f"Picture {number}"
    return element(
        "wp:inline",
        element("wp:extent", **size),
        element("wp:docPr", id=number, name=name, descr=description),
        element(
            "a:graphic",
            element(
                "a:graphicData",
                element(
                    "pic:pic",
                    element(
                        "pic:nvPicPr",
                        element("pic:cNvPr", id=number, name=name),
                        element("pic:cNvPicPr"),
                    ),
                    element(
                        "pic:blipFill", _blip(*images), element("a:stretch", element("a:fillRect"))
                    ),
                    element(
                        "pic:spPr",
                        element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", **size)),
                        element("a:prstGeom", element("a:avLst"), prst="rect"),
                    ),
                ),
                uri="http://schemas.openxmlformats.org/drawingml/2006/picture",
            ),
        ),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )


def _blip(raster: str, vector: str) -> Element:
    svg: Any = etree.Element(f"{{{SVG}}}svgBlip", nsmap={"asvg": SVG})
    extension = element("a:ext", related(svg, embed=vector), uri=SVG_EXTENSION)
    return related(element("a:blip", element("a:extLst", extension)), embed=raster)
