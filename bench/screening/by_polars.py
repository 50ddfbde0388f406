"""The 40 rules as somebody who knows Polars would write them, lazily from the files, without gaps.

A rule is a column that is true where a fact, or a pair of facts, matches; `any` folds it by case.
"""

from pathlib import Path

import polars as pl

CASE = "case_id"


def scores(folder: Path) -> pl.DataFrame:
    """Micropoints by case, in the order of cases."""
    tie, kin, felt = (_scan(folder, name) for name in ("tie", "kin", "sensitivity"))
    felt = felt.rename({"level": "felt"})
    found = [
        _by_case(_scan(folder, "indicator"), _thresholds()),
        _by_case(tie, [*_any(), *_none()]),
        _by_case(tie.join(kin, left_on=[CASE, "partner"], right_on=[CASE, "state"]), _tie_kin()),
        _by_case(tie.join(felt, left_on=[CASE, "partner"], right_on=[CASE, "state"]), _tie_felt()),
        _by_case(kin.join(felt, on=[CASE, "state"]), [(pl.col("share") > 0.05).alias("ks")]),
        _by_case(_three(tie, kin, felt), _of_three()),
        *(_by_case(each, [pl.lit(value=True).alias(f"absent{n}")])
          for n, each in enumerate(_absent(tie, kin, felt))),
    ]  # fmt: skip
    every = _scan(folder, "cases").select(CASE)
    for each in found:
        every = every.join(each, on=CASE, how="left", maintain_order="left")
    state = _scan(folder, "state").select(CASE).unique().with_columns(state=pl.lit(value=True))
    every = every.join(state, on=CASE, how="left", maintain_order="left")
    names = [name for name in every.collect_schema().names() if name not in {CASE, "state"}]
    held = [pl.col(name).fill_null(value=False) for name in names if not name.startswith("no ")]
    held += [
        pl.col("state").fill_null(value=False) & ~pl.col(name).fill_null(value=False)
        for name in names
        if name.startswith("no ")
    ]
    points = pl.min_horizontal(2 * pl.sum_horizontal(h.cast(pl.Int64) for h in held), pl.lit(100))
    return every.select(pl.col(CASE), (points * 1_000_000).cast(pl.Int64).alias("risk")).collect(
        engine="streaming"
    )


def _scan(folder: Path, name: str) -> pl.LazyFrame:
    return pl.scan_parquet(folder / f"{name}.parquet").drop("id", "known", strict=False)


def _by_case(frame: pl.LazyFrame, rules: list[pl.Expr]) -> pl.LazyFrame:
    return frame.select(CASE, *rules).group_by(CASE).agg(pl.all().any())


def _thresholds() -> list[pl.Expr]:
    value = pl.col("value")
    rules = [
        ("debt", value > 60), ("debt", value > 90), ("growth", value < 2), ("growth", value < 0),
        ("inflation", value > 8), ("inflation", value > 15), ("reserves", value < 3),
        ("exports", value > 50), ("exports", value > 70), ("unrest", value > 4),
        ("turnout", value < 40), ("poverty", value > 25), ("energy", value > 30),
        ("press", value < 50), ("press", value < 30),
    ]  # fmt: skip
    return [
        ((pl.col("name") == name) & rule).alias(f"i{n}") for n, (name, rule) in enumerate(rules)
    ]


def _any() -> list[pl.Expr]:
    status, level, partner = pl.col("status"), pl.col("level"), pl.col("partner")
    rules = [
        status == "in_force", level >= 4, (status == "signed") & (level > 2),
        partner.is_in(["KAZ", "UZB"]) & (level >= 2), (status != "announced") | (level >= 5),
    ]  # fmt: skip
    return [rule.alias(f"t{n}") for n, rule in enumerate(rules)]


def _none() -> list[pl.Expr]:
    status, level, partner = pl.col("status"), pl.col("level"), pl.col("partner")
    rules = [
        status == "announced", level < 1, partner == "TKM", (status == "signed") & (level < 2),
        level > 4,
    ]  # fmt: skip
    return [rule.alias(f"no {n}") for n, rule in enumerate(rules)]


def _tie_kin() -> list[pl.Expr]:
    share, level = pl.col("share"), pl.col("level")
    rules = [share >= 0.03, pl.col("status") == "in_force", (level >= 3) & (share >= 0.01)]
    return [rule.alias(f"tk{n}") for n, rule in enumerate(rules)]


def _tie_felt() -> list[pl.Expr]:
    felt = pl.col("felt")
    rules = [
        pl.col("issue") == "border", felt > pl.col("level"),
        (pl.col("status") == "signed") & (felt >= 2),
    ]  # fmt: skip
    return [rule.alias(f"ts{n}") for n, rule in enumerate(rules)]


def _three(tie: pl.LazyFrame, kin: pl.LazyFrame, felt: pl.LazyFrame) -> pl.LazyFrame:
    """Ties with sensitivities of a state of which there is a minority."""
    known = tie.join(kin, left_on=[CASE, "partner"], right_on=[CASE, "state"], how="semi")
    return known.join(felt, left_on=[CASE, "partner"], right_on=[CASE, "state"])


def _of_three() -> list[pl.Expr]:
    felt = pl.col("felt")
    rules = [felt >= 3, pl.col("issue") == "minority", pl.col("level") + felt > 6]
    return [rule.alias(f"kst{n}") for n, rule in enumerate(rules)]


def _absent(tie: pl.LazyFrame, kin: pl.LazyFrame, felt: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The facts beside which another is absent."""
    by_partner, by_state = [CASE, "partner"], [CASE, "state"]
    return [
        tie.join(felt, left_on=by_partner, right_on=by_state, how="anti"),
        tie.join(
            kin.filter(pl.col("share") > 0.02), left_on=by_partner, right_on=by_state, how="anti"
        ),
        kin.join(
            tie.filter(pl.col("status") == "in_force"),
            left_on=by_state, right_on=by_partner, how="anti",
        ),
        felt.join(
            tie.filter(pl.col("level") > 2), left_on=by_state, right_on=by_partner, how="anti"
        ),
        kin.join(felt.filter(pl.col("issue") == "minority"), on=by_state, how="anti"),
    ]  # fmt: skip
