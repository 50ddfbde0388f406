"""A whole panel on Spark: checked, scored and written, then moved to its place and signed for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from riskmemo.batch.bounds import Bound, bounds_of
from riskmemo.batch.database import identifier
from riskmemo.batch.highest import memo_names, risk_root
from riskmemo.batch.holding import held
from riskmemo.batch.loading import Loaded, load_opened, load_part
from riskmemo.batch.manifest import (
    Done,
    Manifest,
    Origin,
    difference_of,
    manifest_of,
    memos_in,
    origin_of,
)
from riskmemo.batch.outputs import FOLDERS, MEMOS, NAME, refuse_stranger
from riskmemo.batch.results import (
    MATCHES_OF,
    found_select,
    match_parts,
    rules_of_statements,
    scenarios_of,
    scored_select,
    scores_select,
)
from riskmemo.batch.shards import told_select
from riskmemo.batch.spark.database import SparkDatabase
from riskmemo.batch.spark.files import Files, writing
from riskmemo.batch.spark.session import DEFAULT_MASTER, session
from riskmemo.batch.spark.tables import fingerprints, opened
from riskmemo.batch.storing import Asked, Batch, Told
from riskmemo.batch.to_case import case_in
from riskmemo.engines import limits
from riskmemo.engines.sql.panel import Panel
from riskmemo.engines.sql.queries import Tables, fact_table
from riskmemo.engines.sql.spark import Spark
from riskmemo.errors import EvaluationRefused, Mistake, OutputRefused
from riskmemo.model.assessment import BASE
from riskmemo.scoring.bands import tables_at

PART = ".part-"
"""How the name of the folder begins in which a run works; 32 hexadecimal digits follow."""
WORKPLACE = re.compile(rf"{re.escape(PART)}[0-9a-f]{{32}}")


@dataclass(frozen=True)
class OnSpark:
    """A batch for Spark: panel and output are paths that Spark can reach."""

    asked: Asked
    panel: str
    output: str
    master: str = DEFAULT_MASTER


def batch_on_spark(given: OnSpark, told: Told = lambda *_: None) -> Batch:
    """Assess every case of a panel on Spark.

    Raises as `storing.batch` does, and where Spark cannot be started or its cluster gives up.
    """
    if given.asked.memos:
        risk_root(given.asked.ruleset)
    with session(given.master) as spark, writing(given.output):
        return SparkRun(given, spark).run(told)


class SparkRun:
    """One batch in a session."""

    def __init__(self, given: OnSpark, spark: Any) -> None:
        self.given, self.asked = given, given.asked
        self.files = Files(spark, given.output)
        self.part = f"{PART}{uuid4().hex}"
        self.stale_memos: list[str] = []
        """Of the output that this run replaces."""
        self.database = SparkDatabase(spark, self.files.at(f"{self.part}/work"))
        whole = self.asked.matches or self.asked.gaps
        self.panel = Panel(self.asked.ruleset, Spark(), whole=whole)

    def run(self, told: Told) -> Batch:
        """Everything, unless it was written before."""
        origin = self._origin()
        manifest = self._manifest(origin)
        done = Batch(manifest, place=self.given.output)
        if manifest.shards and not self.asked.memos:
            return done
        with self._working():
            # read again: until the folder was held, another run may have written into it
            done.manifest = self._manifest(origin)
            if self.asked.memos or not done.manifest.shards:
                self._work(done, told)
        return done

    def _work(self, done: Batch, told: Told) -> None:
        manifest, vocabulary = done.manifest, self.asked.ruleset.vocabulary
        found = opened(self.given.panel, vocabulary, self.database)
        loaded = load_opened(found, vocabulary, self.database)
        self._compute(loaded, told)
        if not manifest.shards:
            manifest.cases = loaded.cases
            manifest.shards.append(self._written(loaded))
            self._put(manifest)
            done.computed = 1
        done.seconds = self._seconds()
        if self.asked.memos:
            names = self._highest()
            done.highest = [case_in(loaded, name, vocabulary, self.database) for name in names]
            manifest.memos = sorted({*manifest.memos, *memo_names(done.highest)})
            self.files.write(NAME, manifest.text())

    # --- what is there --------------------------------------------------------------------------

    def _origin(self) -> Origin:
        tables = fingerprints(self.given.panel, self.database)
        return origin_of(self.asked.ruleset, tables, self.asked.contents)

    def _manifest(self, origin: Origin) -> Manifest:
        """The manifest of this run; raises `OutputRefused` where another's output is there."""
        nothing = Manifest(Path(self.given.output), origin)
        if not self.files.there():
            return nothing
        if not self.files.is_folder():
            message = f"`{self.given.output}` is not a folder"
            advice = "choose another with `-o`"
            raise OutputRefused(Mistake("output-not-a-folder", message, help=advice))
        text = self.files.text(NAME) if self.files.there(NAME) else ""
        known = manifest_of(text, Path(self.given.output), origin)
        if known is not None and self._is_whole(known):
            return known
        self._refuse_strangers()
        self.stale_memos = memos_in(text)
        if known is None and self._is_occupied() and not self.asked.force:
            what = difference_of(text, origin)
            message = f"`{self.given.output}` holds the output of another run: {what}"
            advice = "choose another place with `-o`, or replace it with `--force`"
            raise OutputRefused(Mistake("batch-differs", message, help=advice))
        return nothing

    def _is_whole(self, manifest: Manifest) -> bool:
        """Whether every file that was written is there in its size."""
        sizes: dict[str, int] = {}
        for name in self.asked.contents:
            if self.files.is_folder(name):
                sizes |= {f"{name}/{each.name}": each.bytes for each in self.files.listed(name)}
        return bool(manifest.shards) and all(
            sizes.get(name) == told["bytes"]
            for done in manifest.shards
            for name, told in done.files.items()
        )

    def _is_occupied(self) -> bool:
        return any(map(self.files.there, (NAME, *FOLDERS)))

    def _refuse_strangers(self) -> None:
        """Raise `OutputRefused` where a folder that would go holds what no run has written."""
        for folder in filter(self.files.is_folder, FOLDERS):
            for each in self.files.listed(folder):
                refuse_stranger(each.name, self.files.at(folder))

    # --- computing ------------------------------------------------------------------------------

    def _compute(self, loaded: Loaded, told: Told) -> None:
        """Leaves the views `scores SCENARIO`, and `found` if matches are asked for."""
        program, database = self.asked.ruleset, self.database
        ((earliest,),) = database.run("SELECT min(as_of) FROM loaded_cases")
        tables_at(program.ruleset.bands, earliest)
        load_part(program, loaded, database, 0, loaded.cases)
        statements = [*self.panel.strata(), *self.panel.folds()]
        bounds = list(bounds_of(self.panel.program, loaded.most))
        first_fold = next(each.name for each in statements if not self._is_stratum(each.name))
        self.rules = rules_of_statements(statements)
        for number, each in enumerate(statements):
            told(number, len(statements) + 1)
            for bound in bounds:
                if (bound.before or first_fold) == each.name:
                    self._hold_to(bound)
            database.keep_tree(each.name, each.select, stays=True)
        told(len(statements), len(statements) + 1)
        for scenario in scenarios_of(program):
            name = scenario or BASE
            database.keep_tree(f"all {name}", self.panel.scores(scenario))
            select = scored_select(program, f"SELECT * FROM {identifier(f'all {name}')}")
            database.run(f"CREATE TEMP TABLE {identifier(f'scores {name}')} AS {select}")
        if self.asked.matches or self.asked.gaps:
            self._find()

    @staticmethod
    def _is_stratum(name: str) -> bool:
        return name.startswith(fact_table(""))

    def _hold_to(self, bound: Bound) -> None:
        """Raise `EvaluationRefused` where a rule finds more in a case than engines allow."""
        tables = Tables(self.panel.program, Spark())
        select = tables.rows(bound.query).select
        for name, other in tables.others.items():
            self.database.keep_tree(name, other)
        self.database.keep_tree("counted", select)
        for (case,) in self.database.run(
            "SELECT c.case_id FROM (SELECT _case FROM counted GROUP BY _case"
            f" HAVING count(*) > {limits.MAX_MATCHES} ORDER BY _case LIMIT 1) AS r"
            " JOIN loaded_cases AS c ON c._case = r._case"
        ):
            raise EvaluationRefused(bound.refused_in(case))

    def _find(self) -> None:
        for rule, select in self.panel.matches():
            self._others()
            self.database.keep_tree(f"{MATCHES_OF}{rule}", select)
        selects = {
            typed.rule.id: f"SELECT * FROM {identifier(f'{MATCHES_OF}{typed.rule.id}')}"
            for typed in self.panel.program.rules
        }
        parts = [select for _, select in match_parts(self.asked.ruleset, selects)]
        if not parts:
            parts = [NO_MATCHES]
        self.database.run(f"CREATE TEMP TABLE found AS {' UNION ALL '.join(parts)}")

    def _others(self) -> None:
        """The absences that matches read beside those of the scores."""
        for name, select in self.panel.tables.others.items():
            self.database.keep_tree(name, select)
        self.panel.tables.others.clear()

    def _seconds(self) -> dict[tuple[str, ...], float]:
        found: dict[tuple[str, ...], float] = {}
        for name, rules in self.rules.items():
            found[rules] = found.get(rules, 0.0) + self.database.seconds.get(name, 0.0)
        return found

    def _highest(self) -> list[str]:
        """The cases with the highest risk in the base; equal ones in the order of the panel."""
        score = identifier(f"score {risk_root(self.asked.ruleset)}")
        rows = self.database.run(
            f"SELECT c.key FROM {identifier(f'scores {BASE}')} AS s JOIN loaded_cases AS c"
            f" ON c._case = s._case WHERE s.{score} IS NOT NULL"
            f" ORDER BY s.{score} DESC, c._case LIMIT {int(self.asked.memos)}"
        )
        return [str(row[0]) for row in rows]

    # --- writing --------------------------------------------------------------------------------

    @contextmanager
    def _working(self) -> Iterator[None]:
        """A folder inside the output into which Spark writes; what others have left goes too.

        A folder for output into which nothing was written is not left behind.
        """
        was_there = self.files.there()
        folder = self.files.folder
        try:
            with held(folder) if folder else nullcontext():
                for each in self.files.listed() if was_there else ():
                    if WORKPLACE.fullmatch(each.name) and each.is_folder:
                        self.files.remove(each.name)
                try:
                    yield
                finally:
                    with suppress(Exception):  # Spark may be gone, and what went wrong is told
                        self.files.remove(self.part)
        finally:
            with suppress(Exception):
                if not was_there and self.files.there() and not self.files.listed():
                    self.files.remove("")

    def _written(self, loaded: Loaded) -> Done:
        """Write every table into a folder, and count what is in it."""
        program, database = self.asked.ruleset, self.database
        scenarios = [name or BASE for name in scenarios_of(program)]
        selects = {"scores": scores_select(program, scenarios)}
        selects |= {name: found_select(name) for name in self.asked.contents[1:]}
        files: dict[str, dict[str, int]] = {}
        for name, select in selects.items():
            folder = f"{self.part}/{name}"
            rows = database.write(select, self.files.at(folder))
            for each in self.files.listed(folder):
                if each.name.endswith(".parquet"):
                    told = {"rows": rows.get(each.name, 0), "bytes": each.bytes}
                    files[f"{name}/{each.name}"] = told
        written = database.session.read.parquet(self.files.at(f"{self.part}/scores"))
        database.view("written scores", written)
        bands = database.run(told_select(program, 'SELECT * FROM "written scores"'))
        database.keep_tree("matched", self.panel.matched())
        (matched,) = database.run("SELECT * FROM matched")
        rules = (typed.rule.id for typed in program.contributing)
        counts = dict(zip(rules, matched, strict=False))
        return Done(0, loaded.cases, files, [list(row) for row in bands], counts)

    def _put(self, manifest: Manifest) -> None:
        """Move what is written to its place; the manifest comes last, so nothing looks whole."""
        self._refuse_strangers()
        for name in (NAME, *FOLDERS, *(f"{MEMOS}/{memo}" for memo in self.stale_memos)):
            self.files.remove(name)
        for name in self.asked.contents:
            self.files.rename(f"{self.part}/{name}", name)
        self.files.write(NAME, manifest.text())


NO_MATCHES = (
    "SELECT NULL::BIGINT AS _case, NULL::VARCHAR AS rule, NULL::MAP(VARCHAR, VARCHAR) AS facts,"
    " NULL::VARCHAR[] AS ids, NULL::DOUBLE AS strength, NULL::DECIMAL(18, 6) AS points,"
    " NULL::BOOLEAN AS gate, NULL::BOOLEAN AS is_match LIMIT 0"
)
