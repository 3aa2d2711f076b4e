"""The law of pieces holds at each place of the shop: a fact that breaks it there alone is named."""

import psycopg
import pytest

from store.application.inventory.locations import OpenLocation
from store.application.inventory.messages import AdjustStock, ReceiveStock, TakeBackStock, TransferStock
from store.application.shared.bus import Caller
from store.domain.inventory.events import (
    Cause,
    StockAdjusted,
    StockCounted,
    StockReceived,
    StockReleased,
    StockReserved,
    StockTransferred,
)
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import order_of, stock_of
from tests.projections.test_conservation import MUG, NOON, STRANGER, books

__all__ = ["books"]

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-3.4", "nothing happens by halves")]
SHED, MUGS = LocationCode("SHED"), stock_of(MUG.sku)
AT = {"at": NOON, "sku": MUG.sku}


def test_whatever_happens_at_places_keeps_the_laws(books):
    by = Caller(actor="test:somebody", correlation=STRANGER)
    for wish in (
        OpenLocation(code=SHED, name="The shed", priority=1),
        TransferStock(sku=MUG.sku, quantity=3, origin=MAIN, destination=SHED, reason="room"),
        ReceiveStock(sku=MUG.sku, quantity=2, location=SHED),
        AdjustStock(sku=MUG.sku, change=-1, cause=Cause.LOST, reason="", location=SHED),
        TakeBackStock(sku=MUG.sku, quantity=1, written_off=0, reason="", location=SHED),
    ):
        books.shop.bus().do(wish, by)
    assert books.offences() == []
    assert books.checker_says() == set()
    with psycopg.connect(books.url) as db:
        assert db.execute(
            "SELECT location, received, corrected, moved, on_hand, reserved, sold, returned FROM read.pieces_at"
            " ORDER BY location"
        ).fetchall() == [("MAIN", 10, 0, -3, 5, 2, 2, 0), ("SHED", 2, -1, 3, 5, 0, 0, 1)]
        assert db.execute("SELECT received, corrected, on_hand, reserved, sold, returned FROM read.pieces"
                          ).fetchall() == [(12, -1, 10, 2, 2, 1)]
        assert db.execute("SELECT on_hand, reserved FROM read.variants").fetchall() == [(10, 2)]


@pytest.mark.parametrize(("fact", "words"), [
    (StockReserved(**AT, order_id=STRANGER, quantity=2, locations={SHED: 2}), "at SHED 2 pieces are promised, 1 are"),
    (StockReserved(**AT, order_id=STRANGER, quantity=2, locations={SHED: 1}), "2 pieces are 1 by the places"),
    (StockAdjusted(**AT, change=-2, cause=Cause.LOST, reason="", location=SHED), "at SHED 0 pieces are promised, -1"),
    (StockCounted(**AT, on_hand=3, was=2, reason="", location=SHED), "pieces came in"),
    (StockTransferred(**AT, quantity=7, origin=MAIN, destination=SHED, reason=""), "at MAIN 2 pieces are promised, 1"),
    (StockReleased(**AT, order_id=STRANGER, quantity=1, locations={SHED: 1}), "at SHED 1 more pieces were given back"),
])
def test_a_fact_that_breaks_the_law_at_one_place_is_named_as_the_checker_names_it(books, fact, words):
    books.write((MUGS, StockReceived(**AT, quantity=1, location=SHED)))
    position = books.write((MUGS, fact))
    assert [(at, words in said) for law, _, at, said in books.offences() if law == "stock"] == [(position, True)]
    assert position in books.checker_says()


def test_an_order_that_leaves_from_elsewhere_than_it_was_put_aside_is_named(books):
    from store.domain.inventory.events import StockShipped

    books.write((MUGS, StockReceived(**AT, quantity=1, location=SHED)))
    gone = StockShipped(**AT, order_id=order_of(books.paid.number), quantity=1, locations={SHED: 1})
    position = books.write((MUGS, gone))
    assert position in [at for law, _, at, _ in books.offences() if law == "stock"]
    assert position in books.checker_says()
