"""High confidence that rests on a single source.

However many facts a judgement cites, they are one source where one publisher stands behind all of
them, or where several publishers pass on the same one (`IANS, through Sakshi Post`). High
confidence needs a second that is independent of the first.
"""

from collections.abc import Iterable, Iterator

from riskmemo.checks.memo.draft import Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.model.case import Case
from riskmemo.model.citations import cited_ids


def check_single_source(draft: Draft, findings: Findings) -> None:
    """Report judgements of high confidence with fewer than two publishers behind them."""
    case = draft.case
    for index, judgement in enumerate(case.analysis.judgements):
        if judgement.confidence.level != "high":
            continue
        texts = (judgement.statement, judgement.because, judgement.confidence.basis)
        names = _publishers(case, (name for text in texts for name in cited_ids(text)))
        if len(names) < 2:
            what = f"one source, {next(iter(names))}" if names else "no source at all"
            findings.report(
                "single-source-confidence",
                f"judgement `{judgement.id}` has high confidence and cites {what}",
                draft.at("analysis", "judgements", index, "confidence", "level"),
                "cite an independent source in `because`, or lower the confidence",
            )


def _publishers(case: Case, ids: Iterable[str]) -> tuple[str, ...]:
    """Who published what is cited, each once, however it is spelled; at first hand if passed on."""
    found: dict[str, str] = {}
    for name in ids:
        for source in _sources_of(case, name):
            publisher = case.sources[source].publisher.split(" through ")[0].rstrip(" ,")
            found.setdefault(" ".join(publisher.casefold().split()), publisher)
    return tuple(found.values())


def _sources_of(case: Case, name: str) -> Iterator[str]:
    if name in case.sources:
        yield name
    evidence = [row for row in case.indicators if row.id == name]
    claims = [case.claims[name]] if name in case.claims else []
    for each in (*evidence, *claims):
        yield from (use.source for use in each.sources if use.source in case.sources)
