"""The header ``Accept-Language``: what somebody reads, the dearest first."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from babel import Locale, UnknownLocaleError

from store.application.shared.errors import BadValue

_MOST: Final = 10
_LONGEST: Final = 200
_TAG: Final = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
"""As RFC 4647 has it (2.1): whoever reads locales takes more, and what they take is said back in a header."""


def locales_in(accepted: str) -> Iterator[Locale]:
    """Those that *accepted* names and that there are, by their weights (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted[:_LONGEST].split(",")[:_MOST]):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1) if weight else 1.0
        except ValueError:
            continue
        if quality > 0 and _TAG.fullmatch(tag.strip()):
            weighed.append((-quality, place, tag.strip()))
    for _, _, tag in sorted(weighed):
        try:
            yield Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue


def language_of(wanted: str, accepted: str, known: Collection[str], otherwise: str) -> str:
    """The language *wanted* by its code; else the dearest of *accepted* that is *known*, as it is written where it is
    at home (``de-AT``); or *otherwise*.

    :raises BadValue: if one is wanted that nobody knows.
    """
    if wanted:
        if wanted not in known:
            raise BadValue("language", f"choose one of {', '.join(sorted(known))}")
        return wanted
    return next((str(it).replace("_", "-") for it in locales_in(accepted) if it.language in known), otherwise)
