"""How the likelihood words of both lexicons may stand in a Russian case.

The terms follow the official Russian reports of the IPCC where these have them («весьма вероятно»,
«вероятно», «маловероятно», «весьма маловероятно»). The first of each step is its name in the
catalogue too; the others are how it may stand in a sentence.
"""

from collections.abc import Mapping

RUSSIAN: Mapping[str, tuple[str, ...]] = {
    "almost no chance": ("практически исключено", "практически исключена", "практически исключён"),
    "very unlikely": (
        *("весьма маловероятно", "весьма маловероятна", "весьма маловероятен"),
        "весьма маловероятны",
    ),
    "unlikely": ("маловероятно", "маловероятна", "маловероятен", "маловероятны"),
    "roughly even chance": ("примерно равные шансы", "шансы примерно равны"),
    "likely": ("вероятно", "вероятна", "вероятен", "вероятны"),
    "very likely": ("весьма вероятно", "весьма вероятна", "весьма вероятен", "весьма вероятны"),
    "almost certain": ("почти наверняка", "почти несомненно"),
    "remote chance": ("ничтожная вероятность", "вероятность ничтожна", "почти исключено"),
    "highly unlikely": (
        *("крайне маловероятно", "крайне маловероятна", "крайне маловероятен"),
        "крайне маловероятны",
    ),
    "realistic possibility": ("реальная возможность", "реально возможно"),
    "highly likely": ("высоковероятно", "в высшей степени вероятно"),
}
"""The English name of a step to its Russian spellings."""
