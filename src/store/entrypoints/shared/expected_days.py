"""The days on which a parcel is expected, in words."""

from datetime import date
from typing import Protocol

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
    locale = locale_in(context)
    if days.earliest == days.latest:
        return str(format_skeleton("MMMEd", days.earliest, locale=locale))
    return str(format_interval(days.earliest, days.latest, skeleton="MMMEd", locale=locale))
