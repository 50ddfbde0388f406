"""Templates of a user run in a process of their own, and what they may take is limited."""

import json
import shutil
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from riskmemo.errors import InvalidInput, RenderingFailed
from riskmemo.memo import Memo, confined
from riskmemo.memo.build import build_view
from riskmemo.memo.limits import Limits
from riskmemo.memo.pictures import Dataset, Figure, Figures
from riskmemo.resources import templates_dir
from tests.memo.factory import assessment

MEMORY = "needs more than 512 MB of memory"
TIME = "takes longer than 1 s"
"""So that no test has to wait for five seconds."""

DEPTH = "is nested too deeply: does it include or call itself?"
OUTPUT = "writes more than 10 MB"

UNHURRIED = Limits(seconds=20)

ATTACKS = {
    "{{ 'x' * 10**9 }}": MEMORY,
    "{{ 'x' | center(10**9) }}": MEMORY,
    "{{ '%1000000000d' | format(1) }}": MEMORY,
    "{{ '{:>1000000000}'.format(1) }}": MEMORY,
    "{{ (['x'] * 10**8) | join('yyyy') }}": MEMORY,
    "{% set n = namespace(x='a') %}{% for _ in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}": (
        MEMORY
    ),
    "{{ 9**(9**9) }}": TIME,
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}": TIME,
    "{{ ('a ' * 9**7) | wordwrap(1) | length }}": TIME,
    "{% include 'memo.html.j2' %}": DEPTH,
    "{% extends 'memo.html.j2' %}": DEPTH,
    "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}": DEPTH,
    "{% for a in range(99999) %}{{ 'x' * 1000 }}{% endfor %}": OUTPUT,
    "{{ 'x' * 11000000 }}": OUTPUT,
}


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An empty folder for templates."""
    (tmp_path / "own/charts").mkdir(parents=True)
    return tmp_path / "own"


def made(own: Path, name: str, text: str, format_: str = "html") -> bytes:
    """The memo with a template of this text."""
    (own / name).write_text(text, encoding="utf-8")
    return Memo(assessment(), templates=own).write(format_)


def failure(own: Path, name: str, text: str, limits: Limits = UNHURRIED) -> str:
    """What is told of a template of this text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confined, "LIMITS", limits)
        with pytest.raises(RenderingFailed) as caught:
            made(own, name, text)
    return str(caught.value)


def limits_for(told: str) -> Limits:
    """Little time where that is what a test is about, else enough on a busy machine."""
    return Limits(seconds=1) if told == TIME else UNHURRIED


def children() -> set[str]:
    """The processes of this one, those of other tests among them."""
    tasks = Path("/proc/self/task")
    return {pid for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:40])
def test_a_template_that_takes_too_much_is_stopped(own: Path, scratch: Path, attack: str) -> None:
    """One error names template, line and limit; no process and no file is left."""
    limits = limits_for(ATTACKS[attack])
    before = children()
    told = failure(own, "memo.html.j2", f"one\n{attack}\n", limits)
    assert told == f"memo.html.j2:2:1: the template {ATTACKS[attack]} [template-limit]"
    assert list(scratch.iterdir()) == []
    assert children() <= before


def test_an_expression_without_end_is_refused(own: Path) -> None:
    """Brackets in brackets overwhelm no parser."""
    told = failure(own, "memo.html.j2", "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}")
    assert told == f"memo.html.j2:1:1: the template {DEPTH} [template-limit]"


def test_every_part_of_a_document_counts(own: Path) -> None:
    """Sheets and pictures are templates too, and are named."""
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    told = failure(own, "page.css.j2", f"\n\n{loop}", limits_for(TIME))
    assert told == f"page.css.j2:3:1: the template {TIME} [template-limit]"


def test_a_process_that_cannot_be_interrupted_is_ended(own: Path) -> None:
    """Where no exception gets through, the process ends, and the template is named still."""
    text = "{{ ((range(99999) | list) * 4000) | sum }}"
    told = failure(own, "memo.html.j2", f"one\n{text}", Limits(seconds=0.1, memory=2**32))
    assert told == "memo.html.j2:1:1: the template takes longer than 0.1 s [template-limit]"


