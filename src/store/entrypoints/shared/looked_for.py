"""Tells the tally what people look for and what comes of it: without a cookie, and nothing of who they are.

A link from a result to its product says by which search it was found and at which rank, in ``?found=``: a keyed digest
of a day's words, which says them to nobody, is the same for all who looked for them, and means nothing two days later.
"""

import asyncio
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from datetime import date
from typing import Any, Final, Protocol

from litestar import Request
from msgspec import Struct, json

from store.application.browsing.looked_for import (
    DEEPEST,
    Bought,
    Note,
    Opened,
    PutIn,
    Searched,
    TakenOut,
    words_of,
)
from store.application.browsing.messages import ProductPage
from store.application.shared.answers import Json
from store.application.shared.ports import Clock
from store.entrypoints.shared.visitors import is_nobody, network_of

FOUND: Final = "found"
MARK: Final = "store-search"
"""The header that says to programs what links say to browsers."""
AGAIN: Final = 30 * 60.0
"""Seconds in which the same of the same browser is no other search: it went back, narrowed it down, loaded it anew."""
OF_ONE_NETWORK: Final = 10
"""So often the same from one network counts within that time, whatever its browsers call themselves."""
_REMEMBERED: Final = 20_000
_FOUND: Final = re.compile(r"([A-Za-z0-9_-]{11})(?:\.(\d{1,3}))?")

AnyRequest = Request[Any, Any, Any]


class Marks(Protocol):
    """What things are called where they are counted."""

    def query(self, words: str, day: date) -> bytes: ...
    def visitor(self, network: str, words: str, day: date) -> bytes: ...
    def cart(self, cart: object) -> bytes: ...
    def item(self, cart: object, sku: str) -> bytes: ...


class Tally(Protocol):
    """Where it is counted, some seconds later."""

    def note(self, note: Note) -> None: ...
    def flush(self) -> None: ...


class Outcome(Struct, frozen=True):
    """As much of a page of products as is counted."""

    total: int
    corrected: dict[str, str] = {}
    some: bool = False


_outcome: Final = json.Decoder(Outcome)


def outcome_of(ready: Json) -> Outcome:
    """What a list says of itself; its goods are passed over."""
    return _outcome.decode(ready)


class Searches:
    """One for each server process. Where searches are not counted, it does nothing and marks no link."""

    def __init__(self, tally: Tally, marks: Marks, clock: Clock, *, counts: bool) -> None:
        self._tally, self._marks, self._clock, self.counts = tally, marks, clock, counts
        self._browsers, self._networks = _Lately(), _Lately(goes_on=False)

    def looked(self, request: AnyRequest, q: str, found: Outcome | ProductPage, *, first: bool) -> str:
        """Somebody looked for *q*; what links to what was found shall say. Counted once, and of its *first* page.

        Narrowing it down is not another search, and finds nothing for other reasons.
        """
        if not self.counts or not q.strip():
            return ""
        words, day = words_of(q), self._clock.today()
        query = b"" if words is None else self._marks.query(words, day)
        if first and not is_nobody(request) and self._is_new(request, "search", words or q):
            network = network_of(request.client.host if request.client else "")
            self._tally.note(Searched(
                day, words, query, b"" if words is None else self._marks.visitor(network, words, day),
                nothing=not found.total, guessed=bool(found.total and (found.corrected or found.some)),
            ))
        return urlsafe_b64encode(query).rstrip(b"=").decode()

    def opened(self, request: AnyRequest, said: str, slug: str) -> str:
        """A product was opened by a link that *said* so; what its own links and forms shall say in turn."""
        query, rank = _parts(said)
        if not self.counts or query is None:
            return ""
        if rank and not is_nobody(request) and self._is_new(request, "open", said.partition(".")[0], slug):
            self._tally.note(Opened(query, min(rank, DEEPEST)))
        return said.partition(".")[0]

    def put_in(self, said: str, cart: object, sku: str) -> None:
        """Pieces came into a cart, from a page that *said* by which search it was found."""
        query, _ = _parts(said)
        if self.counts and query is not None:
            self._tally.note(PutIn(query, self._marks.cart(cart), self._marks.item(cart, sku)))

    def taken_out(self, cart: object, sku: str) -> None:
        """All pieces of an article left a cart."""
        if self.counts:
            self._tally.note(TakenOut(self._marks.cart(cart), self._marks.item(cart, sku)))

    def bought(self, cart: object) -> None:
        """A cart became an order."""
        if self.counts:
            self._tally.note(Bought(self._marks.cart(cart)))

    async def settle(self) -> None:
        """Have what was noted in this process counted now, for whoever wants to see it."""
        await asyncio.to_thread(self._tally.flush)

    def _is_new(self, request: AnyRequest, *what: str) -> bool:
        """Whether this browser did not do so a moment ago, and its network not all the time."""
        host = request.client.host if request.client else ""
        if self._browsers.times(host, request.headers.get("user-agent", ""), what) > 1:
            return False
        return self._networks.times(network_of(host), what) <= OF_ONE_NETWORK


class _Lately:
    """How often something happened in the last half hour: remembered by a number that only this process knows.

    Where it *goes on*, each time begins another half hour.
    """

    def __init__(self, *, goes_on: bool = True) -> None:
        self._goes_on = goes_on
        self._seen: OrderedDict[int, tuple[float, int]] = OrderedDict()

    def times(self, *what: object) -> int:
        """This one included."""
        key, now = hash(what), time.monotonic()
        till, times = self._seen.get(key, (0.0, 0))
        if now >= till:
            till, times = now + AGAIN, 0
        self._seen[key] = (now + AGAIN if self._goes_on else till, times + 1)
        self._seen.move_to_end(key)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return times + 1


def _parts(said: str) -> tuple[bytes | None, int]:
    match = _FOUND.fullmatch(said)
    if match is None:
        return None, 0
    return urlsafe_b64decode(match[1] + "="), int(match[2] or 0)
