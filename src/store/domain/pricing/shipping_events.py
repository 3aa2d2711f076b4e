"""The life of how parcels are sent."""

from typing import TypeAlias

from store.domain.pricing.shipping_plan import ShippingPlan
from store.domain.shared.aggregate import Event


class ShippingPlanned(Event, frozen=True, tag="pricing/shipping-planned-1"):
    """From now on parcels are sent by this plan. Orders keep what they were promised."""

    plan: ShippingPlan


ShippingEvent: TypeAlias = ShippingPlanned