def test_pages_that_take_too_long_are_stopped(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet may ask for more pages than anybody will read; no template is to blame by name."""
    monkeypatch.setattr(confined, "LIMITS", Limits(seconds=20, layout=0.1))
    with pytest.raises(RenderingFailed) as caught:
        made(own, "page.css.j2", "@page { size: 10mm 10mm; margin: 1mm }", "pdf")
    assert str(caught.value) == "the document takes longer than 0.1 s to lay out [template-limit]"


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_every_format_is_made_with_templates_of_a_user(own: Path, format_: str) -> None:
    """Pages and Word documents take charts, sheets and colours from the folder."""
    theme = json.loads((templates_dir() / "charts/theme.json").read_text("utf-8"))
    theme["colours"]["risk"] = "#112233"
    (own / "charts/theme.json").write_text(json.dumps(theme), encoding="utf-8")
    written = Memo(assessment(), templates=own).write(format_)
    assert written[:4] == Memo(assessment()).write(format_)[:4]
    assert written != Memo(assessment()).write(format_)


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ memo.sections.append(1) }}"])
def test_the_sandbox_holds_there_too(own: Path, text: str) -> None:
    """No template reaches Python or changes a memo."""
    assert "memo.html.j2:1:1: the template cannot be rendered" in failure(own, "memo.html.j2", text)


def test_a_copy_of_a_shipped_template_gives_the_same_memo(own: Path) -> None:
    """Where a document is made changes nothing in it."""
    for name, format_ in (("memo.html.j2", "html"), ("memo.md.j2", "md")):
        text = (templates_dir() / name).read_text("utf-8")
        assert made(own, name, text, format_) == Memo(assessment()).write(format_)


def test_a_template_of_a_user_is_used_with_the_shipped_ones(own: Path) -> None:
    """One file is changed; everything that it does not speak of stays."""
    (own / "html").mkdir()
    written = made(own, "html/table.html.j2", "<p>my own table</p>")
    assert written.count(b"<p>my own table</p>") == Memo(assessment()).write("html").count(
        b"<table"
    )
    assert b"<table" not in written


def test_json_needs_no_template(own: Path) -> None:
    """A folder with mistakes does not touch what is made without it."""
    assert made(own, "memo.html.j2", "{{ oh }}", "json") == Memo(assessment()).write("json")


def test_a_system_without_limits_runs_no_templates_of_a_user(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be stopped is not begun."""
    monkeypatch.delattr(signal, "setitimer")
    with pytest.raises(InvalidInput, match="templates of your own need limits that this system"):
        made(own, "memo.html.j2", "")


# --- charts -------------------------------------------------------------------------------------

ROWS: tuple[Mapping[str, str | float | bool | None], ...] = (
    {"label": "<script>x</script>", "points": 3.0},
)
FIGURE = Figure("own", "fig-1", "Figure 1", "It rises.", "", "It rises.", (Dataset("rows", ROWS),))
DATA = {"data": {"name": "rows"}}
TEXT = {"mark": "text", "encoding": {"text": {"field": "label"}}}


def drawn(own: Path, spec: object) -> str:
    """The page of a memo whose one figure is drawn by this specification."""
    (own / "charts/own.vl.json").write_text(json.dumps(spec, indent=1), encoding="utf-8")
    shutil.copy(templates_dir() / "charts/theme.json", own / "charts")
    memo = Memo(assessment(), templates=own)
    view = build_view(memo.assessment)
    section = replace(view.sections[0], blocks=(Figures((FIGURE,)),))
    memo.__dict__["view"] = replace(view, sections=(section,))
    return memo.write("html").decode()


def undrawn(own: Path, spec: object, limits: Limits = UNHURRIED) -> str:
    """What is told of a specification that cannot be drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confined, "LIMITS", limits)
        with pytest.raises(RenderingFailed) as caught:
            drawn(own, spec)
    return str(caught.value)


def test_a_chart_of_a_user_is_drawn(own: Path) -> None:
    """A specification of one's own draws the rows of the figure, whose texts are data."""
    page = drawn(own, {**DATA, **TEXT})
    assert "&lt;script&gt;x&lt;/script&gt;</text>" in page


@pytest.mark.parametrize(
    ("spec", "place"),
    [
        ({"data": {"url": "http://127.0.0.1:9/x.json"}, **TEXT}, "3:3: `data.url`"),
        ({"layer": [{"data": {"url": "file:///etc/passwd"}}]}, "5:5: `layer[0].data.url`"),
        (
            {"transform": [{"lookup": "a", "from": {"data": {"url": "/etc/passwd"}}}]},
            "7:6: `transform[0].from.data.url`",
        ),
        ({**DATA, "mark": {"type": "image"}}, "6:3: `mark.type`"),
        ({**DATA, "mark": "image"}, "5:2: `mark`"),
        ({**DATA, "encoding": {"url": {"field": "label"}}}, "6:3: `encoding.url`"),
        ({**DATA, "mark": {"type": "point", "href": "javascript:x"}}, "7:3: `mark.href`"),
    ],
)
def test_a_chart_reads_nothing_and_links_to_nothing(own: Path, spec: object, place: str) -> None:
    """A specification that would fetch is refused where it says so, before anything is drawn."""
    told = undrawn(own, spec)
    assert told.startswith(
        f"charts/own.vl.json:{place} reads or links to something outside the memo"
        " [chart-reads-outside]"
    )


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"data": {"name": "rwos"}, **TEXT}, "3:11: the figure has no data `rwos`"),
        (
            {**DATA, "encoding": {"x": {"field": "pionts"}}},
            "7:13: the figure has no field `pionts`",
        ),
    ],
)
def test_a_chart_that_names_what_is_not_there(own: Path, spec: object, told: str) -> None:
    """An empty picture would be drawn; the nearest name is offered instead."""
    written = undrawn(own, spec)
    assert written.startswith(f"charts/own.vl.json:{told}")
    assert "help: did you mean" in written


