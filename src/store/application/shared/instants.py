"""Instants that people ask for."""

from datetime import UTC, datetime

from store.application.shared.errors import BadValue


def zoned(field: str, instant: datetime) -> datetime:
    """*instant*, if it says its time zone and lies within the calendar in every zone.

    :raises BadValue: otherwise, naming *field*.
    """
    if instant.tzinfo is None:
        raise BadValue(field, "say the time zone too, such as 2026-05-31T12:00:00Z")
    try:
        instant.astimezone(UTC)
    except OverflowError:
        raise BadValue(field, "choose an instant between the years 1 and 9999") from None
    return instant
