"""A template that fails says where, and what was meant."""

from pathlib import Path

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo.build import build_view
from riskmemo.memo.design import Design
from riskmemo.memo.html import to_html
from tests.memo.factory import assessment

MEMO = "memo.html.j2"
LOOP = "{% for section in memo.sections %}{% for block in section.blocks %}"
END = "{% endfor %}{% endfor %}"
STRIP = "html/strip.html.j2"

MISTAKES = [
    # names
    ("{{ memo.mastehad }}", "a memo has no `mastehad` here", "did you mean `masthead`?"),
    ("{{ memo.masthead.titel }}", "a memo has no `titel` here", "did you mean `title`?"),
    ("{{ mmeo.title }}", "a memo has no `mmeo` here", "did you mean `memo`?"),
    ("{{ memo.title.upper() }}", "a memo has no `title` here", "did you mean `page_title`?"),
    ("{{ memo.sections.append(1) }}", "a list has no `append`: loop over it", ""),
    ("{{ memo.sections.heading }}", "a list has no `heading`: loop over it", ""),
    ("{{ memo.language.code }}", "`code` is asked of a text", ""),
    ("{{ memo.__class__ }}", "a memo has no `__class__` here", "known here:"),
    ("{% if memo.x %}{% endif %}", "a memo has no `x` here", "known here:"),
    ("{{ memo.langage + 'x' }}", "a memo has no `langage` here", "did you mean `language`?"),
    ("{{ memo['langage'] }}", "a memo has no `langage` here", "did you mean `language`?"),
    # in loops
    (LOOP + "{{ block.rusn }}" + END, "a memo has no `rusn` here", "did you mean `runs`?"),
    (LOOP + "{{ blcok.is }}" + END, "a memo has no `blcok` here", "did you mean `block`?"),
    (LOOP + "{{ loop.indx }}" + END, "a loop has no `indx`", "did you mean `index`?"),
    ("{% for each in memo.sectoins %}{% endfor %}", "no `sectoins`", "did you mean `sections`?"),
    # filters, tests, macros, includes
    ("{{ memo.sections | lenght }}", "no filter named 'lenght'", "did you mean `length`?"),
    ("{{ memo.sections | rnus }}", "no filter named 'rnus'", "did you mean `runs`?"),
    ("{% if memo is defind %}{% endif %}", "no test named 'defind'", "did you mean `defined`?"),
    ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "the macro needs a value for `a`", ""),
    ("{% macro m(a) %}{% endmacro %}{{ m(b=1) }}", "takes no keyword argument 'b'", ""),
    ("{% include 'html/tabel.html.j2' %}", "no template `html/tabel.html.j2`", "table.html.j2`?"),
    (
        "{% include '../memo.css' %}",
        "there is no template `../memo.css`",
        "did you mean `memo.css`?",
    ),
    ("{% include '/etc/passwd' %}", "there is no template `/etc/passwd`", "known here:"),
    ("{% include 'html/' ~ 3 %}", "there is no template `html/3`", "known here:"),
    # the rest
    ("{% for x %}", "expected token 'in', got 'end of statement block'", ""),
    ("{{ memo", "unexpected end of template", ""),
    ("{{ 1 / 0 }}", "division by zero", ""),
    ("{{ 'x'.__class__ }}", "`__class__` is asked of a text", ""),
    ("{{ lipsum() }}", "a memo has no `lipsum` here", "known here:"),
    ("{{ memo.sections | random }}", "no filter named 'random'", "known here:"),
]


def failed(folder: Path, name: str, text: str) -> tuple[str, str, str]:
    """Place, message and help of a template of this text."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(f"first line\n{text}\n", encoding="utf-8")
    with pytest.raises(RenderingFailed) as caught:
        to_html(build_view(assessment()), Design(folder.resolve()))
    (mistake,) = caught.value.mistakes
    return str(mistake.span), mistake.message, mistake.help


@pytest.mark.parametrize(("text", "message", "help_"), MISTAKES, ids=lambda text: text[:40])
def test_a_failing_template_is_placed(tmp_path: Path, text: str, message: str, help_: str) -> None:
    """The error names the template and its line, and offers the nearest name."""
    place, told, meant = failed(tmp_path, MEMO, text)
    assert place == f"{MEMO}:2:1"
    assert message in told
    assert help_ in meant
    assert bool(help_) == bool(meant)


def test_the_innermost_template_is_named(tmp_path: Path) -> None:
    """An included template that fails is named, and not the one that includes it."""
    place, told, _ = failed(tmp_path, "html/masthead.html.j2", "{{ memo.mastehad }}")
    assert place == "html/masthead.html.j2:2:1"
    assert told == "the template cannot be rendered: a memo has no `mastehad` here"


def test_a_macro_that_is_not_there_is_looked_for(tmp_path: Path) -> None:
    """Whoever imports a misspelled macro is offered those of that template."""
    (tmp_path / "own.j2").write_text("{% macro crest(x) %}{% endmacro %}", encoding="utf-8")
    text = "{% from 'own.j2' import crset %}{{ crset(1) }}"
    _, told, meant = failed(tmp_path, MEMO, text)
    assert "the template `own.j2` has no macro `crset`" in told
    assert meant == "did you mean `crest`?"


def test_a_template_that_is_not_text_is_placed(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are an error in their line."""
    (tmp_path / MEMO).write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(RenderingFailed, match="is not UTF-8") as caught:
        to_html(build_view(assessment()), Design(tmp_path.resolve()))
    assert str(caught.value.mistakes[0].span) == f"{MEMO}:2:1"