def test_a_chart_may_name_what_its_transforms_make(own: Path) -> None:
    """A field that the specification makes itself is there."""
    spec = {
        **DATA,
        "transform": [{"calculate": "datum.points * 2", "as": "twice"}],
        "mark": "bar",
        "encoding": {"x": {"field": "twice"}, "y": {"field": "label"}},
    }
    assert "<svg" in drawn(own, spec)


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("pad('x', 5e8, 'y')", MEMORY),
        (f"test(regexp('^(a+)+$'), '{'a' * 60}b')", TIME),
    ],
)
def test_a_chart_that_takes_too_much_is_stopped(own: Path, expression: str, limit: str) -> None:
    """V8, which draws, is stopped as templates are."""
    spec = {**DATA, "transform": [{"calculate": expression, "as": "y"}], **TEXT}
    told = undrawn(own, spec, limits_for(limit))
    assert told == f"charts/own.vl.json:1:1: the chart {limit} [template-limit]"


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({**DATA, **TEXT, "width": 1e6}, "is 1e+06 pixels wide or high, and 4000 are the most"),
        (
            {**DATA, **TEXT, "mark": {"type": "text", "color": "url(http://evil.example)"}},
            "holds an attribute `fill` that acts or links",
        ),
    ],
)
def test_a_drawing_is_looked_at_too(own: Path, spec: object, why: str) -> None:
    """Whatever way a specification finds, nothing that acts or links gets into a memo."""
    assert f"the chart cannot be drawn: the drawing {why}" in undrawn(own, spec)


def test_an_svg_template_that_acts_is_refused(own: Path) -> None:
    """So are pictures that are templates."""
    text = '<svg width="1" height="1" xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    told = failure(own, "charts/strip.svg.j2", text)
    assert told.startswith("charts/strip.svg.j2:1:1: the chart cannot be drawn: the drawing holds")
    assert "an element `script`" in told


@pytest.mark.parametrize(
    ("theme", "why"),
    [
        ({"config": {}}, "it has no `colours`"),
        (
            {"config": {}, "fonts": {}, "colours": {"ink": '" onload="x'}},
            "the colour `ink` is not written like",
        ),
    ],
)
def test_a_theme_of_a_user_is_checked(own: Path, theme: object, why: str) -> None:
    """A theme has colours, and a colour is nothing but a colour."""
    told = failure(own, "charts/theme.json", json.dumps(theme))
    assert told.startswith(f"charts/theme.json:1:1: the chart cannot be drawn: {why}")
