"""Guessing in which currency somebody thinks: by where their browser says that they are at home. Always overridable."""

from functools import lru_cache
from typing import Final

from babel import Locale
from babel.core import get_global

from store.entrypoints.shared.accepted_languages import locales_in

_SPOKEN_ALL_OVER: Final = frozenset(("ar", "en", "es", "fr", "pt", "sw", "zh"))
"""Who says no more than this may be anywhere."""
_LONGEST: Final = 200


def countries_in(accepted: str) -> tuple[str, ...]:
    """The countries that the header ``Accept-Language`` speaks of, the likeliest first: those that are named, and those
    where a language is at home that is spoken in hardly any other.
    """
    return _countries_in(accepted[:_LONGEST])


@lru_cache(maxsize=1000)
def _countries_in(accepted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_country_of, locales_in(accepted)))))


def _country_of(it: Locale) -> str | None:
    if it.territory:
        return str(it.territory) if it.territory.isalpha() else None
    if it.language in _SPOKEN_ALL_OVER:
        return None
    likely = str(get_global("likely_subtags").get(it.language, ""))
    return likely.rpartition("_")[2] or None
