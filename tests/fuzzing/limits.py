"""The engines' limits made small, so that random cases reach them and no pair takes long."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random

LOW: Mapping[str, int] = {"MAX_MATCHES": 400, "MAX_STEPS": 12_000, "MAX_TRIED": 12_000}
"""Matches of a rule, the same in every engine, and how much each may try for one."""
FEW_FRAMES: Mapping[str, int] = {"MAX_FRAMES": 12, "FEW_FRAMES": 3, "MAX_ALL_FRAMES": 60}
"""What makes `rete` do most of the larger joins by itself."""


def low_limits(random: Random) -> dict[str, int]:
    """Small limits, sometimes of the joins that durable-rules is given too."""
    return {**LOW, **(FEW_FRAMES if random.random() < 0.2 else {})}


@contextmanager
def limited(limits: Mapping[str, int]) -> Iterator[None]:
    """Set limits by name in every module of the engines that has them, for a while."""
    usual = [
        (module, name, getattr(module, name))
        for place, module in list(sys.modules.items())
        if place.startswith("riskmemo.engines")
        for name in limits
        if hasattr(module, name)
    ]
    try:
        for module, name, _ in usual:
            setattr(module, name, limits[name])
        yield
    finally:
        for module, name, value in usual:
            setattr(module, name, value)
