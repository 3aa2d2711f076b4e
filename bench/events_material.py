"""What the benchmark of the log writes: one line put into a cart, or what an order leaves behind."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from store.adapters.drivers.chance import random_id
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.cart.events import CartCheckedOut, LinePut
from store.domain.ordering.events import Address, OrderConfirmed, OrderLine, OrderPlaced, Totals
from store.domain.payments.events import PaymentCaptured, PaymentRequested
from store.domain.shared.ids import CartId, OrderId, OrderNumber, PaymentId, Sku, SubjectId
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
BY = Caller(actor="guest:00000000-0000-0000-0000-000000000001", correlation=UUID(int=7), request_id="a request of ours")
PEOPLE = [SubjectId(UUID(int=n)) for n in range(1, 101)]
"""A hundred people buy again and again: what is measured is the log, not the making of keys."""
PRICE, SKU = Money(1900, "EUR"), Sku("MUG-BLUE-L")


def one(_: int) -> list[Change]:
    """One fact in one new stream."""
    cart = CartId(random_id())
    return [Change(cart, 0, b"", (LinePut(at=NOW, cart_id=cart, sku=SKU, quantity=2, price=PRICE),))]


def order(n: int) -> list[Change]:
    """Five facts in three new streams, one of them with an e-mail and an address, both sealed."""
    cart, bought, payment = CartId(random_id()), OrderId(random_id()), PaymentId(random_id())
    number, person = OrderNumber(f"BENCH-{n:07}"), PEOPLE[n % len(PEOPLE)]
    total = Money(4290, "EUR")
    placed = OrderPlaced(
        at=NOW, order_id=bought, number=number, cart_id=cart, payment_id=payment,
        email=Personal(person, "ann@example.org"),
        address=Personal(person, Address("Ann Example", "1 Main Street", "Berlin", "10115", "DE")),
        shipping_method="standard", payment_method="sandbox",
        lines=(OrderLine(
            sku=SKU, name="Blue mug, large", slug="blue-mug", quantity=2, unit_price=PRICE, total=Money(3800, "EUR"),
            tax_included=Money(607, "EUR"), options={"Colour": "Blue"}, picture=None,
        ),),
        totals=Totals(
            subtotal=Money(3800, "EUR"), shipping=Money(490, "EUR"), tax_included=Money(685, "EUR"), total=total,
            tax_place="DE", tax_ppm=190_000, rounding="line",
        ),
    )
    return sorted((
        Change(bought, 0, b"", (placed, OrderConfirmed(at=NOW, order_id=bought))),
        Change(payment, 0, b"", (
            PaymentRequested(
                at=NOW, payment_id=payment, order_id=bought, number=number, amount=total, method="sandbox"
            ),
            PaymentCaptured(at=NOW, payment_id=payment, reference="sandbox-1", amount=total),
        )),
        Change(cart, 0, b"", (CartCheckedOut(at=NOW, cart_id=cart, number=number),)),
    ), key=lambda change: change.stream.bytes)


SHAPES: dict[str, Any] = {"one event": one, "order: 5 events, 3 streams": order}
