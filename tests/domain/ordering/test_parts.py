"""An order is sent part by part: by whose the goods are and from where, in one parcel or several."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest
from msgspec import structs

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.errors import (
    NoSuchParcel,
    NoSuchPart,
    NothingToSend,
    NotThatManyToSend,
    OutOfTurn,
    PartOutOfTurn,
)
from store.domain.ordering.estimates import estimated
from store.domain.ordering.events import (
    Canceller,
    DeliveryTakenBack,
    OrderLine,
    OrderShipped,
    ParcelDelivered,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
)
from store.domain.ordering.life import PART_LIFE, PartStage, PartStep, Stage, whole
from store.domain.ordering.order import Order
from store.domain.ordering.parts import by_place
from store.domain.ordering.shares import worth
from store.domain.shared.ids import ParcelId, Sku, VendorId, last_parcel_of, part_of
from tests.domain.ordering.test_cancelling import DAY
from tests.domain.ordering.test_order import CONFIRMED, ID, MUGS, NOON, PARCEL, PART, PLACED, SHIPPED, TOTALS, eur, sent
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.3", "mark an order as processing or delivered")]

MUG, HAT, POT = Sku("mug"), Sku("hat"), Sku("pot")
LOAM = VendorId(UUID(int=77))
HATS = OrderLine(HAT, "Hat", "hat", 5, eur(400), eur(2000), eur(319), places={"MAIN": 2, "SHED": 3})
POTS = OrderLine(POT, "Pot", "pot", 1, eur(500), eur(500), eur(80), vendor=LOAM)
THREE = structs.replace(
    PLACED, lines=(MUGS, HATS, POTS),
    totals=structs.replace(TOTALS, subtotal=eur(4300), total=eur(4790), tax_included=eur(764)),
)
SHED, LOAMS = part_of(ID, None, "SHED"), part_of(ID, LOAM, "MAIN")
OTHER = ParcelId(UUID(int=6))
AT = {"at": NOON, "order_id": ID}
PACKED, SOME, GONE, THERE = Stage.PROCESSING, Stage.PARTLY_SHIPPED, Stage.SHIPPED, Stage.DELIVERED
processing = PartProcessing(**AT, part_id=PART, stands=PACKED)
put_back = PartPutBack(**AT, part_id=PART, stands=Stage.CONFIRMED)
delivered = ParcelDelivered(**AT, part_id=PART, parcel_id=PARCEL, stands=THERE)
taken_back = DeliveryTakenBack(**AT, part_id=PART, parcel_id=PARCEL, stands=GONE)

send = partial(Order.send, part_id=PART, parcel_id=PARCEL, carrier="Post", tracking="123", at=NOON)
process, unprocess = partial(Order.process, part_id=PART, at=NOON), partial(Order.put_back, part_id=PART, at=NOON)
deliver = partial(Order.deliver, part_id=PART, parcel_id=PARCEL, at=NOON)
take_back = partial(Order.take_back, part_id=PART, parcel_id=PARCEL, at=NOON)


def paid(*facts):
    return given(Order, ID, PLACED, CONFIRMED, *facts)


def split(*facts):
    return given(Order, ID, THREE, CONFIRMED, *facts)


def test_an_order_splits_by_whose_the_goods_are_and_from_where_they_are_sent():
    parts = Order.replay(ID, (THREE, CONFIRMED)).parts
    assert [(it.id, it.vendor, it.place, it.left) for it in parts] == [
        (PART, None, "MAIN", {MUG: 2, HAT: 2}), (SHED, None, "SHED", {HAT: 3}), (LOAMS, LOAM, "MAIN", {POT: 1}),
    ]


def test_a_part_is_processed_sent_in_parcels_and_delivered_and_some_of_it_is_taken_back():
    paid().when(process).then(processing)
    paid(processing).when(process).then_nothing()
    paid(processing).when(unprocess).then(put_back)
    paid().when(unprocess).then_nothing()
    paid(processing).when(send, pieces={MUG: 1}).then(sent({MUG: 1}, stands=SOME))
    paid(sent({MUG: 1})).when(send, pieces={MUG: 1}, parcel_id=OTHER).then(sent({MUG: 1}, OTHER, stands=GONE))
    paid(sent({MUG: 1})).when(send, parcel_id=OTHER).then(sent({MUG: 1}, OTHER, stands=GONE))
    paid().when(send, due=date(2026, 6, 3)).then(sent({MUG: 2}, due=date(2026, 6, 3), stands=GONE))
    paid(sent({MUG: 2})).when(send).then_nothing()
    paid(sent({MUG: 2})).when(deliver).then(delivered)
    paid(sent({MUG: 2}), delivered).when(deliver).then_nothing()
    paid(sent({MUG: 2}), delivered).when(take_back).then(taken_back)
    paid(sent({MUG: 2})).when(take_back).then_nothing()


@pytest.mark.parametrize(("pieces", "error"), [
    ({}, NothingToSend), ({MUG: 0}, NothingToSend), ({MUG: 3}, NotThatManyToSend), ({MUG: -1}, NotThatManyToSend),
    ({POT: 1}, NotThatManyToSend), ({HAT: 3}, NotThatManyToSend),
])
def test_only_what_waits_at_a_part_goes_into_its_parcels(pieces, error):
    split().when(send, pieces=pieces).then_raises(error)


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_parts_and_parcels_that_are_not_there_are_not_found():
    paid().when(process, part_id=LOAMS).then_raises(NoSuchPart)
    paid(sent({MUG: 1})).when(deliver, parcel_id=OTHER).then_raises(NoSuchParcel)
    split(sent({MUG: 1})).when(deliver, part_id=SHED).then_raises(NoSuchParcel)


PASTS = {
    PartStage.AWAITING: (),
    PartStage.PROCESSING: (processing,),
    PartStage.PARTLY_SHIPPED: (sent({MUG: 1}),),
    PartStage.SHIPPED: (sent({MUG: 2}),),
    PartStage.DELIVERED: (sent({MUG: 2}), delivered),
    PartStage.CANCELLED: (PiecesCancelled(
        **AT, pieces={MUG: 2}, reason="x", by=Canceller.STAFF, share=None, parts={PART: {MUG: 2}},
    ),),
}
STEPS = {PartStep.PROCESS: process, PartStep.SEND: partial(send, parcel_id=OTHER)}


@pytest.mark.parametrize("stage", PASTS)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_in_the_table_is_refused_and_says_what_is_allowed(stage, step):
    order = Order.replay(ID, (PLACED, CONFIRMED, *PASTS[stage]))
    assert order.parts[0].stage is stage
    if step in PART_LIFE[stage] or (step is PartStep.PROCESS and stage is PartStage.PROCESSING):
        return
    paid(*PASTS[stage]).when(STEPS[step]).then_raises(
        PartOutOfTurn, stage=stage, step=step, allowed=tuple(PART_LIFE[stage])
    )


def test_nothing_is_packed_before_it_is_paid_for():
    given(Order, ID, PLACED).when(process).then_raises(PartOutOfTurn, stage="awaiting_payment", allowed=())


def test_a_refusal_says_what_is_allowed_in_words():
    assert str(PartOutOfTurn("shipped", "awaiting", "marked as processing", ("marked as delivered",))) == (
        "This part of the order is shipped; only one that is awaiting can be marked as processing."
        " It can be marked as delivered."
    )


@pytest.mark.story("US-4.2", "the current status")
@pytest.mark.parametrize(("parts", "stage"), [
    ("awaiting awaiting", Stage.CONFIRMED), ("awaiting processing", Stage.PROCESSING),
    ("processing shipped", Stage.PARTLY_SHIPPED), ("awaiting delivered", Stage.PARTLY_SHIPPED),
    ("partly_shipped", Stage.PARTLY_SHIPPED), ("shipped delivered", Stage.SHIPPED),
    ("delivered delivered", Stage.DELIVERED), ("cancelled delivered", Stage.DELIVERED),
    ("cancelled awaiting", Stage.CONFIRMED), ("cancelled cancelled", Stage.CANCELLED),
])
def test_an_order_stands_as_its_parts_do(parts, stage):
    assert whole([PartStage(it) for it in parts.split()]) is stage


@pytest.mark.story("US-4.3", "mark an order as shipped")
def test_what_was_shipped_as_a_whole_went_in_one_parcel_of_each_part_that_had_something_left():
    order = Order.replay(ID, (THREE, CONFIRMED, sent({POT: 1}, part=LOAMS), SHIPPED))
    assert [(it.id, it.pieces) for it in order.parcels] == [
        (last_parcel_of(PART), {MUG: 2, HAT: 2}), (last_parcel_of(SHED), {HAT: 3}), (PARCEL, {POT: 1}),
    ]
    assert (order.stage, order.left) == (Stage.SHIPPED, {})
    split(sent({POT: 1}, part=LOAMS)).when(Order.ship, "Post", "9", at=NOON).then(
        OrderShipped(**AT, carrier="Post", tracking="9")
    )


@pytest.mark.story("US-4.4", "what was shipped cannot be cancelled")
def test_cancelling_concerns_what_is_in_no_parcel_and_leaves_the_rest_shipped():
    order = Order.replay(ID, (PLACED, CONFIRMED, sent({MUG: 1})))
    share = order.call_off(Canceller.STAFF, "x", at=NOON, leave=Leave(DAY))
    assert order.fresh == (
        PiecesCancelled(**AT, pieces={MUG: 1}, reason="x", by=Canceller.STAFF, share=share, stands=GONE),
    )
    assert (share.goods, order.stage, order.left, order.pieces_cancelled) == (eur(900), Stage.SHIPPED, {}, {MUG: 1})
    paid(sent({MUG: 2})).when(Order.call_off, Canceller.STAFF, "x", at=NOON, leave=Leave(DAY)).then_raises(OutOfTurn)
    order.deliver(PART, PARCEL, at=NOON)
    assert order.stage is Stage.DELIVERED


def test_pieces_of_several_parts_are_cancelled_first_where_nobody_packs_yet():
    order = Order.replay(ID, (THREE, CONFIRMED, processing))
    order.call_off_pieces({HAT: 4, POT: 1}, Canceller.STAFF, "x", at=NOON, leave=Leave(DAY))
    assert order.fresh[0].parts == {SHED: {HAT: 3}, PART: {HAT: 1}, LOAMS: {POT: 1}}
    assert [it.stage for it in order.parts] == [PartStage.PROCESSING, PartStage.CANCELLED, PartStage.CANCELLED]
    assert (order.left, order.fresh[0].stands) == ({MUG: 2, HAT: 1}, None)


def test_a_picture_speaks_of_parts_where_there_is_something_to_say():
    assert "parts" not in Order.replay(ID, (PLACED, CONFIRMED)).picture()
    assert "parts" in Order.replay(ID, (PLACED, CONFIRMED, processing)).picture()
    assert "parts" in Order.replay(ID, (THREE, CONFIRMED)).picture()


@pytest.mark.story("US-4.2", "an estimated day of delivery")
@pytest.mark.parametrize(("day", "least", "most", "closed", "expected"), [
    ("2026-06-01", 2, 4, (), ("2026-06-03", "2026-06-05")),
    ("2026-06-04", 2, 4, (), ("2026-06-08", "2026-06-10")),
    ("2026-06-06", 1, 1, (), ("2026-06-09", "2026-06-09")),
    ("2026-12-23", 1, 2, ("2026-12-25",), ("2026-12-24", "2026-12-28")),
    ("2026-12-25", 0, 1, ("2026-12-25",), ("2026-12-28", "2026-12-29")),
])
def test_a_parcel_travels_on_working_days(day, least, most, closed, expected):
    off = [date.fromisoformat(it) for it in closed]
    found = estimated(date.fromisoformat(day), least, most, closed=off)
    assert tuple(it.isoformat() for it in found) == expected


@pytest.mark.requirement("R4.1")
def test_what_parts_are_worth_and_what_was_given_back_for_goods_is_what_was_paid_for_goods():
    order = Order.replay(ID, (THREE, CONFIRMED))
    lines = [(line.sku, line.paid.minor, line.quantity) for line in THREE.lines]
    assert worth(lines, order.parts) == {PART: 2600, SHED: 1200, LOAMS: 500}
    for pieces in ({HAT: 1}, {HAT: 3, MUG: 1}, {POT: 1}):
        order.call_off_pieces(pieces, Canceller.STAFF, "x", at=NOON, leave=Leave(DAY))
        back = sum(share.goods.minor for share in order.shares)
        assert sum(worth(lines, order.parts).values()) + back == 4300


def test_what_is_left_is_told_place_by_place():
    assert by_place(Order.replay(ID, (THREE, CONFIRMED)).parts) == {
        MUG: {"MAIN": 2}, HAT: {"MAIN": 2, "SHED": 3}, POT: {"MAIN": 1},
    }
