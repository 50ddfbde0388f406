"""Libraries that only some formats need: imported late, and asked for in one sentence."""

import importlib
from typing import Any

from riskmemo.errors import InvalidInput, Mistake


def needed(module: str, *, extra: str, what: str) -> Any:
    """The module, or `InvalidInput` that says which extra of riskmemo brings it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        message = f"{what} need `{module}`, which is not installed"
        advice = f"type `pip install 'riskmemo[{extra}]'`"
        raise InvalidInput(Mistake("extra-missing", message, help=advice)) from None
