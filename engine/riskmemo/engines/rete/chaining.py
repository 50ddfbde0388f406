"""Facts go into the network as they become known, and candidates come out.

A candidate is a combination of facts of which nothing may be false; whoever takes it checks it.
durable-rules and our own search share the work and find each candidate once: durable-rules those
whose facts all have what its tests and keys read, the search those with a fact that lacks some.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from riskmemo.engines.rete.handles import fact_text
from riskmemo.engines.rete.network import Network, Pattern, Patterns, Shard
from riskmemo.engines.rete.plan import Plan
from riskmemo.engines.rete.refusals import FEW_FRAMES, MAX_ALL_FRAMES, MAX_FACTS, MAX_FRAMES
from riskmemo.engines.rete.search import Search
from riskmemo.engines.rete.spelling import Members  # noqa: TC001 - a name of ours
from riskmemo.language.meaning import Bindings
from riskmemo.model.facts import Fact


class Chaining:
    """The facts of one case in one network, told kind by kind."""

    def __init__(self, network: Network, search: Search) -> None:
        self._network, self._search = network, search
        self._told: list[Fact] = []
        self._kinds: set[str] = set()
        self._ours: set[Plan] = set()
        """Plans that are too large for durable-rules in this case."""
        self._frames = 0
        self._found: dict[Plan, list[Bindings]] = {}
        """What durable-rules found; plans that are not here are joined by the search."""

    def tell(self, kinds: Sequence[str]) -> None:
        """Assert the facts of kinds that are now complete, and take what follows from them.

        A plan begins with the kind that is complete last, so now is the time to weigh it.
        """
        shards = self._network.shards
        facts = [
            len(self._search.facts[kind]) for s in shards for kind in kinds if kind in s.of_kind
        ]
        if len(self._told) + sum(facts) > MAX_FACTS:
            return
        self._kinds.update(kinds)
        for shard in shards:
            for patterns in shard.rules.values():
                if patterns[0].step.kind in kinds:
                    self._weigh(patterns[0].plan)
            for kind in kinds:
                if kind in shard.of_kind and self._search.facts[kind]:
                    self._tell(shard, kind)
            self._take(shard)

    def candidates(self, plan: Plan) -> Iterator[Bindings]:
        """Every combination of which nothing may be false, each once."""
        if plan in self._found:
            yield from self._found.pop(plan)
            yield from self._search.with_loose_facts(plan)
        else:
            yield from self._search.join(plan, {})

    def _weigh(self, plan: Plan) -> None:
        """Decide who joins a plan."""
        told = self._kinds.issuperset(step.kind for step in plan.steps)
        held = self._frames_of(plan) if told else 0
        if told and held <= MAX_FRAMES and self._frames + held <= MAX_ALL_FRAMES:
            self._frames += held
            self._found[plan] = []
        else:
            self._ours.add(plan)

    def _frames_of(self, plan: Plan) -> int:
        """How many combinations durable-rules comes to hold, at most; roughly if they are few."""
        search = self._search
        rough = frames(len(search.facts[step.kind]) for step in plan.steps)
        return rough if rough <= FEW_FRAMES else frames(map(search.largest_bucket, plan.steps))

    def _tell(self, shard: Shard, kind: str) -> None:
        """Assert the facts of a kind, each with what the patterns that it may match ask of it."""
        told, members, tell = self._told, self._search.columns.members, shard.handle.tell
        columns: dict[Patterns, tuple[str, list[Members]]] = {}
        for fact, patterns in self._allowed(shard, kind):
            if patterns not in columns:
                head, fields = shard.words(patterns)
                columns[patterns] = head, [members(kind, field, name) for field, name in fields]
            head, own = columns[patterns]
            number = id(fact)
            tell(fact_text(len(told), head, [column[number] for column in own]))
            told.append(fact)

    def _allowed(self, shard: Shard, kind: str) -> Iterator[tuple[Fact, Patterns]]:
        """Facts with the patterns that they may match, if there are any."""
        patterns: defaultdict[int, list[Pattern]] = defaultdict(list)
        for pattern in shard.of_kind[kind]:
            if pattern.plan not in self._ours:
                for fact in self._may_match(pattern):
                    patterns[id(fact)].append(pattern)
        for fact in self._search.facts[kind] if patterns else ():
            if id(fact) in patterns:
                yield fact, tuple(patterns[id(fact)])

    def _may_match(self, pattern: Pattern) -> Sequence[Fact]:
        """Facts that have all it reads, and that no condition over it alone excludes."""
        loose = self._search.loose(pattern.plan, pattern.step)
        facts = self._search.not_excluded(pattern.step, pattern.step.alone)
        return [fact for fact in facts if id(fact) not in loose] if loose else facts

    def _take(self, shard: Shard) -> None:
        told = self._told
        for rule, facts in shard.handle.take():
            patterns = shard.rules[rule]
            self._found[patterns[0].plan].append(
                {patterns[int(place)].step.alias: told[int(number)] for place, number in facts}
            )


def frames(counts: Iterable[int]) -> int:
    """The combinations that a join holds at most, if each pattern adds so many to each."""
    held, every = 1, 0
    for count in counts:
        held *= count
        every += held
    return every
