"""How long what has to be kept by law is kept."""

from datetime import UTC, datetime
from typing import Final

LONGEST_REASON: Final = 200


def kept_until(placed_at: datetime, years: int) -> datetime:
    """When an order's papers need not be kept any more: *years* after the end of the calendar year it was placed in."""
    return datetime(placed_at.astimezone(UTC).year + 1 + years, 1, 1, tzinfo=UTC)
