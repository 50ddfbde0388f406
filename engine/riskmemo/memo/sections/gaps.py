"""What is not known: gaps by the points they could move, and what was searched for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.coverage import GAPS_ANCHOR
from riskmemo.memo.sections.questions import DETAIL_ANCHOR, unknowns_in_short
from riskmemo.memo.sections.unknowns import unknowns
from riskmemo.memo.view import (
    Block,
    Break,
    Cell,
    Code,
    Column,
    Jump,
    Paragraph,
    Row,
    Runs,
    Section,
    Strong,
    Subheading,
    Table,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import GapRecord, RuleRecord


@dataclass(frozen=True)
class _Group:
    """Gaps of one rule that the same fields would close."""

    rule: RuleRecord
    gaps: tuple[GapRecord, ...]

    @property
    def most(self) -> Decimal:
        """The points, with their sign, of the gap that could give most."""
        return max((gap.points or Decimal(0) for gap in self.gaps), key=abs, default=Decimal(0))

    @property
    def behind_gate(self) -> bool:
        """Whether knowing more would move nothing: the rule uses identity without conduct."""
        return self.rule.uses_identity and self.rule.to is not None and not self.most


MOST_SHORT = 6
"""Gaps in the body of the memo where no analysis has ranked them; the annex has them all."""


def what_is_not_known(materials: Materials) -> Section | None:
    """What is missing, in short; without analyses, gaps as they are."""
    analyses = materials.assessment.analyses
    missing = analyses.missing if analyses else None
    if missing:
        blocks = list(unknowns_in_short(materials, missing))
    else:
        blocks = [*_gaps_in_short(materials), *_not_evaluable(materials)]
    blocks += _on_searches(materials)
    if not blocks:
        return None
    return Section(GAPS_ANCHOR, "", materials.say("What is not known"), tuple(blocks))


def gaps_in_detail(materials: Materials) -> Iterator[Block]:
    """Every question with its answers, and what every search covered and found."""
    analyses = materials.assessment.analyses
    missing = analyses.missing if analyses else None
    blocks = list(unknowns(materials, missing) if missing else _gaps(materials))
    blocks += _searches(materials)
    if blocks:
        yield Subheading(materials.say("What is not known, in full"), DETAIL_ANCHOR)
        yield from blocks


# --- gaps ---------------------------------------------------------------------------------------


def _gaps(materials: Materials) -> Iterator[Block]:
    """All gaps as they are, where the body of the memo cannot show them."""
    groups = _groups(materials)
    if len(groups) > MOST_SHORT:
        yield _intro(materials)
        yield _gap_table(materials, groups)


def _gaps_in_short(materials: Materials) -> Iterator[Block]:
    groups = _groups(materials)
    if groups:
        yield _intro(materials)
        yield _gap_table(materials, groups[:MOST_SHORT])
    if len(groups) > MOST_SHORT:
        more = len(groups) - MOST_SHORT
        text = materials.wording.count("{n} more.", "{n} more.", more)
        see = Jump(materials.say("See Annex C."), materials.in_details(DETAIL_ANCHOR))
        yield Paragraph(joined([text, " ", see]), role="note")


def _groups(materials: Materials) -> list[_Group]:
    """Gaps of the same rule and the same unknown fields together, most points first."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[GapRecord]] = {}
    for gap in materials.assessment.gaps:
        fields = sorted(
            {(_kind(materials, missing.fact), missing.field) for missing in gap.missing}
        )
        found.setdefault((gap.rule, tuple(fields)), []).append(gap)
    groups = [_Group(materials.rules[rule], tuple(gaps)) for (rule, _), gaps in found.items()]
    return sorted(groups, key=lambda group: (-abs(group.most), group.behind_gate))


def _kind(materials: Materials, name: str) -> str:
    record = materials.facts.get(name) or materials.findings.get(name)
    return record.kind if record else ""


def _intro(materials: Materials) -> Paragraph:
    text = materials.say(
        "Each line is a rule that would apply if something unknown turned out so. Unknown never"
        " counts as zero: the scores say nothing about these points."
    )
    return Paragraph(joined([text]), role="note")


def _gap_table(materials: Materials, groups: Sequence[_Group]) -> Table:
    say = materials.say
    return Table(
        name="gaps",
        caption=(),
        columns=(
            Column(say("Could move"), "number"),
            Column(say("Score")),
            Column(say("Rule that waits")),
            Column(say("What to find out")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(_points(materials, group)),
                    Cell(_score(materials, group)),
                    Cell(_rule(materials, group)),
                    Cell(joined(_find_out(materials, group), between=Break())),
                )
            )
            for group in groups
        ),
    )


