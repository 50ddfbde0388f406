"""The memos that are tried in a browser: a real one, one without charts, and hostile ones."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import cycle, islice
from unittest.mock import patch

import riskmemo
from riskmemo.memo import Memo
from riskmemo.model.assessment import Assessment
from tests.cli.running import EXAMPLE
from tests.memo.factory import assessment, with_texts
from tests.memo.payloads import PAYLOADS

MONGOLIA, WITHOUT_CHARTS = "mongolia", "without charts"
HOSTILE = tuple(f"hostile {number}" for number in range(1, 5))


def mongolia() -> bytes:
    """The long example."""
    case, ruleset = riskmemo.load_case(EXAMPLE), riskmemo.load_ruleset("central-asia-pivot")
    return _written(riskmemo.assess(case, ruleset, engine="compiled"))


def without_charts() -> bytes:
    """A short memo where the library that draws charts is not installed."""
    with patch("riskmemo.memo.html.charts_available", return_value=False):
        return _written(assessment())


def hostile(name: str) -> bytes:
    """Every text is a payload; another one in each of the memos `HOSTILE`."""
    first = HOSTILE.index(name) * len(PAYLOADS) // len(HOSTILE)
    texts: Iterator[str] = islice(cycle(PAYLOADS), first, None)
    return _written(with_texts(lambda _path, _old: next(texts)))


MEMOS: Mapping[str, Callable[[], bytes]] = {
    MONGOLIA: mongolia,
    WITHOUT_CHARTS: without_charts,
    **{name: partial(hostile, name) for name in HOSTILE},
}


def _written(whole: Assessment) -> bytes:
    return Memo(whole).write("html")
