"""Estimating delivery: when a parcel is there that leaves on a day, by what was promised when it was bought.

How many working days it takes was promised. Which days are working days the shop says, and may say it later than that:
a holiday that nobody had thought of holds up parcels all the same.
"""

from dataclasses import dataclass
from datetime import date

from store.application.pricing.ports import ShippingTable
from store.domain.ordering.estimates import Estimate, estimated
from store.domain.ordering.order import Order
from store.domain.pricing.shipping_plan import ShippingPlan


@dataclass(frozen=True)
class EstimatingDelivery:
    shipping: ShippingTable
    """How parcels are sent while this shop said nothing else."""

    def of(self, order: Order, leaves: date, said: ShippingPlan | None) -> Estimate | None:
        """When a parcel of *order* is there that leaves on that day; nothing where its way promises nothing.

        *said* is what the shop said of shipping. Whoever bought before promises were kept with orders was promised what
        its ways, or else those of a shop that said nothing, take.
        """
        plan = said or self.shipping.plan
        ways = (*plan.ways, *self.shipping.plan.ways)
        days = order.expected or next((it.days for it in ways if it.id == order.shipping_method), None)
        return estimated(leaves, days.least, days.most, closed=plan.calendar.holidays) if days else None
