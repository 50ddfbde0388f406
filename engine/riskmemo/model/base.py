"""What every model shares: strict, frozen, nothing extra, and the names users may give things."""

import datetime
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Record(BaseModel):
    """A frozen record that refuses unknown keys and never coerces a value."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True
    )

    @classmethod
    def model_json_schema(cls, *given: Any, **more: Any) -> dict[str, Any]:
        """The JSON Schema, each field described by the text under it."""
        from riskmemo.model.documentation import document  # noqa: PLC0415 - it reads sources

        document(cls)
        return super().model_json_schema(*given, **more)


def _iso_date(value: Any) -> Any:
    """A date from its text; other forms that ISO 8601 allows are refused."""
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("a date is written year-month-day, as in 2025-07-21")


IsoDate = Annotated[datetime.date, BeforeValidator(_iso_date)]
"""A calendar date, written `2025-07-21`; no time, no zone."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
"""Names a ruleset, rule, case, hypothesis or score."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""Names what expressions refer to: kinds, fields, aliases and parameters."""

EvidenceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
"""Names a source, an indicator, a claim or a judgement; may be upper case."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
"""A sentence or a few; never empty."""

Scalar = bool | int | float | str | None
"""A value as it is written in a file; `None` is unknown, a date is its text `2025-07-21`."""
