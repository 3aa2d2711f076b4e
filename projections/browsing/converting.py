"""Ready-made JSON in another currency than the shop's own.

Where staff said what something costs in it, that counts; else what it comes to at the rate of the day. Pieces that
may be shown so come with what was said for each currency, under a name that nobody outside sees.
"""

from typing import Any, Final, LiteralString, TypeAlias

from msgspec import json, structs

from store.application.browsing.messages import Facets, PriceRange
from store.application.pricing.ports import Boards
from store.application.shared.errors import BadValue
from store.domain.pricing.board import Board
from store.domain.shared.exchange import Exchange
from store.domain.shared.money import Money

SAID: Final = "explicits"
_OLDER: Final[LiteralString] = "(SELECT '{}'::jsonb AS explicits) AS older"
"""In a table that an older version made nothing is said: a name that stands nowhere inside is looked for out here."""
Ready: TypeAlias = dict[str, Any]


def explicits(of: LiteralString) -> LiteralString:
    """What is said for other currencies in the row *of*, as text."""
    return (
        f"(SELECT own.explicits::text FROM {_OLDER} CROSS JOIN LATERAL"
        f" (SELECT explicits FROM (SELECT {of}.*) AS own_row) AS own)"
    )


class Converting:
    """Turns cards, pages and bounds into one currency."""

    def __init__(self, board: Board, currency: str) -> None:
        self._currency, self._base, self._exchange = currency, board.base, board.exchange(currency)

    @property
    def exchange(self) -> Exchange | None:
        """At which rate; nothing where only what has a price of its own can be shown so."""
        return self._exchange

    def card(self, ready: bytes) -> bytes:
        """A card, or all of a page: the goods on it and beside it."""
        found: Ready = json.decode(ready)
        self._whole(found)
        for near in found.get("related", ()):
            self._whole(near)
        for variant in found.get("variants", ()):
            self._variant(variant)
        return json.encode(found)

    def facets(self, them: Facets | None) -> Facets | None:
        """Between what prices lie that come by the rate, nothing without one; kept choices are in the shop's own
        currency.
        """
        if them is None or them.price is None:
            return them
        if self._exchange is None:
            return structs.replace(them, price=None)
        ends = [Money.parse(amount, self._base) for amount in (them.price.min, them.price.max)]
        return structs.replace(them, price=PriceRange(*(self._exchange.convert(end).amount for end in ends)))

    def bounds(self, low: int | None, high: int | None) -> tuple[int | None, int | None]:
        """Between what the shop's own prices lie of goods that cost so much here; none do where there is no rate."""
        if self._exchange is None:
            return (low, high) if (low, high) == (None, None) else (1, 0)
        return None if low is None else self._exchange.least(low), None if high is None else self._exchange.most(high)

    def _variant(self, it: Ready) -> None:
        said = it.pop(SAID, {}).get(self._currency)
        self._say(it, None if said is None else Money(said, self._currency))

    def _whole(self, it: Ready) -> None:
        """The lowest of what was said and of what the others come to."""
        bounds = it.pop(SAID, {}).get(self._currency)
        if bounds is None:
            self._say(it, None)
            return
        low, high, own_low, own_high = bounds
        prices = [low, high]
        if own_low is not None and self._exchange:
            prices += [self._exchange.convert(Money(minor, self._base)).minor for minor in (own_low, own_high)]
        self._say(it, Money(min(prices), self._currency))
        it["price_varies"] = min(prices) < max(prices)

    def _say(self, it: Ready, said: Money | None) -> None:
        if said is not None:
            it["price"], it["list_price"], it["lowest_price"] = _price(said), None, None
            return
        for field in ("price", "list_price", "lowest_price"):
            own = it.get(field)
            if own and self._exchange and own["currency"] == self._exchange.base:
                it[field] = _price(self._exchange.convert(Money.parse(own["amount"], own["currency"])))
        price, struck = it.get("price"), it.get("list_price")
        if self._exchange and price and struck and _minor(struck) <= _minor(price):
            it["list_price"] = it["lowest_price"] = None  # both end alike here: nothing became cheaper


async def converting_for(currency: str, board: Boards | None) -> Converting | None:
    """What turns goods into *currency*; nothing where they are in it already, or nobody asks for another.

    :raises BadValue: for one that the shop doesn't sell in.
    """
    if not currency or board is None:
        return None
    found = await board()
    if currency not in found.codes:
        raise BadValue("currency", f"one of {', '.join(found.codes)}")
    return Converting(found, currency) if currency != found.base else None


def _minor(price: dict[str, str]) -> int:
    return Money.parse(price["amount"], price["currency"]).minor


def _price(money: Money) -> dict[str, str]:
    return {"amount": money.amount, "currency": money.currency}
