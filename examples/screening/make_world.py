"""Make a SYNTHETIC world: every ordered pair of states, every month, as a panel of riskmemo.

Everything here is drawn at random and about no real state. The three letters of a state are a label
only: riskmemo takes ISO country codes, so the labels are codes of islands and very small states,
which no desk screens against each other. Every title, source, sentence and file says SYNTHETIC.

    python examples/screening/make_world.py out/world --states 60 --months 24 --seed 1

Needs PyArrow. The same seed gives the same bytes with the same version of PyArrow; a pair is drawn
from the seed and its two labels alone, so that it is the same in a smaller world and a larger one.
"""

import argparse
import datetime
import itertools
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

LABELS = (
    "ABW", "AIA", "ALA", "AND", "ASM", "ATA", "ATF", "ATG", "BES", "BLM", "BMU", "BVT",
    "CCK", "COK", "CUW", "CXR", "CYM", "DMA", "FRO", "GGY", "GLP", "GRD", "GUF", "HMD",
    "IMN", "JEY", "KIR", "KNA", "LCA", "LIE", "MAF", "MCO", "MHL", "MNP", "MSR", "MTQ",
    "MYT", "NFK", "NIU", "NRU", "PCN", "PLW", "PYF", "REU", "SGS", "SHN", "SJM", "SMR",
    "SPM", "SXM", "TCA", "TKL", "TON", "TUV", "UMI", "VCT", "VGB", "VIR", "WLF", "WSM",
)  # fmt: skip
LOUD = "SYNTHETIC DATA, ABOUT NO REAL STATE"
QUESTION = "SYNTHETIC: what would this state have to fear and to gain from the other one?"
SOURCES = {
    "treaties": ("A", "register of treaties"),
    "trade": ("A", "trade statistics"),
    "atlas": ("A", "atlas"),
    "incidents": ("B", "list of incidents"),
    "agency": ("C", "news agency"),
    "rumour": ("E", "rumour"),
}
"""The reliability of each source, and what it plays."""
SEARCHED = ("documented_conduct", "sensitivity", "tie", "land_border", "corridor", "visit")
OWN_TABLES = ("cases", "sources", "searched")
"""The tables of a panel that hold no facts."""
EPOCH = datetime.date(2024, 1, 1)
"""The first month that is screened."""
Day = datetime.date
Values = Mapping[str, Any]


