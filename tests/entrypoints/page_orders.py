"""Carts, orders and their facts to show on pages."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from store.application.audit.messages import FactView, HistoryView
from store.application.ordering.messages import (
    AddressView,
    Moment,
    OrderLineView,
    OrderPart,
    OrderView,
    ParcelLine,
    ParcelView,
    PaymentLine,
    RefundLine,
    Shipment,
)
from store.application.processes.cart_amounts import CodeView
from store.application.processes.cart_views import CartLineView, CartView, ShippingMethodView
from store.application.shared.answers import DiscountView, Price
from store.domain.shared.ids import CartId, OrderNumber, PartId, Sku
from store.entrypoints.shared.by_credit import ByCredit, money_of
from tests.entrypoints.page_goods import CARDS, LONG, NOW, eur


class Choice(Struct, frozen=True):
    method: ShippingMethodView
    cart: CartView
    available: Price = Price("0.00", "EUR")

    @property
    def credit(self) -> ByCredit:
        return ByCredit(self.available, money_of(self.available), self.cart.total)


LINES = [
    CartLineView(
        Sku("MUG-OAT-L"),
        "morning-mug",
        "Morning mug",
        "Oat, Large",
        CARDS[0].image,
        2,
        eur("22.00"),
        eur("44.00"),
        None,
        None,
    ),
    CartLineView(
        Sku("BASSO-24"),
        "basso-skillet",
        "Basso iron skillet",
        "24 cm",
        CARDS[1].image,
        1,
        eur("54.00"),
        eur("54.00"),
        eur("49.00"),
        None,
    ),
    CartLineView(
        Sku("BOWL-8"),
        "wide-bowl",
        LONG,
        "",
        None,
        4,
        eur("1248.00"),
        eur("4992.00"),
        None,
        "Only 3 of this are left.",
    ),
]


def cart(
    lines: list[CartLineView], shipping: str | None = None, total: str = "98.00", method: str | None = None,
    code: CodeView | None = None,
) -> CartView:
    return CartView(
        id=CartId(UUID(int=7)),
        version=4,
        status="open",
        order_number=None,
        currency="EUR",
        lines=lines,
        item_count=sum(line.quantity for line in lines),
        subtotal=eur("98.00"),
        shipping=eur(shipping) if shipping else None,
        shipping_method=method,
        tax_included=eur("15.65"),
        tax_country="DE",
        total=eur(total),
        quote=f"seal-{method}",
        discount=eur("9.80") if code else None,
        discounts=[DiscountView("Spring sale", code.code, eur("9.80"))] if code and not code.problem else [],
        code=code,
        codes=[code] if code else [],
    )


STANDARD = ShippingMethodView(
    "standard", "Standard", "With you in 2 to 4 working days", eur("4.90"), eur("120.00")
)
EXPRESS = ShippingMethodView(
    "express", "Express", "With you tomorrow if ordered before 14:00", eur("12.90"), None
)
CHOICES = [
    Choice(STANDARD, cart(LINES[:2], "4.90", "102.90", "standard")),
    Choice(EXPRESS, cart(LINES[:2], "12.90", "110.90", "express")),
]
BY_CREDIT = [structs.replace(it, available=eur("1250.00")) for it in CHOICES]
SOME_CREDIT = [structs.replace(it, available=eur("12.50")) for it in CHOICES]
SPRING = CodeView("SPRING", None)
STUCK_CODE = CodeView("A-VERY-LONG-CODE-OF-FORTY-LETTERS-123456", "It is for goods worth EUR 150.00 or more.")
SEVERAL = structs.replace(
    cart(LINES[:2], total="88.20", code=SPRING), codes=[SPRING, STUCK_CODE], codes_allowed=3,
)
REDUCED = [
    Choice(STANDARD, cart(LINES[:2], "4.90", "93.10", "standard", SPRING)),
    Choice(EXPRESS, cart(LINES[:2], "12.90", "101.10", "express", SPRING)),
]
ADDRESS = AddressView("Ann Field", "Rua das Oliveiras 14", "3º esq.", "Porto", None, "4050-448", "PT")
BOUGHT = [
    OrderLineView(
        line.sku,
        line.name,
        line.slug,
        line.options_text,
        line.image,
        line.quantity,
        line.unit_price,
        line.line_total,
    )
    for line in LINES[:2]
]
STEPS = [
    Moment(NOW - timedelta(days=2), "Order placed", "3 pieces, EUR 102.90"),
    Moment(NOW - timedelta(days=2, minutes=-1), "Payment received", "Sandbox card"),
    Moment(NOW - timedelta(hours=3), "Parcel handed over", "DHL, 00340434161094042557"),
]


PARCEL = ParcelView(
    "DHL", "00340434161094042557", "https://www.dhl.com/", NOW - timedelta(hours=3), date(2026, 11, 26), None,
    [ParcelLine(Sku("MUG-OAT-L"), "Morning mug", "Oat, Large", 2)],
)
BY_HAND = ParcelView(
    "A cousin's van", "", None, NOW - timedelta(hours=9), None, NOW, [ParcelLine(Sku("BOWL-8"), LONG, "", 1)],
)


def refund(status: str, amount: str = "102.90", reason: str = "") -> RefundLine:
    return RefundLine(str(UUID(int=5)), status, eur(amount), NOW, reason)


def order(
    status: str, payment: str = "captured", steps: int = 2, next_url: str | None = None, known: bool = True,
    **more: Any,
) -> OrderView:
    return OrderView(
        number=OrderNumber("HF-7Q2M-4KDX"),
        version=3,
        status=status,
        placed_at=STEPS[0].at,
        email="ann@example.com" if known else None,
        shipping_address=ADDRESS if known else None,
        shipping_method="standard",
        lines=BOUGHT,
        subtotal=eur("98.00"),
        shipping=eur("4.90"),
        tax_included=eur("16.43"),
        total=eur("102.90"),
        payment=PaymentLine("0197c0de-1111-7000-8000-000000000001", "sandbox", payment, next_url),
        timeline=STEPS[:steps],
        shipment=Shipment("DHL", "00340434161094042557") if status == "shipped" else None,
        parts=[OrderPart(PartId(UUID(int=31)), "awaiting", {Sku("MUG-OAT-L"): 2, Sku("BASSO-24"): 1})],
        **({"parcels": [PARCEL]} if status == "shipped" else {}) | more,
    )


def fact(
    version: int,
    title: str,
    tag: str,
    actor: str,
    reason: str | None,
    body: dict[str, Any],
    kind: str = "order",
) -> FactView:
    at = NOW - timedelta(days=3 - version, minutes=version)
    return FactView(
        position=str(41_000 + version),
        stream=UUID(int=99),
        kind=kind,
        version=version,
        tag=tag,
        title=title,
        at=at,
        recorded_at=at,
        actor=actor,
        reason=reason,
        correlation=UUID(int=version),
        causation=None,
        request_id=f"req-{version}",
        hash="9f2c4e1ab07d55c3e8f1a2b4c6d8e0f29f2c4e1ab07d55c3e8f1a2b4c6d8e0f2",
        body=body,
    )


FACTS = [
    fact(
        1,
        "Order placed",
        "ordering/order-placed-1",
        "guest",
        None,
        {
            "number": "HF-7Q2M-4KDX",
            "email": "ann@example.com",
            "shipping_method": "standard",
            "lines": [{"sku": "MUG-OAT-L", "quantity": 2, "unit_price": {"minor": 2200, "currency": "EUR"}}],
            "totals": {
                "total": {"minor": 10290, "currency": "EUR"},
                "tax_included": {"minor": 1643, "currency": "EUR"},
            },
        },
    ),
    fact(
        2,
        "Order confirmed",
        "ordering/order-confirmed-1",
        "payment gateway",
        "The payment was captured",
        {"order_id": str(UUID(int=99))},
    ),
    fact(
        3,
        "Order shipped",
        "ordering/order-shipped-1",
        "ines@hearth-and-field.example",
        "Left with the morning van",
        {"carrier": "DHL", "tracking": "00340434161094042557", "gift": False, "note": None, "tags": []},
    ),
]


def history(version: int = 3, kind: str = "order") -> HistoryView:
    state = {
        "stage": "shipped" if version == 3 else "confirmed",
        "number": "HF-7Q2M-4KDX",
        "lines": FACTS[0].body["lines"],
        "totals": FACTS[0].body["totals"],
        "carrier": "DHL" if version == 3 else "",
        "cancelled_because": "",
    }
    return HistoryView(kind, "HF-7Q2M-4KDX", UUID(int=99), version, 3, state, FACTS)
