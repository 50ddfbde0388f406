"""Random score trees: leaves of rules and of facts, branches of every formula and policy."""

from dataclasses import dataclass
from random import Random
from typing import Any

from riskmemo.language.score_tree import NEEDS_ZERO_BASE
from riskmemo.model.ruleset import Combine
from tests.fuzzing.bodies import Bodies, without_identity

Data = dict[str, Any]
SCALES = ((0, 100), (0, 100), (0, 100), (0, 10), (-100, 100), (5, 50), (0, 0.5))
ROUNDINGS = ("half_up", "half_even", "down")
UNWEIGHTED = ("max", "min", "noisy_or")
BRANCHES = tuple(each.value for each in Combine)


@dataclass
class Tree:
    """A score tree whose leaves over facts are still to be written."""

    random: Random
    lowest: float
    highest: float
    nodes: Data
    facts: list[str]
    """Leaves over facts, whose bodies are written last: they read what rules derive."""

    @property
    def leaves(self) -> list[str]:
        """Leaves that rules may give to."""
        return [name for name, node in self.nodes.items() if node.get("from") == "rules"]

    def with_facts(self, bodies: Bodies) -> Data:
        """The whole tree."""
        allowed = [name for name, kind in bodies.kinds.items() if without_identity(kind)]
        for name in self.facts:
            body = bodies.body(2, allowed, absences=False)
            value = body.text.number(body.text.unit()).text
            self.nodes[name] |= {**body.written, "value": value}
        return self.nodes


def score_tree(random: Random) -> Tree:
    """One to three leaves of rules, up to two of facts, and branches over them."""
    lowest, highest = random.choice(SCALES)
    tree = Tree(random, lowest, highest, {}, [])
    for number in range(random.choice([1, 1, 2, 2, 3])):
        tree.nodes[f"leaf{number}"] = _of_rules(tree)
    for number in range(random.choice([0, 1, 1, 2])):
        tree.facts.append(f"facts{number}")
        tree.nodes[f"facts{number}"] = _of_facts(tree)
    for number in range(random.choice([0, 1, 1, 2, 3])):
        branch = _branch(tree)
        if branch:
            tree.nodes[f"branch{number}"] = branch
    return tree


def _common(tree: Tree, polarity: str) -> Data:
    random = tree.random
    node: Data = {"title": "Node", "polarity": polarity}
    span = tree.highest - tree.lowest
    if random.random() < 0.2:
        node["cap"] = tree.lowest + span * random.choice([0.5, 0.25, 1])
    if random.random() < 0.15:
        node["floor"] = tree.lowest + span * random.choice([0, 0.25, 0.1])
    if random.random() < 0.3:
        node["round"] = {"digits": random.choice([0, 1, 3]), "mode": random.choice(ROUNDINGS)}
    return node


def _polarity(tree: Tree) -> str:
    return "risk" if tree.random.random() < 0.8 else "opportunity"


def _fitting(tree: Tree, formulas: tuple[str, ...]) -> str:
    """A formula that has a meaning on the scale."""
    needing = {each.value for each in NEEDS_ZERO_BASE} if tree.lowest < 0 else set()
    return tree.random.choice([each for each in formulas if each not in needing])


def _of_rules(tree: Tree) -> Data:
    missing: Any = tree.random.choice(
        ["zero", "zero", "worst", "require", {"minimum_coverage": 0.5}, {"minimum_coverage": 1}]
    )
    combine = _fitting(tree, ("sum", "sum", "max", "noisy_or"))
    node = _common(tree, _polarity(tree))
    return {**node, "from": "rules", "combine": combine, "missing": missing}


def _of_facts(tree: Tree) -> Data:
    combine = tree.random.choice(["sum", "mean", "max", "min"])
    missing = tree.random.choice(["require", "worst", "zero"])
    node = _common(tree, _polarity(tree))
    return {**node, "from": "facts", "combine": combine, "missing": missing}


def _branch(tree: Tree) -> Data | None:
    """A branch over nodes of one polarity; none where there are none."""
    random = tree.random
    polarity = _polarity(tree)
    below = [name for name, node in tree.nodes.items() if node["polarity"] == polarity]
    if not below:
        return None
    chosen = random.sample(below, random.randint(1, min(3, len(below))))
    combine = _fitting(tree, BRANCHES)
    weights = [1] if combine in UNWEIGHTED else [1, 2, 0.5, 0.1, 3]
    policies: list[Any] = ["require", "worst", "zero", {"minimum_coverage": 0.4}]
    if combine not in {"sum", "noisy_or"}:
        policies += ["renormalise"] * 3
    node = {
        **_common(tree, polarity),
        "of": {name: random.choice(weights) for name in chosen},
        "combine": combine,
        "missing": random.choice(policies),
    }
    if combine == "generalised_mean":
        node["power"] = random.choice([2, -1, 0.5, -3])
    return node
