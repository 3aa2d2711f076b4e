"""What the shop gives to everybody, without a code."""

from typing import TypeAlias
from uuid import UUID

from store.domain.pricing.terms import Lane, Stacking, Terms
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


class StackingSet(Event, frozen=True, tag="pricing/stacking-set-1"):
    """How promotions of each lane go together from now on: what isn't named goes once. Orders stay as they are."""

    stacking: dict[Lane, Stacking]


class CodesAllowed(Event, frozen=True, tag="pricing/codes-allowed-1"):
    """So many codes an order takes from now on; before anybody said so it was one. Orders stay as they are."""

    most: int


PromotionEvent: TypeAlias = PromotionBegun | PromotionChanged | PromotionWithdrawn | StackingSet | CodesAllowed
