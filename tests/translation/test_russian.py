"""A memo in Russian: the fixed text is Russian in every format, and the analyst's stays."""

import datetime
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import riskmemo
from riskmemo.errors import InvalidInput
from riskmemo.memo import FORMATS, Memo, languages
from riskmemo.memo.formatting import Formats
from riskmemo.memo.materials import Materials
from riskmemo.memo.plain import plain
from riskmemo.memo.translated import wording_in
from riskmemo.model.assessment import Assessment
from riskmemo.model.case import Lexicon
from riskmemo.model.lexicon import LEXICONS, term_named, terms_in
from tests.memo.factory import assessment, example, with_case
from tests.memo.page import Page

ROOT = Path(__file__).parents[2]
RUSSIAN = Formats("ru")
Day = tuple[int, int, int]


# --- words ----------------------------------------------------------------------------------------

NO_TEXT = frozenset({"is", "language", "generator", "anchor", "name", "role", "tone", "weight",
                     "fit", "url", "marks"})  # fmt: skip
"""Keys of a view that hold names and no words."""

WORD = r"[A-Za-z’']+"
PAIR = re.compile(rf"(?<![\w’'])(?=({WORD}) ({WORD})(?![\w’'…]))")


@pytest.fixture(scope="module")
def mongolia() -> Assessment:
    """The example about Mongolia, with everything that a memo tells of it."""
    case = riskmemo.load_case(ROOT / "examples/mongolia-central-asia/case.yaml")
    return riskmemo.assess(case, riskmemo.load_ruleset("central-asia-pivot"))


def test_the_memo_about_mongolia_has_no_english_of_its_own(mongolia: Assessment) -> None:
    """Every pair of English words in it stands in the case, the ruleset or a rule's sentence."""
    given = [*_texts(mongolia.model_dump(mode="json")), *_sentences(mongolia)]
    known = {pair for text in given for pair in _pairs(text.replace("_", " "))}
    written = {
        pair: text
        for text in _texts(plain(Memo(mongolia, language="ru").view))
        for pair in _pairs(text)
    }
    assert {pair: text for pair, text in written.items() if pair not in known} == {}
    english = {pair for text in _texts(plain(Memo(mongolia).view)) for pair in _pairs(text)}
    assert len(english - known) > 500


def _sentences(given: Assessment) -> Iterator[str]:
    materials = Materials(given, RUSSIAN, wording_in("ru"))
    for match in given.matches:
        yield materials.sentence(match) or ""
    for question in given.analyses.competing if given.analyses else ():
        for item in (*question.items, *question.open, *question.context):
            yield materials.sentence(item) or ""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping) and value.get("is") != "code":
        for key, inner in value.items():
            if key not in NO_TEXT:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """English words with one space between them."""
    yield from PAIR.findall(text.lower())


# --- formats --------------------------------------------------------------------------------------


def _page(document: bytes) -> str:
    page = Page()
    page.feed(document.decode())
    return page.text


def _paper(document: bytes) -> str:
    shown = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return shown.stdout.decode()


def _word(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "xml" in name]
    return re.sub(r"<[^>]*>", "", re.sub(r"</w:p>", " ", "".join(parts)))


TEXT_OF: Mapping[str, Callable[[bytes], str]] = {
    "html": _page,
    "md": bytes.decode,
    "pdf": _paper,
    "docx": _word,
}
"""The words of a document in each format."""


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - {"json"}))
def test_cyrillic_survives_in_every_format(format: str) -> None:  # noqa: A002  (the user's word)
    """Fixed text, Mongolian and Kazakh letters, dates and numbers come back from the document."""
    title = "Хүрэлсүх, Өлгий және Қазақстан"
    document = Memo(with_case(title=title), language="ru").write(format)
    text = " ".join(TEXT_OF[format](document).split()).casefold()
    for wanted in (
        title,
        "Ключевые выводы",
        "28 июля 2025 года",
        "I полугодие 2025 года",
        "Степень уверенности: средняя",
        "22,4",
    ):
        assert wanted.casefold() in text


def test_an_unknown_language_is_refused_before_anything_is_written() -> None:
    """JSON, which has no fixed text, is refused too: the language was a mistake."""
    with pytest.raises(InvalidInput) as refused:
        Memo(with_case(), language="ruu")
    assert refused.value.mistakes[0].help == "did you mean `ru`?"
    assert languages() == ("en_GB", "ru")


def test_a_page_says_its_language() -> None:
    """Screen readers and hyphenation need it."""
    page = Page()
    page.feed(Memo(with_case(), language="ru_KZ").write("html").decode())
    assert ("html", {"lang": "ru-KZ"}) in page.elements


