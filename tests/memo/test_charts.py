"""A figure is drawn by a specification of `templates/charts/`, and no text in it is markup."""

import json
from pathlib import Path

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo import charts, compiled
from riskmemo.memo.charts import compiled_now, drawing, png, specification
from riskmemo.memo.compiled import compiled_before
from riskmemo.memo.design import Design
from riskmemo.memo.drawn import Drawing
from riskmemo.memo.scales import likelihood_drawing, strip_drawing
from tests.memo import compile_charts

SHIPPED = Design()
"""The design as it comes."""

SPEC = {
    "data": {"name": "rows"},
    "mark": {"type": "text", "color": "@risk"},
    "encoding": {"text": {"field": "label"}},
}


def drawn(folder: Path, spec: object, label: str = "Хүрэлсүх") -> str:
    """The drawing of a specification with one row."""
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    text = spec if isinstance(spec, str) else json.dumps(spec)
    (folder / "charts/own.vl.json").write_text(text, "utf-8")
    figure = {"name": "own", "datasets": [{"name": "rows", "rows": [{"label": label}]}]}
    return drawing(figure, Design(folder.resolve())).svg


def test_texts_are_data(tmp_path: Path) -> None:
    """Markup in a row is text in the drawing."""
    svg = drawn(tmp_path, SPEC, "<script>alert(1)</script>")
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_a_colour_is_a_value_and_a_class(tmp_path: Path) -> None:
    """A colour of the theme can be changed by a stylesheet and shows without one."""
    assert 'class="fill-risk"' in drawn(tmp_path, SPEC)
    assert 'fill="#a2392b"' in drawn(tmp_path, SPEC)


def test_the_shipped_charts_are_compiled() -> None:
    """The file of compiled charts is that of these specifications; else type `make charts`."""
    assert compiled.FILE.read_text("utf-8") == compile_charts.text()


def test_a_changed_chart_is_compiled_when_it_is_drawn() -> None:
    """What was compiled is found by all that a specification says."""
    chart = specification("balance.vl.json", SHIPPED)
    assert compiled_before(chart) == compiled_now(chart, SHIPPED)
    assert compiled_before({**chart, "width": 1}) is None


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """A drawing made anew in another folder is the same."""
    assert drawn(tmp_path / "one", SPEC) == drawn(tmp_path / "two", SPEC)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("{", "charts/own.vl.json:1:1: the chart is not JSON: the file ends before the `}`"),
        (
            {**SPEC, "mark": {"type": "text", "color": "@rsk"}},
            "`theme.json` has no `rsk` among its `colours`",
        ),
    ],
)
def test_a_mistake_in_a_specification_names_its_file(
    tmp_path: Path, spec: object, told: str
) -> None:
    """Whoever restyles a chart is told which file cannot be used, and why."""
    with pytest.raises(RenderingFailed) as caught:
        drawn(tmp_path, spec)
    assert told in str(caught.value)


def test_fonts_are_named_like_colours(tmp_path: Path) -> None:
    """A text has the fonts of the theme, its own first."""
    assert 'font-family="Riskmemo Sans, Arial, sans-serif"' in drawn(tmp_path, SPEC)


def test_texts_are_drawn_alike_measured_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chart of fixed size is drawn without measuring, to the same bytes."""
    texts = [
        {"type": "text", "fontSize": size, "baseline": baseline, **dy}
        for size in (9.5, 11, 12)
        for baseline in ("top", "middle", "alphabetic", "bottom")
        for dy in ({}, {"dy": -6}, {"dy": {"expr": "2 * 3"}})
    ]
    texts += [{"type": "text", "fontSize": {"expr": "8 + 4"}}, {"type": "text", "limit": 20}]
    spec = {**SPEC, "autosize": "none", "layer": [{"mark": mark} for mark in texts]}
    del spec["mark"]
    quick = drawn(tmp_path / "quick", spec)
    monkeypatch.setattr(charts, "unmeasured", lambda vega: vega)
    assert drawn(tmp_path / "measured", spec) == quick
    assert quick.count("<text") == len(texts)


STRIP = {
    "tone": "risk",
    "filled": 44.9,
    "boundaries": [20, 40],
    "ticks": [
        {"at": 50.6, "label": "with the claim", "marks": "scenario"},
        {"at": 38.0, "label": "before", "marks": "before"},
    ],
    "title": 'Risk: "44.9" <Moderate>',
    "whisker": {"low": 42.3, "high": 47.3, "width": 5.0, "label": "range"},
}
SCALE = {
    "segments": [
        {"start": 0, "width": 20, "label": "unlikely", "marked": False},
        {"start": 80, "width": 15, "label": "very likely", "marked": True},
    ],
    "title": "Very likely",
    "marker": None,
}


@pytest.fixture(params=["strip", "likelihood"])
def scale(request: pytest.FixtureRequest) -> Drawing:
    """A strip, and a likelihood scale."""
    if request.param == "strip":
        return strip_drawing(STRIP, SHIPPED)
    return likelihood_drawing(SCALE, SHIPPED)


def test_scales_have_colours_of_their_own(scale: Drawing) -> None:
    """They show without a stylesheet, as in a Word document, and follow one where it is."""
    assert scale.svg.count('fill="#14213a"') == 1
    assert 'class="fill-ink' in scale.svg
    assert "@" not in scale.svg


def test_scales_become_pictures(scale: Drawing) -> None:
    """A PNG has two pixels for each of the drawing's."""
    data = png(scale, SHIPPED)
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == scale.width * 2
    assert int.from_bytes(data[20:24], "big") == scale.height * 2
    assert png(scale, SHIPPED) == data


def test_a_strip_says_in_words_what_it_shows() -> None:
    """Its title is text, whatever stands in it."""
    svg = strip_drawing(STRIP, SHIPPED).svg
    assert "<title>Risk: &#34;44.9&#34; &lt;Moderate&gt;</title>" in svg


def test_only_what_is_supposed_is_dashed() -> None:
    """The score with a claim is no score that was."""
    svg = strip_drawing(STRIP, SHIPPED).svg
    supposed, _, before = svg.partition('<g class="tick before">')
    assert "stroke-dasharray" in supposed
    assert "stroke-dasharray" not in before