class Dice:
    """Random choices that are the same on every machine and in every version of Python."""

    def __init__(self, *seed: object) -> None:
        self._next = random.Random(" ".join(map(str, seed))).random

    def share(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number from `low` to `high`, with three digits."""
        return round(low + (high - low) * self._next(), 3)

    def happens(self, chance: float) -> bool:
        """Whether something of this chance happens."""
        return self._next() < chance

    def one(self, values: Sequence[Any]) -> Any:
        """One of the values."""
        return values[int(self._next() * len(values))]

    def day(self, first: int = -60, last: int = 24) -> Day:
        """A day in the months from `first` to before `last`, counted from the epoch."""
        return month(first + int(self._next() * (last - first)), 1 + int(self._next() * 28))


def month(number: int, day: int = 1) -> Day:
    """A day of a month, counted from the epoch."""
    return datetime.date(EPOCH.year + number // 12, number % 12 + 1, day)


def last_day(number: int) -> Day:
    """The last day of a month, counted from the epoch."""
    return month(number + 1) - datetime.timedelta(days=1)


@dataclass
class Facts:
    """The facts about one pair, seen from its first state, in the order in which they are drawn."""

    subject: str
    partner: str
    rows: list[tuple[str, Day, Values]] = field(default_factory=list)
    """Kind, the day since when it is known, and the columns of the row."""

    def add(self, kind: str, known: Day, cited: str, says: str, **values: Any) -> None:
        """Add a fact; `subject` is the state that is asked about."""
        own = {"id": f"F{len(self.rows) + 1}", "known": known, "sources": cited}
        whole = {"subject": self.subject, **values} if kind != "visit" else values
        self.rows.append((kind, known, {**own, "says": f"SYNTHETIC: {says}", **whole}))


@dataclass(frozen=True)
class Relation:
    """What decides how the two states of a pair get on; the same seen from either."""

    near: bool
    friction: float
    closeness: float


def relation(seed: int, low: str, high: str) -> Relation:
    """Most pairs are indifferent, neighbours have more to do with each other, few are at odds."""
    dice = Dice(seed, "relation", low, high)
    near = dice.happens(0.12)
    friction = dice.share() * dice.share() * (1.1 if near else 0.9)
    friction = 0.7 + 0.3 * dice.share() if dice.happens(0.06 if near else 0.012) else friction
    return Relation(near, friction, dice.share() * (1.2 - 0.7 * friction) * (1.3 if near else 1.0))


def facts_of(seed: int, subject: str, partner: str) -> Facts:
    """Everything that ever becomes known about a pair."""
    low, high = sorted((subject, partner))
    between, both = relation(seed, low, high), Dice(seed, "pair", low, high)
    own, facts = Dice(seed, "towards", subject, partner), Facts(subject, partner)
    geography(facts, between, both)
    ties(facts, between, both, f"{low}-{high}")
    visits(facts, between, both, low, high)
    common_work(facts, between, both, f"{low}-{high}")
    disputes(facts, between, both, own)
    acts(facts, between, own)
    trade(facts, between, own)
    return facts


def geography(facts: Facts, between: Relation, both: Dice) -> None:
    """A border, or a distance."""
    length, known = 10 + int(both.share() * 900), month(-120)
    if between.near:
        says = f"{facts.subject} and {facts.partner} share a border of {length} km."
        facts.add("land_border", known, "atlas/1", says, neighbour=facts.partner, length=length)
    else:
        says = f"{length * 10} km lie between {facts.subject} and {facts.partner}."
        values = {"partner": facts.partner, "length": length * 10}
        facts.add("distance", known, "atlas/1", says, **values)


def ties(facts: Facts, between: Relation, both: Dice, pair: str) -> None:
    """Embassies, partnerships and agreements, more of them between states that are close."""
    chances = {
        "embassy": 0.7,
        "trade_agreement": 0.55,
        "investment_agreement": 0.35,
        "comprehensive_partnership": 0.25,
        "strategic_partnership": 0.12,
        "security_agreement": 0.25,
        "transit_agreement": 0.25 if between.near else 0.05,
    }
    for number, (instrument, chance) in enumerate(chances.items(), start=1):
        if not both.happens(chance * between.closeness):
            continue
        day = both.day(-90, 24)
        status = "in_force" if instrument == "embassy" else both.one(STATUSES)
        name = f"SYNTHETIC {instrument.replace('_', ' ')} {pair} no. {number}"
        values = {"partner": facts.partner, "instrument": instrument, "status": status}
        says = f"{pair}: {instrument.replace('_', ' ')}, {status.replace('_', ' ')}."
        facts.add("tie", day, "treaties/1", says, date=day, name=name, **values)


STATUSES = ("announced", "signed", "ratified", "in_force", "in_force", "in_force")


def visits(facts: Facts, between: Relation, both: Dice, low: str, high: str) -> None:
    """Leaders who travel; of some visits it is not known whether they took place."""
    for _ in range(4):
        if both.happens(0.5 * between.closeness):
            day, (visitor, host) = both.day(-36, 24), both.one([(low, high), (high, low)])
            status = both.one(("completed", "completed", "completed", "cancelled", None))
            values = {"visitor": visitor, "host": host, "level": "head_of_state", "status": status}
            says = f"a leader of {visitor} and a visit to {host} ({status or 'outcome not known'})."
            facts.add("visit", day, "agency/2", says, date=day, **values)


def common_work(facts: Facts, between: Relation, both: Dice, pair: str) -> None:
    """Fields of work, and a route between some of the states; of some its stage is not known."""
    for sector in ("energy", "education", "agriculture", "environment"):
        if both.happens(0.3 * between.closeness):
            day, stage = both.day(-48, 24), both.one(("talks", "memorandum", "agreement"))
            values = {"partner": facts.partner, "sector": sector, "stage": stage}
            says = f"{pair}: work on {sector}, {stage}."
            facts.add("cooperation_track", day, "agency/2", says, date=day, **values)
    if both.happens((0.6 if between.near else 0.15) * between.closeness):
        stages = ("proposed", "studied", "agreed", "financed", "operating", "operating", None)
        day, stage, name = both.day(-60, 24), both.one(stages), f"SYNTHETIC route {pair}"
        values = {"partner": facts.partner, "name": name, "mode": "road", "stage": stage}
        says = f"{pair}: a route, {stage or 'at a stage that is not known'}."
        facts.add("corridor", day, "agency/3", says, date=day, **values)


def disputes(facts: Facts, between: Relation, both: Dice, own: Dice) -> None:
    """A territorial dispute, seen from both sides, and levers of the partner, seen from one."""
    if both.happens((0.55 if between.near else 0.12) * (0.15 + between.friction)):
        level = both.one(LEVELS["high" if between.friction > 0.55 else "low"])
        day = both.day(-120, 24)
        values = {"counterpart": facts.partner, "issue": "territory", "level": level}
        says = f"territory between {facts.subject} and {facts.partner}, {level}."
        facts.add("sensitivity", day, "agency/2", says, date=day, **values)
    for issue in ("trade_leverage", "transit_leverage", "energy_leverage", "debt"):
        if own.happens(0.34 * (0.1 + between.friction)):
            level, used = own.one(LEVELS["high"]), own.one((True, True, False, False, None))
            day = own.day(-60, 24)
            values = {"counterpart": facts.partner, "issue": issue, "level": level}
            says = f"{issue.replace('_', ' ')} of {facts.partner} over {facts.subject}, {level}."
            facts.add("sensitivity", day, "agency/3", says, date=day, exercised=used, **values)


LEVELS = {"low": ("low", "low", "moderate"), "high": ("moderate", "high", "high")}


def acts(facts: Facts, between: Relation, own: Dice) -> None:
    """What organisations of the partner did to the subject; they have numbers, and no members."""
    chance = between.friction * between.friction
    for _ in range(7):
        if own.happens(0.5 * chance):
            act = own.one(("attack", "sabotage", "plot", "arms_transfer", "military_exercise"))
            government = act == "military_exercise"
            number = 1 + int(own.share() * 3)
            who = f"SYNTHETIC {'forces' if government else 'organisation'} {number}"
            conduct(facts, own, who, "government" if government else "non_state_group", act)
    for _ in range(3):
        if own.happens(0.4 * chance):
            act = own.one(("sanction", "border_closure", "border_fee", "export_restriction"))
            conduct(facts, own, "SYNTHETIC ministry", "government", act)


def conduct(facts: Facts, own: Dice, who: str, actor_kind: str, act: str) -> None:
    """One act against the subject, reported by a source that is not always a good one."""
    day, cited = own.day(-40, 24), own.one(("incidents/2", "incidents/2", "agency/3", "rumour/5"))
    place = f"SYNTHETIC place {1 + int(own.share() * 20)}"
    values = {"organisation": f"{who} of {facts.partner}", "actor_kind": actor_kind, "act": act}
    where = {"actor_state": facts.partner, "place": place, "target": facts.subject}
    says = f"{act.replace('_', ' ')} by {who} of {facts.partner} against {facts.subject}."
    facts.add("documented_conduct", day, cited, says, date=day, **values, **where)


def trade(facts: Facts, between: Relation, own: Dice) -> None:
    """Shares and growth of trade by year, known in the July after; one pair in ten has none."""
    if own.happens(0.1):
        return
    weight = own.share() * own.share() * (0.55 if between.near else 0.3)
    for year in (2022, 2023, 2024):
        first, last, known = Day(year, 1, 1), Day(year, 12, 31), Day(year + 1, 7, 1)
        period: dict[str, Any] = {"date": first, "until": last, "partner": facts.partner}
        for direction in ("exports", "imports"):
            share = round(weight * own.share(0.6, 1.4), 3)
            says = f"{facts.partner} has {share:.1%} of the {direction} of {facts.subject}, {year}."
            values = {**period, "direction": direction, "share": share}
            facts.add("trade_dependence", known, "trade/1", says, **values)
        growth = None if own.happens(0.15) else own.share(-0.35, 0.4)
        told = "growth not published" if growth is None else f"growth {growth:+.1%}"
        says = f"trade of {facts.subject} with {facts.partner}, {year}: {told}."
        values = {**period, "direction": "turnover", "growth": growth}
        facts.add("trade_flow", known, "trade/2", says, **values)


def world(states: int, months: int, seed: int) -> dict[str, list[Values]]:
    """The rows of every table of the panel; a case comes with all that is known at its cut-off."""
    pairs = list(itertools.permutations(LABELS[:states], 2))
    facts = {pair: facts_of(seed, *pair) for pair in pairs}
    looked = {pair: searches(seed, *pair) for pair in pairs}
    rows: dict[str, list[Values]] = {"cases": [], "sources": list(sources()), "searched": []}
    for number, (subject, partner) in itertools.product(range(months), pairs):
        as_of = last_day(number)
        case = f"synthetic-{subject}-{partner}-{as_of:%Y-%m}"
        rows["cases"].append(
            {
                "case_id": case,
                "subject": subject,
                "as_of": as_of,
                "horizon": last_day(number + 12),
                "title": f"SYNTHETIC: {subject} and {partner}, {as_of:%B %Y}",
                "question": QUESTION,
                "marking": LOUD,
                "vocabulary": "geopolitics",
            }
        )
        rows["searched"] += [{"case_id": case, **each} for each in looked[subject, partner]]
        for kind, known, values in facts[subject, partner].rows:
            if known <= as_of:
                rows.setdefault(kind, []).append({"case_id": case, **values})
    return rows


def searches(seed: int, subject: str, partner: str) -> list[Values]:
    """The kinds that somebody looked for; where nobody did, nothing on file means not known."""
    dice = Dice(seed, "searched", subject, partner)
    result = "SYNTHETIC search: what is not on file was not drawn."
    return [{"kind": kind, "result": result} for kind in SEARCHED if dice.happens(0.96)]


def sources() -> Iterator[Values]:
    """The rows of the table `sources`."""
    for name, (reliability, part) in SOURCES.items():
        yield {
            "id": name,
            "publisher": f"SYNTHETIC {part} (data generator)",
            "title": "numbers drawn at random",
            "reliability": reliability,
            "note": f"{LOUD}.",
        }


def column_type(name: str) -> pyarrow.DataType:
    """The type of a column, whichever table it is in."""
    if name in {"as_of", "horizon", "date", "until", "known"}:
        return pyarrow.date32()
    if name in {"share", "growth", "length"}:
        return pyarrow.float64()
    return pyarrow.bool_() if name == "exercised" else pyarrow.string()


def write(rows: Mapping[str, Sequence[Values]], folder: Path) -> None:
    """Write every table as Parquet; the mark stands in the metadata of each file as well.

    The folder has its name only when it is whole.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as part:
        write_tables(rows, Path(part) / "whole")
        (Path(part) / "whole").replace(folder)


def write_tables(rows: Mapping[str, Sequence[Values]], folder: Path) -> None:
    """Write every table into a new folder."""
    folder.mkdir()
    (folder / "README.txt").write_text(f"{LOUD}.\n\n{__doc__}", encoding="utf-8")
    for table, given in rows.items():
        names = list(dict.fromkeys(name for row in given for name in row))
        columns = [pyarrow.array((r.get(n) for r in given), column_type(n)) for n in names]
        made = pyarrow.table(columns, names=names).replace_schema_metadata({"marking": LOUD})
        parquet.write_table(made, folder / f"{table}.parquet", compression="zstd")


def main() -> None:
    """Make the world that the command line asks for."""
    parser = argparse.ArgumentParser(description=f"{__doc__.splitlines()[0]} {LOUD}.")
    parser.add_argument("folder", type=Path, help="where the panel is written")
    parser.add_argument("--states", type=int, default=60, help="2 to 60 (default: 60)")
    parser.add_argument("--months", type=int, default=24, help="1 to 24 (default: 24)")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another world")
    asked = parser.parse_args()
    if not 2 <= asked.states <= len(LABELS) or not 1 <= asked.months <= 24:
        parser.error("a world has 2 to 60 states and 1 to 24 months")
    if asked.folder.exists() and any(asked.folder.iterdir()):
        parser.error(f"`{asked.folder}` is not empty: name a new folder")
    made = world(asked.states, asked.months, asked.seed)
    write(made, asked.folder)
    facts = sum(
        len(rows) for name, rows in made.items() if name not in ("cases", "sources", "searched")
    )
    print(f"{LOUD}: {len(made['cases'])} cases, {facts} facts in {asked.folder}")


if __name__ == "__main__":
    main()
