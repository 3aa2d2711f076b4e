"""What the shop gives to everybody, without a code."""

from typing import TypeAlias
from uuid import UUID

from store.domain.pricing.terms import Terms
from store.domain.shared.aggregate import Event


class PromotionBegun(Event, frozen=True, tag="pricing/promotion-begun-1"):
    """From now on every cart that meets its terms is made cheaper by it."""

    promotion_id: UUID
    name: str
    terms: Terms


class PromotionChanged(Event, frozen=True, tag="pricing/promotion-changed-1"):
    """It gives something else. Orders that were placed stay as they are."""

    promotion_id: UUID
    name: str
    terms: Terms


class PromotionWithdrawn(Event, frozen=True, tag="pricing/promotion-withdrawn-1"):
    """It gives nothing any more."""

    promotion_id: UUID
    reason: str


PromotionEvent: TypeAlias = PromotionBegun | PromotionChanged | PromotionWithdrawn
