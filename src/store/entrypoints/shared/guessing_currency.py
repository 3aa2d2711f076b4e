"""Guessing in which currency somebody thinks: by where their browser says that they are at home. Always overridable."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_SPOKEN_ALL_OVER: Final = frozenset(("ar", "en", "es", "fr", "pt", "sw", "zh"))
"""Who says no more than this may be anywhere."""
_MOST: Final = 10
_LONGEST: Final = 200


def countries_in(accepted: str) -> tuple[str, ...]:
    """The countries that the header ``Accept-Language`` speaks of, the likeliest first: those that are named, and those
    where a language is at home that is spoken in hardly any other.
    """
    return _countries_in(accepted[:_LONGEST])


@lru_cache(maxsize=1000)
def _countries_in(accepted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_country_of, _tags(accepted)))))


def _tags(accepted: str) -> Iterator[str]:
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")[:_MOST]):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1) if weight else 1.0
        except ValueError:
            continue
        if quality > 0:
            weighed.append((-quality, place, tag.strip()))
    yield from (tag for _, _, tag in sorted(weighed))


def _country_of(tag: str) -> str | None:
    try:
        it = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    if it.territory:
        return str(it.territory) if it.territory.isalpha() else None
    if it.language in _SPOKEN_ALL_OVER:
        return None
    likely = str(get_global("likely_subtags").get(it.language, ""))
    return likely.rpartition("_")[2] or None
