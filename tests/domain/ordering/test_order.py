"""The life of an order, step by step and no other way."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest

from store.domain.ordering.errors import NumberTaken, OutOfTurn
from store.domain.ordering.events import (
    Address,
    OrderCancelled,
    OrderConfirmed,
    OrderLine,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    Totals,
)
from store.domain.ordering.life import LIFE, Stage
from store.domain.ordering.order import Order
from store.domain.ordering.screening_events import ReviewBegun
from store.domain.shared.ids import (
    CartId,
    OrderNumber,
    ParcelId,
    PaymentId,
    Sku,
    SubjectId,
    last_parcel_of,
    order_of,
    part_of,
)
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal
from tests.harness.scenario import given

NUMBER = OrderNumber("ABCDE-FGHJK")
ID = order_of(NUMBER)
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
CART, PAYMENT, ANN = CartId(UUID(int=1)), PaymentId(UUID(int=2)), SubjectId(UUID(int=3))
EMAIL = Personal(ANN, "ann@example.org")
HOME = Personal(ANN, Address("Ann Example", "1 Main Street", "Berlin", "10115", "DE"))


def eur(minor):
    return Money(minor, "EUR")


MUGS = OrderLine(Sku("mug"), "Mug", "mug", 2, eur(900), eur(1800), eur(287))
TOTALS = Totals(eur(1800), eur(490), eur(365), eur(2290), "DE", 190_000, "half-up-per-line")
PLACED = OrderPlaced(
    at=NOON, order_id=ID, number=NUMBER, cart_id=CART, payment_id=PAYMENT, email=EMAIL, address=HOME,
    shipping_method="standard", payment_method="sandbox", lines=(MUGS,), totals=TOTALS,
)
CONFIRMED = OrderConfirmed(at=NOON, order_id=ID)
CANCELLED = OrderCancelled(at=NOON, order_id=ID, reason="the payment was declined")
SHIPPED = OrderShipped(at=NOON, order_id=ID, carrier="Post", tracking="123")
MUG, PART, PARCEL = Sku("mug"), part_of(ID, None, "MAIN"), ParcelId(UUID(int=5))


def sent(pieces, parcel=PARCEL, part=PART, **more):
    """A parcel of the one part there is."""
    return ParcelSent(at=NOON, order_id=ID, part_id=part, parcel_id=parcel, pieces=pieces, carrier="Post",
                      tracking="123", **more)



place = partial(
    Order.place, number=NUMBER, cart_id=CART, payment_id=PAYMENT, email=EMAIL, address=HOME,
    shipping_method="standard", payment_method="sandbox", lines=(MUGS,), totals=TOTALS, at=NOON,
)
confirm = partial(Order.confirm, at=NOON)
cancel = partial(Order.cancel, reason="the payment was declined", at=NOON)
ship = partial(Order.ship, carrier="Post", tracking="123", at=NOON)

PASTS = {
    Stage.BLANK: (),
    Stage.AWAITING_PAYMENT: (PLACED,),
    Stage.IN_REVIEW: (PLACED, CONFIRMED, ReviewBegun(at=NOON, order_id=ID)),
    Stage.CONFIRMED: (PLACED, CONFIRMED),
    Stage.PROCESSING: (PLACED, CONFIRMED, PartProcessing(at=NOON, order_id=ID, part_id=PART)),
    Stage.PARTLY_SHIPPED: (PLACED, CONFIRMED, sent({MUG: 1})),
    Stage.SHIPPED: (PLACED, CONFIRMED, SHIPPED),
    Stage.DELIVERED: (PLACED, CONFIRMED, SHIPPED, ParcelDelivered(
        at=NOON, order_id=ID, part_id=PART, parcel_id=last_parcel_of(PART),
    )),
    Stage.CANCELLED: (PLACED, CANCELLED),
}
STEPS = {
    (Stage.BLANK, place): PLACED,
    (Stage.AWAITING_PAYMENT, confirm): CONFIRMED,
    (Stage.AWAITING_PAYMENT, cancel): CANCELLED,
    (Stage.CONFIRMED, ship): SHIPPED,
    (Stage.PROCESSING, ship): SHIPPED,
    (Stage.PARTLY_SHIPPED, ship): SHIPPED,
}
NEEDS = {
    confirm: "awaiting_payment", cancel: "awaiting_payment", ship: "confirmed or processing or partly_shipped",
}

pytestmark = pytest.mark.requirement("R4.2")
states = pytest.mark.story("US-3.4", "nothing happens by halves")
ships = pytest.mark.story("US-4.3", "mark an order as shipped")


def _named(value):
    return value.name.lower() if isinstance(value, Stage) else value.func.__name__


@states
@ships
@pytest.mark.parametrize(("stage", "step"), STEPS, ids=_named)
def test_an_order_goes_on_as_it_should(stage, step):
    given(Order, ID, *PASTS[stage]).when(step).then(STEPS[stage, step])


@states
@ships
@pytest.mark.parametrize("stage", PASTS, ids=_named)
@pytest.mark.parametrize("step", [place, confirm, cancel, ship], ids=_named)
def test_every_other_step_is_refused_and_says_what_is_needed(stage, step):
    if (stage, step) in STEPS:
        return
    scenario = given(Order, ID, *PASTS[stage]).when(step)
    if step is place:
        scenario.then_raises(NumberTaken)
    else:
        scenario.then_raises(OutOfTurn, stage=stage, needed=NEEDS[step], allowed=tuple(LIFE[stage]))


@states
@pytest.mark.story("US-3.5", "keep the payment's status with the order")
def test_an_order_stands_where_its_last_fact_left_it():
    assert {stage: Order.replay(ID, past).stage for stage, past in PASTS.items()} == {s: s for s in Stage}


@pytest.mark.story("US-4.1", "see an order's items, total and shipping")
def test_an_order_remembers_what_was_bought_for_whom_and_for_how_much():
    order = Order.replay(ID, (PLACED, CONFIRMED, SHIPPED))
    assert (order.lines, order.totals, order.number) == ((MUGS,), TOTALS, NUMBER)
    assert (order.cart_id, order.payment_id, order.placed_at) == (CART, PAYMENT, NOON)
    assert (order.shipping_method, order.payment_method) == ("standard", "sandbox")
    assert (order.carrier, order.tracking) == ("Post", "123")


@pytest.mark.story("US-4.2", "the current status")
def test_a_cancelled_order_says_why():
    assert Order.replay(ID, (PLACED, CANCELLED)).cancelled_because == "the payment was declined"


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
@pytest.mark.requirement("R6.2")
def test_an_order_of_somebody_who_was_forgotten_still_stands_and_ships():
    forgotten = OrderPlaced(
        at=NOON, order_id=ID, number=NUMBER, cart_id=CART, payment_id=PAYMENT,
        email=Personal(ANN, Erased()), address=Personal(ANN, Erased()),
        shipping_method="standard", payment_method="sandbox", lines=(MUGS,), totals=TOTALS,
    )
    given(Order, ID, forgotten, CONFIRMED).when(ship).then(SHIPPED)
    assert Order.replay(ID, (forgotten,)).totals == TOTALS
