"""Estimating delivery: when a parcel is there that leaves on a day, by what was promised when it was bought."""

from dataclasses import dataclass
from datetime import date

from store.application.pricing.ports import ShippingTable
from store.domain.ordering.estimates import Estimate, estimated
from store.domain.ordering.order import Order


@dataclass(frozen=True)
class EstimatingDelivery:
    shipping: ShippingTable
    """What was promised to whoever bought before promises were kept with orders."""

    def of(self, order: Order, leaves: date) -> Estimate | None:
        """When a parcel of *order* is there that leaves on that day; nothing where its way promises nothing."""
        if order.expected:
            return estimated(leaves, order.expected.least, order.expected.most)
        days = next((it.days for it in self.shipping.plan.ways if it.id == order.shipping_method), None)
        return estimated(leaves, days.least, days.most) if days else None
