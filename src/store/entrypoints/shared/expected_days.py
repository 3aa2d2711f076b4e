"""The days on which a parcel is expected, in words."""

from datetime import date
from functools import lru_cache
from typing import Protocol

from babel import Locale
from babel.dates import format_interval, format_skeleton
from jinja2 import pass_context
from jinja2.runtime import Context

from store.entrypoints.shared.formats import locale_in


class Days(Protocol):
    """From a day to a day, both included."""

    @property
    def earliest(self) -> date: ...
    @property
    def latest(self) -> date: ...


@pass_context
def expected_days(context: Context, days: Days) -> str:
    """``Tue, Dec 3 – Thu, Dec 5`` in the words of the page's language; of one day, only that."""
    return _written(days.earliest, days.latest, locale_in(context))


@lru_cache(maxsize=200)
def _written(earliest: date, latest: date, locale: Locale) -> str:
    """All that is ordered on one day is expected on the same few, and writing them is a seventh of a letter's work."""
    if earliest == latest:
        return str(format_skeleton("MMMEd", earliest, locale=locale))
    return str(format_interval(earliest, latest, skeleton="MMMEd", locale=locale))
