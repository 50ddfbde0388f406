"""The 40 rules in the Common Expression Language, for its two implementations."""

from bench.workload import THRESHOLDS


def _threshold(text: str) -> str:
    name, sign, limit = text.split()
    return f"value.{name} != null && value.{name} {sign} {float(limit)}"


RULES = [
    *map(_threshold, THRESHOLDS),
    "tie.exists(t, t.status == 'in_force')",
    "tie.exists(t, t.level >= 4.0)",
    "tie.exists(t, t.status == 'signed' && t.level > 2.0)",
    "tie.exists(t, t.partner in ['KAZ', 'UZB'] && t.level >= 2.0)",
    "tie.exists(t, t.status != 'announced' || t.level >= 5.0)",
    "!tie.exists(t, t.status == 'announced')",
    "!tie.exists(t, t.level < 1.0)",
    "!tie.exists(t, t.partner == 'TKM')",
    "!tie.exists(t, t.status == 'signed' && t.level < 2.0)",
    "!tie.exists(t, t.level > 4.0)",
    "kin.exists(k, k.share >= 0.03 && tie.exists(t, t.partner == k.state))",
    "tie.exists(t, t.status == 'in_force' && kin.exists(k, k.state == t.partner))",
    "tie.exists(t, t.level >= 3.0 && kin.exists(k, k.share >= 0.01 && k.state == t.partner))",
    "sensitivity.exists(s, s.issue == 'border' && tie.exists(t, t.partner == s.state))",
    "tie.exists(t, sensitivity.exists(s, s.state == t.partner && s.level > t.level))",
    (
        "tie.exists(t, t.status == 'signed'"
        " && sensitivity.exists(s, s.state == t.partner && s.level >= 2.0))"
    ),
    "kin.exists(k, k.share > 0.05 && sensitivity.exists(s, s.state == k.state))",
    (
        "sensitivity.exists(s, s.level >= 3.0"
        " && kin.exists(k, k.state == s.state) && tie.exists(t, t.partner == s.state))"
    ),
    (
        "sensitivity.exists(s, s.issue == 'minority'"
        " && kin.exists(k, k.state == s.state) && tie.exists(t, t.partner == s.state))"
    ),
    (
        "tie.exists(t, kin.exists(k, k.state == t.partner)"
        " && sensitivity.exists(s, s.state == t.partner && t.level + s.level > 6.0))"
    ),
    "tie.exists(t, !sensitivity.exists(s, s.state == t.partner))",
    "tie.exists(t, !kin.exists(k, k.state == t.partner && k.share > 0.02))",
    "kin.exists(k, !tie.exists(t, t.partner == k.state && t.status == 'in_force'))",
    "sensitivity.exists(s, !tie.exists(t, t.partner == s.state && t.level > 2.0))",
    "kin.exists(k, !sensitivity.exists(s, s.state == k.state && s.issue == 'minority'))",
]
LIST = f"[{', '.join(RULES)}]"
"""All of them as one expression: cheaper than 40 of them, each with its own way into the engine."""