@pytest.mark.parametrize("lexicon", list(Lexicon))
def test_likelihood_words_are_those_that_a_russian_case_may_use(lexicon: Lexicon) -> None:
    """The label beside the scale and the sentence of the analyst use the same words."""
    say = wording_in("ru").say
    for term in LEXICONS[lexicon]:
        assert term_named(lexicon, say(term.words)) is term
        assert [found.term for found in terms_in(lexicon, f"Это {say(term.words)}.")] == [term]


def test_a_judgement_in_russian_has_its_likelihood_in_bold() -> None:
    """As in English: words in the statement, the step with its percent, the confidence apart."""
    analysis = example()["case"]["analysis"]
    analysis["judgements"][0] |= {
        "statement": "Подписание весьма вероятно до 31 июля 2026 года.",
        "likelihood": "весьма вероятно",
    }
    russian = Memo(with_case(analysis=analysis), language="ru").write("md").decode()
    assert "Подписание **весьма вероятно** до 31 июля 2026 года." in russian
    assert "*Весьма вероятно · 80–95\u00a0%*\n\nСтепень уверенности: средняя." in russian
    english = Memo(with_case(analysis=analysis)).write("md").decode()
    assert "*Very likely · 80–95%*" in english


def test_sentences_of_rules_stay_whole() -> None:
    """Dates and countries in a sentence are in the ruleset's language, not in the memo's."""
    english = Memo(with_case(), language="ru").write("md").decode()
    assert "Kyrgyzstan signed on 21 July 2025." in english
    ruleset = {**example()["ruleset"], "language": "ru"}
    says = "{{ tie.partner | country }}: подписано {{ tie.date | date }}."
    rules = [{**rule, "says": says} if rule["id"] == "new-tie" else rule
             for rule in example()["rules"]]  # fmt: skip
    russian = Memo(assessment(ruleset=ruleset, rules=rules)).write("md").decode()
    assert "Киргизия: подписано 21 июля 2025 года." in russian


# --- numbers and dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ((2025, 7, 21), None, "21 июля 2025 года"),
        ((2025, 6, 24), (2025, 6, 25), "24–25 июня 2025 года"),
        ((2025, 6, 1), (2025, 6, 30), "июнь 2025 года"),
        ((2025, 1, 1), (2025, 6, 30), "I полугодие 2025 года"),
        ((2025, 7, 1), (2025, 9, 30), "III квартал 2025 года"),
        ((2025, 1, 1), (2025, 12, 31), "2025 год"),
        ((2019, 1, 1), (2021, 12, 31), "2019–2021 годы"),
        ((2024, 10, 28), (2024, 11, 2), "28 октября – 2 ноября 2024 года"),
    ],
)
def test_dates_and_periods(first: Day, last: Day | None, text: str) -> None:
    """Days have their month in the genitive, months stand in the nominative."""
    until = datetime.date(*last) if last else None
    assert RUSSIAN.period(datetime.date(*first), until) == text


def test_numbers() -> None:
    """A decimal comma, no-break spaces between groups and before the percent sign, a real minus."""
    assert RUSSIAN.number(4200000.5) == "4\u00a0200\u00a0000,5"
    assert RUSSIAN.percent(0.249) == "24,9\u00a0%"
    assert RUSSIAN.percent(Decimal("-0.5"), 1) == "−50,0\u00a0%"
    assert RUSSIAN.change(Decimal("-3.25")) == "−3,25"


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (4200000, "USD", "4,2 миллиона долларов США"),
        (1000000, "USD", "1 миллион долларов США"),
        (-4250000000, "USD", "−4,3 миллиарда долларов США"),
        (2, "EUR", "2 евро"),
        (21, "USD", "21 доллар США"),
        (37, "km", "37 km"),
    ],
)
def test_money(amount: float, unit: str, text: str) -> None:
    """The currency is named in the form that the number asks for."""
    assert RUSSIAN.money(amount, unit).replace("\u00a0", " ") == text


def test_countries_and_lists() -> None:
    """Countries have their Russian names, and a list ends with `и`."""
    names = [RUSSIAN.country(code) for code in ("MNG", "KGZ", "CHN")]
    assert RUSSIAN.listing(names) == "Монголия, Киргизия и Китай"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 единица сведений"), (3, "3 единицы сведений"), (11, "11 единиц сведений"),
     (22, "22 единицы сведений"), (101, "101 единица сведений")],
)  # fmt: skip
def test_plurals_have_three_forms(number: int, text: str) -> None:
    """One, a few and many, as the last digits ask."""
    count = wording_in("ru").count
    assert count("{n} item of evidence", "{n} items of evidence", number) == text
