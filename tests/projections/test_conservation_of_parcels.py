"""The laws of conservation where orders are sent in parcels: their pieces leave with them, and a bad fact is named."""

from uuid import UUID

import pytest

from store.application.ordering.fulfilment import MarkDelivered, SendParcel
from store.domain.inventory.events import StockShipped
from store.domain.ordering.events import OrderCancelled, ParcelSent
from store.domain.shared.ids import ParcelId, order_of, part_of, stock_of
from tests.projections.test_conservation import MUG, NOON, books

__all__ = ["books"]

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.3", "mark an order as shipped")]


def about(bought):
    return {"number": bought.number, "part_id": part_of(order_of(bought.number), None, "MAIN")}


def sent(bought, pieces, number=5):
    order = order_of(bought.number)
    return order, ParcelSent(
        at=NOON, order_id=order, part_id=part_of(order, None, "MAIN"), parcel_id=ParcelId(UUID(int=number)),
        pieces={MUG.sku: pieces}, carrier="Post", tracking="",
    )


def left(bought, pieces):
    return stock_of(MUG.sku), StockShipped(at=NOON, sku=MUG.sku, order_id=order_of(bought.number), quantity=pieces)


def test_what_is_sent_in_parcels_keeps_the_laws(books):
    books.driver.do(SendParcel(**about(books.paid), carrier="Post", tracking="", pieces={MUG.sku: 1}))
    books.driver.do(MarkDelivered(**about(books.paid)))
    assert books.offences() == []
    assert books.checker_says() == set()


FAULTS = {
    "a parcel with nothing in it": (lambda it: [sent(it.paid, 1)], "were sent with it"),
    "pieces that leave in no parcel": (lambda it: [left(it.paid, 1)], "the order was not sent"),
    "another number of pieces": (lambda it: [sent(it.paid, 1), left(it.paid, 2)], "the parcel is about 1"),
    "more than was bought": (lambda it: [sent(it.paid, 2), left(it.paid, 1)], "1 more of"),
    "what nobody paid for": (lambda it: [sent(it.open, 1), left(it.open, 1)], "never paid for"),
    "what was sent as a whole before": (lambda it: [sent(it.sent, 1)], "2 of MUG were sent, the parcel is about 1"),
    "what was cancelled": (lambda it: [sent(it.paid, 1), left(it.paid, 1), (
        order_of(it.paid.number), OrderCancelled(at=NOON, order_id=order_of(it.paid.number), reason="x"),
    )], "1 more of"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_parcel_that_is_not_what_left_is_named(books, name):
    facts, words = FAULTS[name]
    books.write(*facts(books))
    offences = books.offences()
    assert any(words in said for _, _, _, said in offences), offences
    assert books.checker_says()
