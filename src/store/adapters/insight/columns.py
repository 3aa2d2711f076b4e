"""Columns of an answer, and values in them as people and files get them."""

from datetime import datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from msgspec import json

from store.application.insight.messages import Kind

_KINDS: Final = {
    20: Kind.WHOLE, 21: Kind.WHOLE, 23: Kind.WHOLE, 26: Kind.WHOLE, 700: Kind.NUMBER, 701: Kind.NUMBER,
    1700: Kind.DECIMAL, 16: Kind.TRUTH, 1184: Kind.INSTANT, 1114: Kind.INSTANT, 1082: Kind.DAY, 114: Kind.JSON,
    3802: Kind.JSON,
}
"""By the numbers that Postgres gives its types."""
SMALL: Final = frozenset(_KINDS) - {114, 3802}
"""Types of which no value is large."""


def kind_of(type_code: int) -> Kind:
    """What a type of Postgres is to us; what is unknown is text."""
    return _KINDS.get(type_code, Kind.TEXT)


def plain(value: Any) -> Any:
    """A value as JSON has it: exact numbers and instants as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and isfinite(value):  # JSON knows no infinity
        return value
    return _text(value)


def _text(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}" if value.is_finite() else str(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case dict() | list():
            return json.encode(value, enc_hook=str).decode()
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return str(value)
