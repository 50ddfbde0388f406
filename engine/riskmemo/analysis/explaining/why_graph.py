"""Trees as nodes and edges, for pictures: each thing once, in the order of the tree."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from riskmemo.model.base import Scalar
from riskmemo.model.why import Edge, Graph, Node, NodeKind, Why
from riskmemo.model.why_not import Near, WhyNot


class _Drawing:
    """Nodes and edges as they are met."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str], Edge] = {}

    def node(
        self,
        kind: NodeKind,
        name: str,
        label: str,
        value: Decimal | None = None,
        truth: bool | None = None,
    ) -> str:
        """The id of a node, added if it is new."""
        place = f"{kind}:{name}"
        self.nodes.setdefault(
            place, Node(id=place, kind=kind, label=label, value=value, truth=truth)
        )
        return place

    def edge(self, source: str, target: str, weight: Decimal | None = None) -> None:
        """A link, added if it is new."""
        self.edges.setdefault((source, target), Edge(source=source, target=target, weight=weight))

    def graph(self) -> Graph:
        """The whole of it."""
        return Graph(nodes=tuple(self.nodes.values()), edges=tuple(self.edges.values()))


def graph_of(why: Why) -> Graph:
    """The tree of a score: scores, rules, matches, rows, findings, facts and sources.

    A weight is what the part gives to the parent in points; none where parts do not add, and below
    matches.
    """
    drawing = _Drawing()
    for score in why.scores:
        drawing.node("score", score.id, score.title, score.value)
    for score in why.scores:
        place = f"score:{score.id}"
        for part in score.scores:
            drawing.edge(place, f"score:{part.score}", part.gives)
        for rule in score.rules:
            drawing.edge(place, drawing.node("rule", rule.rule, rule.title, rule.given), rule.gives)
        for row in score.rows:
            drawing.edge(place, drawing.node("row", row.id, row.id, row.points), row.gives)
    _draw_matches(why, drawing)
    return drawing.graph()


def _draw_matches(why: Why, drawing: _Drawing) -> None:
    """What stands below scores and rules."""
    contributing = {name for score in why.scores for rule in score.rules for name in rule.matches}
    for match in why.matches:
        place = drawing.node("match", match.id, match.title, match.contribution)
        if match.id in contributing:
            drawing.edge(f"rule:{match.rule}", place, match.gives)
    for finding in why.findings:
        drawing.node("finding", finding.id, f"{finding.title}: {_listed(finding.values.values())}")
    for fact in why.facts:
        drawing.node("fact", fact.id, fact.says)
    for name, source in why.sources.items():
        drawing.node("source", name, f"{source.publisher}: {source.title}")
    for parent, part in _rests_on(why):
        drawing.edge(parent, part)


def _rests_on(why: Why) -> Iterator[tuple[str, str]]:
    """Each match, row, finding and fact with what it rests on."""
    rows = (row for score in why.scores for row in score.rows)
    facts = [(f"row:{row.id}", row.facts.values()) for row in rows]
    facts += [(f"match:{match.id}", match.facts.values()) for match in why.matches]
    facts += [
        (f"finding:{finding.id}", row.facts.values())
        for finding in why.findings
        for row in finding.rows
    ]
    for parent, names in facts:
        yield from ((parent, _place(name)) for name in names)
    for finding in why.findings:
        yield from ((f"finding:{finding.id}", f"match:{each}") for each in finding.matches)
    for fact in why.facts:
        yield from ((f"fact:{fact.id}", f"source:{grade.source}") for grade in fact.grades)


def _place(name: str) -> str:
    """The id of the node of a fact or finding."""
    return f"{'finding' if '/' in name else 'fact'}:{name}"


def graph_of_rule(why_not: WhyNot) -> Graph:
    """A rule, its nearest combinations with their conditions, and the changes that make it fire."""
    drawing = _Drawing()
    top = drawing.node("rule", why_not.rule, why_not.title, truth=why_not.fires)
    for match in why_not.matches:
        place = drawing.node("match", match.id, match.title, match.contribution, truth=True)
        drawing.edge(top, place, match.gives)
        for name in match.facts.values():
            drawing.edge(place, _fact(drawing, name))
    for number, near in enumerate(why_not.nearest, start=1):
        _draw_near(drawing, top, number, near)
    for number, change in enumerate(why_not.changes, start=1):
        words = [f"{each.field} of {each.fact}: {each.then}" for each in change.settings]
        words += [f"without {each}" for each in change.absent]
        words += [f"a new {each.kind}: {_listed(each.fields.values())}" for each in change.added]
        drawing.edge(top, drawing.node("change", str(number), "; ".join(words), truth=True))
    return drawing.graph()


def _draw_near(drawing: _Drawing, top: str, number: int, near: Near) -> None:
    truth = False if near.false else None if near.unknown else True
    label = ", ".join(f"{alias} = {name}" for alias, name in near.facts.items())
    place = drawing.node("combination", str(number), label, truth=truth)
    drawing.edge(top, place)
    absences = (each.tested for each in near.absences)
    for index, tested in enumerate((*near.conditions, *absences), start=1):
        name = f"{number}.{index}"
        drawing.edge(place, drawing.node("condition", name, tested.written, truth=tested.truth))
    for name in dict.fromkeys(near.facts.values()):
        drawing.edge(place, _fact(drawing, name))


def _fact(drawing: _Drawing, name: str) -> str:
    return drawing.node("finding" if "/" in name else "fact", name, name)


def _listed(values: Iterable[Scalar]) -> str:
    return ", ".join("unknown" if each is None else f"{each}" for each in values)
