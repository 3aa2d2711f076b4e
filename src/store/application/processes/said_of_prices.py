"""What staff said of prices, beside those of the goods: promotions and for whom they are,
taxes, and how parcels are sent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.shared.ports import AsyncJournal, Clock, History, Keeper
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.segments import Segments
from store.domain.pricing.shipping_rules import Shipping
from store.domain.pricing.taxes import Taxes
from store.domain.shared.ids import promotions, segments, shipping, taxes


class Said(Struct, frozen=True):
    """What the shop said of prices: read in one moment with the cart."""

    promotions: Promotions
    taxes: Taxes
    shipping: Shipping
    segments: Segments

    @classmethod
    def of(cls, past: Mapping[UUID, History]) -> "Said":
        """As it stands in *past*."""
        def told(stream: UUID) -> History:
            return past.get(stream, History())

        return cls(
            Promotions.replay(promotions(), told(promotions()).events), Taxes.replay(taxes(), told(taxes()).events),
            Shipping.replay(shipping(), told(shipping()).events), Segments.replay(segments(), told(segments()).events),
        )


SAID: Final = (promotions(), taxes(), shipping(), segments())
"""The streams of it."""

LATELY: Final = timedelta(seconds=1)
"""How long what another process said of prices may go unheard where a cart is only shown."""


class SaidLately:
    """What the shop says of prices, for whoever only shows a price: nothing is asked for it, most of the time.

    It may be a second old where another process said something newer, and is never older than what this process knows.
    A purchase doesn't ask here: what it costs is read with what is decided, and a price that moved is a conflict.
    """

    def __init__(self, journal: AsyncJournal, keeper: Keeper, clock: Clock) -> None:
        self._journal, self._keeper, self._clock = journal, keeper, clock
        self._held: tuple[datetime, Said] | None = None

    async def said(self) -> Said:
        """As it stands, or stood within the last second."""
        now = self._clock.now()
        if self._held is None or not self._stands(*self._held, now):
            self._held = now, Said.of(await self._journal.read(SAID))
        return self._held[1]

    def _stands(self, since: datetime, said: Said, now: datetime) -> bool:
        known = (said.promotions, said.taxes, said.shipping, said.segments)
        return since <= now < since + LATELY and all(self._keeper.version(it.id) <= it.version for it in known)
