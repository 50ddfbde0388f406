"""The 40 rules of the workload as somebody who knows DuckDB would write them, without gaps.

`JOINS` scans each kind once and joins facts as the rules say; `CELLS` notices that all joins are by
the same key, and puts facts into cells by it. A rule is a bit, as that is the fastest; `<<` and `|`
bind equally there. `MATCHES` gives one row a match.
"""

from bench.workload import ABSENCES, ALL, ANY, JOINS, THRESHOLDS

THRESHOLD_BITS = """
i AS (SELECT _case, bit_count(bit_or(CASE name
    WHEN 'debt' THEN (value > 60)::INT + 2 * (value > 90)::INT
    WHEN 'growth' THEN 4 * (value < 2)::INT + 8 * (value < 0)::INT
    WHEN 'inflation' THEN 16 * (value > 8)::INT + 32 * (value > 15)::INT
    WHEN 'reserves' THEN 64 * (value < 3)::INT
    WHEN 'exports' THEN 128 * (value > 50)::INT + 256 * (value > 70)::INT
    WHEN 'unrest' THEN 512 * (value > 4)::INT
    WHEN 'turnout' THEN 1024 * (value < 40)::INT
    WHEN 'poverty' THEN 2048 * (value > 25)::INT
    WHEN 'energy' THEN 4096 * (value > 30)::INT
    WHEN 'press' THEN 8192 * (value < 50)::INT + 16384 * (value < 30)::INT END)) AS n
  FROM facts_indicator GROUP BY _case)"""
ANY_BITS = """(status = 'in_force')::INT + 2 * (level >= 4)::INT
    + 4 * (status = 'signed' AND level > 2)::INT
    + 8 * (partner IN ('KAZ', 'UZB') AND level >= 2)::INT
    + 16 * (status <> 'announced' OR level >= 5)::INT"""
ALL_BITS = """(status = 'announced')::INT + 2 * (level < 1)::INT + 4 * (partner = 'TKM')::INT
    + 8 * (status = 'signed' AND level < 2)::INT + 16 * (level > 4)::INT"""
POINTS = "LEAST(2 * ({count}), 100)::BIGINT * 1000000 AS risk"

_JOINED = " + ".join(
    ["coalesce(i.n, 0)"]
    + [f"coalesce(bit_count({bits}), 0)" for bits in ("t.m", "tk.m", "ts.m", "kst.m", "a.m")]
    + ["(ks._case IS NOT NULL)::INT"]
    + ["CASE WHEN f._case IS NULL THEN 0 ELSE 5 - coalesce(bit_count(t.n), 0) END"]
)
JOINS_SQL = f"""
WITH {THRESHOLD_BITS},
t AS (SELECT _case, bit_or({ANY_BITS}) AS m, bit_or({ALL_BITS}) AS n
  FROM facts_tie GROUP BY _case),
f AS (SELECT DISTINCT _case FROM facts_state),
tk AS (SELECT t._case, bit_or((share >= 0.03)::INT + 2 * (status = 'in_force')::INT
    + 4 * (level >= 3 AND share >= 0.01)::INT) AS m
  FROM facts_tie AS t JOIN facts_kin AS k ON k._case = t._case AND k.state = t.partner
  GROUP BY t._case),
ts AS (SELECT t._case, bit_or((issue = 'border')::INT + 2 * (s.level > t.level)::INT
    + 4 * (status = 'signed' AND s.level >= 2)::INT) AS m
  FROM facts_tie AS t JOIN facts_sensitivity AS s ON s._case = t._case AND s.state = t.partner
  GROUP BY t._case),
ks AS (SELECT DISTINCT k._case FROM facts_kin AS k
  JOIN facts_sensitivity AS s ON s._case = k._case AND s.state = k.state WHERE k.share > 0.05),
kst AS (SELECT t._case, bit_or((s.level >= 3)::INT + 2 * (s.issue = 'minority')::INT
    + 4 * (t.level + s.level > 6)::INT) AS m
  FROM facts_tie AS t JOIN facts_sensitivity AS s ON s._case = t._case AND s.state = t.partner
  WHERE EXISTS (FROM facts_kin AS k WHERE k._case = t._case AND k.state = t.partner)
  GROUP BY t._case),
absent AS (
  SELECT _case, 1 AS b FROM facts_tie AS t WHERE NOT EXISTS (
    FROM facts_sensitivity AS s WHERE s._case = t._case AND s.state = t.partner)
  UNION ALL SELECT _case, 2 FROM facts_tie AS t WHERE NOT EXISTS (
    FROM facts_kin AS k WHERE k._case = t._case AND k.state = t.partner AND k.share > 0.02)
  UNION ALL SELECT _case, 4 FROM facts_kin AS k WHERE NOT EXISTS (
    FROM facts_tie AS t WHERE k._case = t._case AND k.state = t.partner AND t.status = 'in_force')
  UNION ALL SELECT _case, 8 FROM facts_sensitivity AS s WHERE NOT EXISTS (
    FROM facts_tie AS t WHERE s._case = t._case AND s.state = t.partner AND t.level > 2)
  UNION ALL SELECT _case, 16 FROM facts_kin AS k WHERE NOT EXISTS (
    FROM facts_sensitivity AS s
    WHERE s._case = k._case AND s.state = k.state AND s.issue = 'minority')),
a AS (SELECT _case, bit_or(b) AS m FROM absent GROUP BY _case)
SELECT c._case, {POINTS.format(count=_JOINED)} FROM cases AS c
LEFT JOIN i USING (_case) LEFT JOIN t USING (_case) LEFT JOIN f USING (_case)
LEFT JOIN tk USING (_case) LEFT JOIN ts USING (_case) LEFT JOIN ks USING (_case)
LEFT JOIN kst USING (_case) LEFT JOIN a USING (_case)"""

