"""Writes the file of compiled charts again: `make charts`."""

import json
from pathlib import Path

from riskmemo.memo.charts import ENDING, compiled_now, specification
from riskmemo.memo.compiled import FILE, key_of
from riskmemo.memo.design import Design


def text() -> str:
    """The file as it should be: one line for each chart."""
    design = Design()
    files = [Path(name).name for name in sorted(design.names()) if name.endswith(ENDING)]
    charts = [specification(file, design) for file in files]
    lines = [
        f'"{key_of(chart)}": {json.dumps(compiled_now(chart, design), ensure_ascii=False)}'
        for chart in charts
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
