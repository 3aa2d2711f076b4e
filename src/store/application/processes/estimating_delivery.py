"""Estimating delivery: what a way of sending promises, and the shop's calendar, come to days."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from store.application.pricing.ports import ShippingTable
from store.domain.ordering.estimates import Estimate, estimated
from store.domain.ordering.order import Order

_NUMBERS: Final = re.compile(r"\d+")
_NEXT: Final = "next working day"


@dataclass(frozen=True)
class EstimatingDelivery:
    shipping: ShippingTable

    def of(self, order: Order, leaves: date) -> Estimate | None:
        """When a parcel of *order* is there that leaves on that day; nothing where its way promises nothing."""
        if order.totals is None:
            return None
        methods = self.shipping.methods(order.totals.total.currency)
        promise = next((it.promise for it in methods if it.id == order.shipping_method), "")
        days = days_in(promise)
        return estimated(leaves, *days) if days else None


def days_in(promise: str) -> tuple[int, int] | None:
    """The working days that a *promise* speaks of: ``2 to 4 working days`` are 2 and 4."""
    if promise.lower() == _NEXT:
        return 1, 1
    numbers = [int(it) for it in _NUMBERS.findall(promise)]
    return (numbers[0], numbers[-1]) if numbers else None
