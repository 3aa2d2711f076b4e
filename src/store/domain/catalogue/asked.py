"""What was asked for a thing, and when: the law wants the lowest of it told beside a reduction.

Directive (EU) 2019/2161, article 2 (1): the prior price is the lowest one of the thirty days before the reduction.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

WINDOW: Final = timedelta(days=30)


class Asked(Struct, frozen=True, array_like=True):
    """From ``since`` on so much was asked, in minor units; nothing while nobody could buy it."""

    since: datetime
    minor: int | None


def lowest_before(asked: Sequence[Asked], at: datetime) -> int | None:
    """The lowest price that held at some moment of the thirty days before *at*; nothing if it wasn't for sale then."""
    begins = at - WINDOW
    held = [
        one.minor for one, until in zip(asked, _ends(asked, at), strict=True)
        if one.minor is not None and one.since < min(until, at) and until > begins
    ]
    return min(held, default=None)


def asked_from(asked: Sequence[Asked], at: datetime, minor: int | None) -> tuple[Asked, ...]:
    """*asked* with another price from *at* on; what ended more than thirty days before is forgotten."""
    if (asked[-1].minor if asked else None) == minor:
        return tuple(asked)
    recent = [one for one, until in zip(asked, _ends(asked, at), strict=True) if until > at - WINDOW]
    return (*recent, Asked(at, minor))


def _ends(asked: Sequence[Asked], at: datetime) -> list[datetime]:
    """Until when each of them held."""
    return [*(later.since for later in asked[1:]), at] if asked else []
