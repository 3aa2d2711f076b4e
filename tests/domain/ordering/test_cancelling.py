"""Cancelling what was paid for: whole or by pieces, by its shopper in time and by staff, until the parcel leaves."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.errors import CancelledTooLate, NothingToCancel, NotThatManyLeft, OutOfTurn
from store.domain.ordering.events import (
    Canceller,
    Discount,
    OrderCancelled,
    OrderConfirmed,
    OrderLine,
    OrderPlaced,
    OrderShipped,
    PiecesCancelled,
    Share,
    Totals,
)
from store.domain.ordering.life import LIFE, PART_LIFE, PartStage, PartStep, Stage, Step, drawn
from store.domain.ordering.order import Order
from store.domain.ordering.shares import split
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from store.domain.shared.sharing import shared
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, NOON, PLACED, SHIPPED, TOTALS, eur
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.4", "cancel within the allowed time")]

DAY = timedelta(days=1)
ALL = Share(eur(1800), eur(490), eur(365))
MUG, HAT = Sku("mug"), Sku("hat")
HATS = OrderLine(HAT, "Hat", "hat", 3, eur(333), eur(1000), eur(160))
BOTH = structs.replace(
    PLACED, lines=(*PLACED.lines, HATS), totals=structs.replace(TOTALS, total=eur(3290), tax_included=eur(526)),
)

call_off = partial(Order.call_off, reason="changed their mind", at=NOON, leave=Leave(DAY))
call_off_pieces = partial(Order.call_off_pieces, reason="changed their mind", at=NOON, leave=Leave(DAY))
paid = given(Order, ID, PLACED, CONFIRMED)
both = given(Order, ID, BOTH, CONFIRMED)


def cancelled(by, share=ALL, at=NOON):
    return OrderCancelled(at=at, order_id=ID, reason="changed their mind", by=by, share=share)


@pytest.mark.parametrize("by", [Canceller.SHOPPER, Canceller.STAFF])
def test_what_was_paid_for_is_cancelled_and_all_of_it_owed_back(by):
    paid.when(call_off, by).then(cancelled(by))


def test_its_shopper_has_until_the_end_of_the_time_that_is_allowed_and_staff_longer():
    paid.when(call_off, Canceller.SHOPPER, at=NOON + DAY).then(cancelled(Canceller.SHOPPER, at=NOON + DAY))
    late = NOON + DAY + timedelta(seconds=1)
    paid.when(call_off, Canceller.SHOPPER, at=late).then_raises(CancelledTooLate, until=NOON + DAY)
    paid.when(call_off_pieces, {MUG: 1}, Canceller.SHOPPER, at=late).then_raises(CancelledTooLate, until=NOON + DAY)
    paid.when(call_off, Canceller.STAFF, at=late).then(cancelled(Canceller.STAFF, at=late))


@pytest.mark.story("US-4.4", "what was shipped cannot be cancelled")
@pytest.mark.parametrize("past", [(PLACED,), (PLACED, CONFIRMED, SHIPPED), (PLACED, CANCELLED), ()])
def test_nothing_else_is_cancelled_and_it_is_said_what_can_be_done(past):
    stage = Order.replay(ID, past).stage
    allowed = tuple(LIFE[stage])
    given(Order, ID, *past).when(call_off, Canceller.STAFF).then_raises(
        OutOfTurn, stage=stage, needed="in_review or confirmed or processing or partly_shipped", step="cancelled",
        allowed=allowed,
    )
    given(Order, ID, *past).when(call_off_pieces, {MUG: 1}, Canceller.STAFF).then_raises(
        OutOfTurn, step="cancelled in part", allowed=allowed,
    )


def test_a_refusal_says_what_is_allowed_in_words():
    assert str(OutOfTurn("confirmed", "awaiting_payment", "given up", ("shipped", "cancelled"))) == (
        "This order is confirmed; only one that is awaiting payment can be given up. It can be shipped or cancelled."
    )
    assert str(OutOfTurn("shipped", "confirmed", "cancelled", ())).endswith("can be cancelled. It stays as it is.")


def test_the_life_of_an_order_is_drawn_from_the_one_table_there_is():
    page = (Path(__file__).parents[3] / "docs/contexts/ordering.md").read_text()
    assert drawn() in page, "put what store.domain.ordering.life.drawn() says into docs/contexts/ordering.md"
    assert set(LIFE) == set(Stage)
    assert {step for steps in LIFE.values() for step in steps} == set(Step)
    assert set(PART_LIFE) == set(PartStage)
    assert {step for steps in PART_LIFE.values() for step in steps} == set(PartStep)


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.4", "cancel a part of an order")
def test_pieces_are_cancelled_and_the_rest_stands():
    part = PiecesCancelled(
        at=NOON, order_id=ID, pieces={MUG: 1}, reason="changed their mind", by=Canceller.SHOPPER,
        share=Share(eur(900), eur(158), eur(169)),
    )
    both.when(call_off_pieces, {MUG: 1, HAT: 0}, Canceller.SHOPPER).then(part)
    order = Order.replay(ID, (BOTH, CONFIRMED, part))
    assert (order.stage, order.left) == (Stage.CONFIRMED, {MUG: 1, HAT: 3})
    given(Order, ID, BOTH, CONFIRMED, part).when(Order.ship, "Post", "1", at=NOON).then(
        OrderShipped(at=NOON, order_id=ID, carrier="Post", tracking="1")
    )


@pytest.mark.parametrize(("pieces", "error"), [
    ({}, NothingToCancel), ({MUG: 0}, NothingToCancel), ({MUG: 3}, NotThatManyLeft), ({MUG: -1}, NotThatManyLeft),
    ({Sku("TEA"): 1}, NotThatManyLeft),
])
def test_only_what_is_left_is_cancelled(pieces, error):
    both.when(call_off_pieces, pieces, Canceller.STAFF).then_raises(error)


def test_cancelling_the_last_pieces_is_cancelling_the_order():
    paid.when(call_off_pieces, {MUG: 2}, Canceller.STAFF).then(cancelled(Canceller.STAFF))


def test_a_picture_says_nothing_of_what_did_not_happen():
    assert "shares" not in Order.replay(ID, (PLACED, CANCELLED)).picture()
    assert Order.replay(ID, (PLACED, CONFIRMED, cancelled(Canceller.STAFF))).picture()["shares"] == (ALL,)


def test_nobody_asks_how_long_before_anything_was_bought():
    assert Order(ID).open_till(Leave(DAY), NOON) is None


amounts = st.integers(0, 5_000)
orders = st.lists(st.tuples(st.integers(1, 6), amounts, st.integers(0, 40)), min_size=1, max_size=4)
steps = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=8)


def _placed(rows, shipping, reduction):
    """An order as it might have been stored: prices that no division comes out even at, shipping, something off."""
    subtotal = sum(quantity * price for quantity, price, _ in rows)
    off_goods = min(reduction, subtotal)
    off_shipping = min(reduction - off_goods, shipping)
    off = shared(off_goods, [quantity * price for quantity, price, _ in rows])
    lines = tuple(
        OrderLine(
            Sku(f"sku-{n}"), "It", "it", quantity, eur(price), eur(price * quantity),
            eur((price * quantity - off[n]) * tax // 100), discount=eur(off[n]) if off[n] else None,
        )
        for n, (quantity, price, tax) in enumerate(rows)
    )
    tax = sum(line.tax_included.minor for line in lines) + (shipping - off_shipping) // 7
    totals = Totals(
        eur(subtotal), eur(shipping), eur(tax), eur(subtotal - off_goods + shipping - off_shipping), "DE", 190_000,
        "half-up-per-line", (Discount("p", "Sale", eur(off_goods), eur(off_shipping)),),
    )
    return structs.replace(PLACED, lines=lines, totals=totals)


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.4", "everything is refunded")
@settings(max_examples=150, deadline=None)
@each(orders, amounts, amounts, steps)
def test_any_sequence_of_partial_cancellations_comes_to_what_was_paid_to_the_cent(rows, shipping, reduction, steps):
    placed = _placed(rows, shipping, reduction)
    order = Order.replay(ID, (placed, CONFIRMED))
    for line, count in steps:
        sku = placed.lines[line % len(rows)].sku
        if order.left.get(sku, 0) >= count:
            order.call_off_pieces({sku: count}, Canceller.STAFF, "x", at=NOON, leave=Leave(DAY))
        if order.stage is Stage.CANCELLED:
            break
    else:
        order.call_off(Canceller.STAFF, "x", at=NOON, leave=Leave(DAY))
    assert Money.total((share.total for share in order.shares), "EUR") == placed.totals.total
    assert Money.total((share.tax_included for share in order.shares), "EUR") == placed.totals.tax_included
    assert Money.total((share.shipping for share in order.shares), "EUR") == placed.totals.shipping_paid
    assert all(part.minor >= 0 for share in order.shares for part in (share.goods, share.shipping, share.tax_included))


@pytest.mark.requirement("R4.1")
@settings(max_examples=100, deadline=None)
@each(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_what_is_split_comes_to_the_whole_and_no_part_is_a_coin_off(minor, weights):
    parts = split(minor, weights)
    assert sum(parts) == minor
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - minor * weight) < whole for part, weight in zip(parts, weights, strict=True))


def test_whoever_read_an_older_fact_reads_it_as_it_was():
    assert (CANCELLED.by, CANCELLED.share) == (Canceller.SHOP, None)
    assert isinstance(CONFIRMED, OrderConfirmed)
    assert isinstance(PLACED, OrderPlaced)
