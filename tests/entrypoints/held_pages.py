"""Orders that wait to be looked at, as their page shows them."""

from datetime import timedelta
from typing import Any

from store.application.ordering.reviewing import HeldOrder, HeldOrders
from store.domain.ordering.screening import ALIKE, Reason
from store.domain.shared.ids import OrderNumber
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import NOW, eur

_MANY = [Reason(f"orders_by_{by}", 12, 3) for by in ALIKE]
_HELD = [
    HeldOrder(OrderNumber("XAY8Q-DKB8E"), 4, NOW - timedelta(days=2), NOW - timedelta(days=2), NOW, eur("1248.90"),
              "stripe", _MANY),
    HeldOrder(OrderNumber("PXYWP-9W5D7"), 4, NOW, NOW, None, eur("410.00"), "sandbox", [
        Reason("first_order_amount", 41000, 30000), Reason("billing_country_differs"), Reason("returns_by_email", 5, 3),
    ]),
]
_IN: dict[str, Any] = {**BACK}
HELD_PAGES: dict[str, PAGE] = {
    "office-held-orders": ("backoffice/held_orders.html", {**_IN, "held": HeldOrders(_HELD, more=True)}),
    "office-held-orders-none": ("backoffice/held_orders.html", {**_IN, "held": HeldOrders([], more=False)}),
}
