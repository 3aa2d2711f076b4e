"""What staff said of prices, beside those of the goods: promotions and for whom they are,
taxes, and how parcels are sent.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.shared.ports import History
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
