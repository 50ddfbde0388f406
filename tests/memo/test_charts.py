"""A figure is drawn by a specification of `templates/charts/`, and no text in it is markup."""

import json
from pathlib import Path

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo.charts import drawing
from riskmemo.memo.design import Design

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
