"""What becomes of orders after they were placed, put together."""

from datetime import timedelta
from typing import Any, Final

from store.application.processes.cancelling_an_order import CancellingAnOrder
from store.application.processes.quoting_cancellations import QuotingCancellations
from store.application.processes.refunding_a_payment import RefundingAPayment
from store.application.processes.settling_a_payment import SettlingAPayment
from store.application.processes.shipping_an_order import ShippingAnOrder
from store.application.shared.ports import AsyncJournal
from store.entrypoints.wiring.settings import Settings

A_DAY: Final = timedelta(days=1)


def time_to_cancel(settings: Settings) -> timedelta:
    """How long after buying a shopper may cancel."""
    return timedelta(hours=settings.cancel_hours)


def about_orders(gateway: Any, clock: Any, within: timedelta, journal: AsyncJournal) -> tuple[Any, ...]:
    """Paid, shipped, cancelled, given back. Shoppers may cancel *within* that time."""
    return (
        SettlingAPayment(gateway, clock), ShippingAnOrder(clock), CancellingAnOrder(gateway, clock, within),
        RefundingAPayment(gateway, clock), QuotingCancellations(journal, clock, within),
    )
