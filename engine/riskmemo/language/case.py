"""What a case must hold to be assessed, beyond the shape of its data."""

from collections.abc import Iterable

from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.language.facts import TypedRow, evidence_of, known_since, typed_rows
from riskmemo.language.likelihoods import check_likelihoods
from riskmemo.language.ranges import check_case_ranges
from riskmemo.language.scope import Locate, Mistakes, Path
from riskmemo.model.case import Case, Citation
from riskmemo.model.citations import cited_ids
from riskmemo.model.prose import prose_of
from riskmemo.model.vocabulary import Vocabulary


def check_case(
    case: Case, vocabulary: Vocabulary, locate: Locate = lambda _: None
) -> tuple[TypedRow, ...]:
    """The typed indicators and claims of a case that has no mistake, by id.

    Raises `InvalidInput` with every mistake in ids, citations, dates, fields and judgements.
    """
    mistakes = Mistakes(locate)
    _check_country(case, mistakes)
    _check_ids(case, mistakes)
    rows = typed_rows(case, vocabulary, mistakes)
    for path, _, _, evidence, _ in evidence_of(case):
        _check_citations(evidence.sources, case, mistakes, path)
        cites_known = all(use.source in case.sources for use in evidence.sources)
        if cites_known and known_since(evidence, case.sources) is None:
            mistakes.add(
                "known-missing",
                "nothing says when this became known: its sources have no date",
                path,
                "add `known:` with the day on which you could know it",
            )
    _check_claims(case, mistakes)
    _check_searched(case, vocabulary, mistakes)
    check_case_ranges(case, vocabulary, mistakes)
    check_likelihoods(case, mistakes)
    _check_prose(case, mistakes)
    if mistakes.found:
        raise InvalidInput(mistakes.found)
    return rows


def _check_country(case: Case, mistakes: Mistakes) -> None:
    from riskmemo.model.countries import country_codes  # noqa: PLC0415

    if case.subject not in country_codes():
        mistakes.add(
            "unknown-country",
            f"`{case.subject}` is not an ISO 3166-1 alpha-3 code",
            ("subject",),
            did_you_mean(case.subject, country_codes()),
        )


def _check_ids(case: Case, mistakes: Mistakes) -> None:
    """Indicators and claims share one space of ids, whatever file they are written in."""
    seen: dict[str, Path] = {name: ("claims", name) for name in case.claims}
    for index, row in enumerate(case.indicators):
        path = ("indicators", index, "id")
        if row.id in seen:
            first = mistakes.locate(seen[row.id])
            mistakes.found.append(
                Mistake(
                    "duplicate-id",
                    f"the id `{row.id}` is used twice",
                    mistakes.locate(path),
                    "give each indicator and claim its own id",
                    (("the first", first),) if first else (),
                )
            )
        seen.setdefault(row.id, path)


def _check_citations(uses: Iterable[Citation], case: Case, mistakes: Mistakes, path: Path) -> None:
    for index, use in enumerate(uses):
        if use.source not in case.sources:
            mistakes.add(
                "unknown-source",
                f"there is no source `{use.source}`",
                (*path, "sources", index, "source"),
                did_you_mean(use.source, case.sources),
            )


def _check_claims(case: Case, mistakes: Mistakes) -> None:
    for name, claim in case.claims.items():
        for index, voice in enumerate(claim.dissent):
            _check_citations(voice.sources, case, mistakes, ("claims", name, "dissent", index))


def _check_searched(case: Case, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    for index, search in enumerate(case.searched):
        if search.kind not in vocabulary.kinds:
            mistakes.add(
                "unknown-kind",
                f"the vocabulary `{vocabulary.id}` has no kind `{search.kind}`",
                ("searched", index, "kind"),
                did_you_mean(search.kind, vocabulary.kinds),
            )
        _check_citations(search.sources, case, mistakes, ("searched", index))


def _check_prose(case: Case, mistakes: Mistakes) -> None:
    known = {row.id for row in case.indicators} | case.claims.keys() | case.sources.keys()
    for path, text in prose_of(case.analysis, ("analysis",)):
        for name in cited_ids(text):
            if name not in known:
                mistakes.add(
                    "unknown-citation",
                    f"`[{name}]` cites nothing in this case",
                    path,
                    did_you_mean(name, known),
                )