_COUNTED = (
    "coalesce(i.n, 0) + coalesce(bit_count(m), 0) + coalesce(bit_count(j), 0)"
    " + CASE WHEN f._case IS NULL THEN 0 ELSE 5 - coalesce(bit_count(c.n), 0) END"
)
CELLS_SQL = f"""
WITH {THRESHOLD_BITS},
one AS (
  SELECT _case, partner AS state, level AS low, level AS high, NULL::DOUBLE AS share,
    NULL::DOUBLE AS felt, CASE status WHEN 'in_force' THEN 9 WHEN 'signed' THEN 10 ELSE 12 END AS b,
    {ANY_BITS} AS m, {ALL_BITS} AS n FROM facts_tie
  UNION ALL SELECT _case, state, NULL, NULL, share, NULL, 16, 0, 0 FROM facts_kin
  UNION ALL SELECT _case, state, NULL, NULL, NULL, level,
    CASE issue WHEN 'border' THEN 96 WHEN 'minority' THEN 160 ELSE 32 END, 0, 0
  FROM facts_sensitivity),
k AS (SELECT _case, min(low) AS low, max(high) AS high, max(share) AS share, max(felt) AS felt,
    bit_or(b) AS b, bit_or(m) AS m, bit_or(n) AS n FROM one GROUP BY _case, state),
c AS (SELECT _case, bit_or(m) AS m, bit_or(n) AS n, bit_or(
    CASE WHEN b & 24 = 24 THEN (share >= 0.03)::INT + 2 * (b & 1)
      + 4 * (high >= 3 AND share >= 0.01)::INT ELSE 0 END
    + CASE WHEN b & 40 = 40 THEN 8 * (b & 64 <> 0)::INT + 16 * (felt > low)::INT
      + 32 * (b & 2 <> 0 AND felt >= 2)::INT ELSE 0 END
    + CASE WHEN b & 48 = 48 THEN 64 * (share > 0.05)::INT ELSE 0 END
    + CASE WHEN b & 56 = 56 THEN 128 * (felt >= 3)::INT + 256 * (b & 128 <> 0)::INT
      + 512 * (high + felt > 6)::INT ELSE 0 END
    + CASE WHEN b & 8 <> 0 THEN 1024 * (b & 32 = 0)::INT
      + 2048 * (coalesce(share, 0) <= 0.02)::INT ELSE 0 END
    + CASE WHEN b & 16 <> 0 THEN 4096 * (b & 1 = 0)::INT + 16384 * (b & 128 = 0)::INT ELSE 0 END
    + CASE WHEN b & 32 <> 0 THEN 8192 * (coalesce(high, 0) <= 2)::INT ELSE 0 END) AS j
  FROM k GROUP BY _case)
SELECT a._case, {POINTS.format(count=_COUNTED)} FROM cases AS a
LEFT JOIN i USING (_case) LEFT JOIN c USING (_case)
LEFT JOIN (SELECT DISTINCT _case FROM facts_state) AS f USING (_case)"""

TABLES = {"t": "facts_tie", "k": "facts_kin", "s": "facts_sensitivity"}


def matches() -> str:
    """One row a match: the case, the rule, and the ids of its facts."""
    return " UNION ALL ".join([*_thresholds(), *_any(), *_all(), *_joined(), *_absences()])


def _thresholds() -> list[str]:
    listed = []
    for number, text in enumerate(THRESHOLDS):
        name, sign, limit = text.split()
        where = f"name = '{name}' AND value {sign} {limit}"
        listed.append(
            f"SELECT _case, 'threshold-{number}-0' AS rule, [_id] AS ids"
            f" FROM facts_indicator WHERE {where}"
        )
    return listed  # fmt: skip


def _sql(text: str) -> str:
    """A condition of the workload in SQL."""
    swapped = text.replace("==", "=").replace("[", "(").replace("]", ")")
    return swapped.replace('"', "'")


def _any() -> list[str]:
    return [
        f"SELECT _case, 'any-{n}-0', [_id] FROM facts_tie AS t WHERE {_sql(text)}"
        for n, text in enumerate(ANY)
    ]


def _all() -> list[str]:
    return [
        f"SELECT _case, 'all-{n}-0', [_id] FROM facts_state AS f WHERE NOT EXISTS"
        f" (FROM facts_tie AS t WHERE t._case = f._case AND {_sql(text)})"
        for n, text in enumerate(ALL)
    ]


def _joined() -> list[str]:
    listed = []
    for n, (aliases, where) in enumerate(JOINS):
        first, others = aliases[0], aliases[1:]
        ids = ", ".join(f"{alias}._id" for alias in aliases)
        tables = f"{TABLES[first]} AS {first}" + "".join(
            f" JOIN {TABLES[other]} AS {other} ON {other}._case = {first}._case" for other in others
        )
        conditions = " AND ".join(map(_sql, where))
        listed.append(
            f"SELECT {first}._case, 'join-{n}-0', [{ids}] FROM {tables} WHERE {conditions}"
        )
    return listed


def _absences() -> list[str]:
    return [
        f"SELECT {o}._case, 'absence-{n}-0', [{o}._id] FROM {TABLES[o]} AS {o} WHERE NOT EXISTS"
        f" (FROM {TABLES[i]} AS {i} WHERE {i}._case = {o}._case AND {_sql(text)})"
        for n, (o, i, text) in enumerate(ABSENCES)
    ]