def _points(materials: Materials, group: _Group) -> Runs:
    if group.behind_gate:
        return (Toned(materials.formats.change(group.most), "quiet"),)
    if not group.most:
        return joined(["–"])
    score = materials.assessment.base.scores.get(group.rule.to or "")
    worse = score is not None and (group.most > 0) == (score.polarity.value == "risk")
    return (Toned(materials.formats.change(group.most), "risk" if worse else "opportunity"),)


def _score(materials: Materials, group: _Group) -> Runs:
    if group.rule.to is None:
        return joined(
            [materials.say("competing readings" if group.rule.bears_on else "feeds other rules")]
        )
    return joined([materials.title(group.rule.to)])


def _rule(materials: Materials, group: _Group) -> Runs:
    times = ""
    if len(group.gaps) > 1:
        times = materials.wording.count(" (in {n} case)", " (in {n} cases)", len(group.gaps))
    hypothesis = ""
    if group.rule.hypothesis:
        hypothesis = materials.say(" Only in its own scenario.")
    gate = materials.say(" (identity gate closed)") if group.behind_gate else ""
    return joined([group.rule.title, times, gate, hypothesis])


def _find_out(materials: Materials, group: _Group) -> Iterator[Runs]:
    """The unknown fields in words with the facts they belong to; else the open conditions."""
    wanted: dict[tuple[str, str], dict[str, None]] = {}
    for gap in group.gaps:
        for missing in gap.missing:
            kind = _kind(materials, missing.fact)
            wanted.setdefault((kind, missing.field), {}).setdefault(missing.fact)
    for (kind, field), facts in wanted.items():
        yield _field(materials, kind, field, facts)
    if not wanted:
        conditions = dict.fromkeys(text for gap in group.gaps for text in gap.unknown)
        yield materials.wording.runs(
            "Whether {conditions} holds.",
            conditions=joined([Code(text) for text in conditions], between=", "),
        )


def _field(
    materials: Materials, kind: str, field: str, facts: Sequence[str] | dict[str, None]
) -> Runs:
    record = materials.assessment.kinds.get(kind)
    declared = record.fields.get(field) if record else None
    doc = (
        declared.doc.rstrip(".") if declared and declared.doc != field else field.replace("_", " ")
    )
    bases = [base for fact in facts for base in _bases(materials, fact)]
    title = record.title if record else kind
    return joined([Strong(title), ": ", doc, materials.cite_evidence(bases), "."])


def _bases(materials: Materials, name: str) -> tuple[str, ...]:
    finding = materials.findings.get(name)
    return finding.evidence if finding else (name,)


# --- searches -----------------------------------------------------------------------------------


def _on_searches(materials: Materials) -> Iterator[Block]:
    """That searches are on record, and for what."""
    kinds = [_kind_title(materials, search.kind) for search in materials.case.searched]
    if kinds:
        yield Paragraph(
            materials.wording.runs(
                "Searched for: {kinds}. {see}",
                kinds="; ".join(kinds),
                see=Jump(
                    materials.say("See what was found in Annex C."),
                    materials.in_details(DETAIL_ANCHOR),
                ),
            ),
            role="note",
        )


def _searches(materials: Materials) -> Iterator[Block]:
    if not materials.case.searched:
        return
    say = materials.say
    rows = tuple(
        Row(
            (
                Cell(joined([_kind_title(materials, search.kind)])),
                Cell(
                    joined(
                        [
                            materials.prose(search.result),
                            materials.cite_sources(citation.source for citation in search.sources),
                        ]
                    )
                ),
            )
        )
        for search in materials.case.searched
    )
    columns = (Column(say("Searched for"), "name"), Column(say("What it covered and found")))
    yield Table(name="searches", caption=(), columns=columns, rows=rows)


def _kind_title(materials: Materials, kind: str) -> str:
    record = materials.assessment.kinds.get(kind)
    return record.title if record else kind.replace("_", " ")


def _not_evaluable(materials: Materials) -> Iterator[Block]:
    rules = [rule for rule in materials.rules.values() if rule.outcome == "not evaluable"]
    if rules:
        yield Paragraph(
            materials.wording.runs(
                "{lead} Nothing of the kind was recorded or searched for: {rules}.",
                lead=Strong(
                    materials.wording.count(
                        "{n} rule could not be evaluated.",
                        "{n} rules could not be evaluated.",
                        len(rules),
                    )
                ),
                rules="; ".join(rule.title for rule in rules),
            ),
            role="note",
        )
