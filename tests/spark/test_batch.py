"""A panel on Spark: the tables that DuckDB writes, and its refusals in its words."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from riskmemo.batch.highest import memo_names
from riskmemo.batch.holding import held
from riskmemo.batch.spark.running import OnSpark, SparkRun
from riskmemo.batch.storing import Asked, Batch, batch
from riskmemo.errors import InvalidInput, OutputRefused
from riskmemo.language.program import Program
from tests.batch.panels import SIGNED, TIE, A, parquet_panel, rows
from tests.building import told

GOOD = {
    "cases": rows(A, {**A, "case_id": "B"}),
    "tie": rows(
        {**TIE, "status": "signed", "level": -0.0},
        {**TIE, "id": "T2", "status": None, "level": 3.5},
        {**TIE, "case_id": "B", "status": "signed", "level": None},
    ),
}
TABLES = ("scores", "matches", "gaps")


def on_spark(spark: Any, panel: Path, output: Path, given: Program = SIGNED, **more: Any) -> Batch:
    """A run with matches and gaps, in the session of the tests."""
    asked = Asked(panel, given, output, **{"matches": True, "gaps": True, **more})
    return SparkRun(OnSpark(asked, str(panel), str(output)), spark).run(lambda *_: None)


def written(folder: Path) -> list[Any]:
    """The columns with their types, and the rows, of every table that was written."""
    tables = [parquet.read_table(folder / name) for name in TABLES]
    return [
        (dict(zip(t.column_names, map(str, t.schema.types), strict=True)), t.to_pylist())
        for t in tables
    ]


def test_both_engines_write_the_same_rows(tmp_path: Path, spark: Any) -> None:
    """In the same order and with the same types; the manifests tell the same bands."""
    panel = parquet_panel(tmp_path / "panel", GOOD)
    one = batch(Asked(panel, SIGNED, tmp_path / "duckdb", matches=True, gaps=True))
    other = on_spark(spark, panel, tmp_path / "spark")
    assert written(tmp_path / "spark") == written(tmp_path / "duckdb")
    for what in ("bands", "matched", "cases"):
        (shard,), (same,) = one.manifest.shards, other.manifest.shards
        assert getattr(shard, what) == getattr(same, what)
    manifest = json.loads((tmp_path / "spark/manifest.json").read_text("utf-8"))
    assert manifest["complete"] is True
    assert sorted(each.name for each in (tmp_path / "spark").iterdir() if each.is_dir()) == [
        "gaps", "matches", "scores",
    ]  # fmt: skip
    assert on_spark(spark, panel, tmp_path / "spark").computed == 0
    parquet_panel(panel, {"tie": rows({**TIE, "status": "announced"})})
    with pytest.raises(OutputRefused, match="the tables of the panel have changed"):
        on_spark(spark, panel, tmp_path / "spark")


def test_each_engine_replaces_the_output_of_the_other(tmp_path: Path, spark: Any) -> None:
    """With `--force`, its memos too; what no run has written stays, or is refused."""
    panel, out = parquet_panel(tmp_path / "panel", GOOD), tmp_path / "out"
    (memo,) = memo_names(batch(Asked(panel, SIGNED, out, memos=1)).highest)
    for name in ("ranges/00000.parquet", f"memos/{memo}", "memos/mine.html", ".part-mine/x"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("there", encoding="utf-8")
    with pytest.raises(OutputRefused, match="holds the output of another run"):
        on_spark(spark, panel, out, gaps=False)
    (out / "gaps").mkdir()
    (out / "gaps/mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputRefused, match=r"gaps` holds `mine\.txt`, which no run has written"):
        on_spark(spark, panel, out, gaps=False, force=True)
    assert (out / "scores/00000.parquet").exists()
    (out / "gaps/mine.txt").unlink()
    done = on_spark(spark, panel, out, gaps=False, force=True, memos=1)
    assert memo_names(done.highest) == [memo]
    assert json.loads((out / "manifest.json").read_text("utf-8"))["memos"] == [memo]
    assert sorted(each.name for each in out.iterdir() if not each.name.endswith(".crc")) == [
        ".part-mine", "manifest.json", "matches", "memos", "scores",
    ]  # fmt: skip
    assert [each.name for each in (out / "memos").iterdir()] == ["mine.html"]
    assert (out / "scores/_SUCCESS").exists()
    batch(Asked(panel, SIGNED, out, force=True))
    assert [each.name for each in (out / "scores").iterdir()] == ["00000.parquet"]
    assert not (out / "matches").exists()
    with pytest.raises(OutputRefused, match="holds the output of another run"):
        on_spark(spark, panel, out)
    with held(out), pytest.raises(OutputRefused, match="another run is writing into"):
        on_spark(spark, panel, out, force=True)


BAD = {
    "cases": rows(A, A, {**A, "case_id": None, "subject": "Mongolia"}),
    "tie": rows(
        {**TIE, "status": "sigend", "level": float("nan"), "partner": "KZ"},
        {**TIE, "id": "1", "level": float("inf"), "until": datetime.date(2025, 1, 1)},
        {**TIE, "case_id": "C", "known": None, "level": 2.0**60},
    ),
}


def test_both_engines_refuse_in_the_same_words(tmp_path: Path, spark: Any) -> None:
    """Every mistake with its table, column and rows; nothing is written."""
    panel = parquet_panel(tmp_path / "panel", BAD)
    with pytest.raises(InvalidInput) as one:
        batch(Asked(panel, SIGNED, tmp_path / "duckdb"))
    with pytest.raises(InvalidInput) as other:
        on_spark(spark, panel, tmp_path / "spark")
    expected = [told(each) for each in one.value.mistakes]
    assert len(expected) > 8
    assert [told(each) for each in other.value.mistakes] == expected
    assert not (tmp_path / "spark").exists()


NAMED = {
    "cases": rows({**A, "_row": 7}),
    "tie": rows({**TIE, "known": None, "date": "21.7.2025"}),
    "act": rows({"case_id": "A", "id": "X1", "known": TIE["known"], "_ROW": 1}),
}


def test_both_engines_refuse_names_and_days_alike(tmp_path: Path, spark: Any) -> None:
    """Names of columns that are ours are told as such, and a bad day once."""
    panel = parquet_panel(tmp_path / "panel", NAMED)
    with pytest.raises(InvalidInput) as one:
        batch(Asked(panel, SIGNED, tmp_path / "duckdb"))
    with pytest.raises(InvalidInput) as other:
        on_spark(spark, panel, tmp_path / "spark")
    found = sorted(told(each) for each in other.value.mistakes)
    assert found == sorted(told(each) for each in one.value.mistakes)
    assert [each.partition(":")[0] for each in found] == [
        "not-a-date",
        "unknown-column",
        "unknown-column",
    ]


def test_a_csv_table_is_refused(tmp_path: Path, spark: Any) -> None:
    """Spark would read it as it likes."""
    panel = parquet_panel(tmp_path / "panel", GOOD)
    (panel / "deal.csv").write_text("case_id,id\n", encoding="utf-8")
    (panel / "sources.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        on_spark(spark, panel, tmp_path / "spark")
    assert "not-parquet: Spark reads Parquet, and `sources.csv` is something else" in told(
        refused.value.mistakes[-1]
    )
