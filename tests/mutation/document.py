"""Writes the tables of `docs/mutation.md` from the last results and from `survivors.yaml`."""

from collections import Counter

import yaml

from tests.mutation.parts import PARTS, ROOT
from tests.mutation.report import EXPLAINED, killed, results_of, score

PAGE = ROOT / "docs/mutation.md"
SCORES, WHYS = "<!-- scores -->\n", "<!-- survivors -->\n"


def main() -> None:
    """Write the tables between the marks that stand in the page."""
    page = _between(PAGE.read_text("utf-8"), SCORES, _scores())
    PAGE.write_text(_between(page, WHYS, _whys()), "utf-8")


def _between(page: str, mark: str, table: str) -> str:
    before, _, after = page.split(mark)
    return "".join((before, mark, table, mark, after))


def _scores() -> str:
    rows = ["| part | mutants | killed | score |", "| --- | ---: | ---: | ---: |"]
    for part in PARTS:
        if found := results_of(part):
            numbers = f"{len(found):,} | {killed(found):,} | {score(found):.1f} %"
            rows.append(f"| `{part.name}` | {numbers} |")
    return "\n".join(rows) + "\n"


def _whys() -> str:
    rows = ["| why | how many | where |", "| --- | ---: | --- |"]
    for group in yaml.safe_load(EXPLAINED.read_text("utf-8")):
        counts: Counter[str] = Counter()
        for file, functions in group["survivors"].items():
            counts[file] += sum(map(len, functions.values()))
        where = ", ".join(f"`{file}` {count}" for file, count in counts.most_common())
        rows.append(f"| {group['why']}: {group['reason']} | {counts.total()} | {where} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
