"""Carriers take bookings, and scan what they carry: told twice or late, it is one fact and takes no step back."""

from datetime import timedelta
from functools import partial

import pytest

from store.domain.ordering.carrying_events import BookingCalledOff, ParcelBooked, ParcelScanned, ScanCode
from store.domain.ordering.errors import BookedAlready, NoSuchBooking, NoSuchParcel, PartOutOfTurn
from store.domain.ordering.events import DeliveryTakenBack, ParcelDelivered
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.ordering.parcels import Scan
from store.domain.shared.ids import Sku, booked_parcel_of
from tests.domain.ordering.test_order import CONFIRMED, ID, NOON, PARCEL, PART, PLACED, sent
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the tracking number")]

MUG = Sku("mug")
AT = {"at": NOON, "order_id": ID, "part_id": PART}
FIRST, SECOND = booked_parcel_of(PART, 1), booked_parcel_of(PART, 2)
booked = ParcelBooked(**AT, parcel_id=FIRST, carrier="Post", tracking="123", booking="b-1")
called_off = BookingCalledOff(**AT, parcel_id=FIRST)
left = sent({MUG: 2}, FIRST, stands=Stage.SHIPPED)
some_left = sent({MUG: 1}, FIRST, stands=Stage.PARTLY_SHIPPED)
there = ParcelDelivered(**AT, parcel_id=FIRST, stands=Stage.DELIVERED)
book = partial(Order.book, part_id=PART, parcel_id=FIRST, carrier="Post", tracking="123", booking="b-1", at=NOON)
call_off = partial(Order.call_off_booking, part_id=PART, parcel_id=FIRST, at=NOON)


def seen(id, code, hours=1, place="Porto"):
    return Scan(id, code, NOON + timedelta(hours=hours), place)


def fact(scan):
    return ParcelScanned(**AT, parcel_id=FIRST, scan=scan.id, code=scan.code, scanned_at=scan.at, place=scan.place)


def scan(order, it, parcel=FIRST):
    order.scan(PART, parcel, it, at=NOON)


COLLECTED, DEPOT = seen("s-1", ScanCode.COLLECTED), seen("s-2", ScanCode.IN_DEPOT, 2)
DONE, FAILED = seen("s-3", ScanCode.DELIVERED, 3, ""), seen("s-4", ScanCode.UNDELIVERABLE, 4)
BACK = seen("s-5", ScanCode.RETURNED, 5)


def paid(*facts):
    return given(Order, ID, PLACED, CONFIRMED, *facts)


def parcel(*facts):
    return Order.replay(ID, (PLACED, CONFIRMED, *facts)).part(PART).parcel(FIRST)


def test_a_parcel_is_booked_once_and_leaves_as_what_it_was_booked_as():
    paid().when(book).then(booked)
    paid(booked).when(book).then_nothing()
    paid(booked).when(book, parcel_id=SECOND).then_raises(BookedAlready)
    paid(booked).when(Order.send, part_id=PART, parcel_id=FIRST, carrier="Post", tracking="123", at=NOON).then(left)
    assert parcel(booked, left).booking == "b-1"
    paid(booked, left).when(book, parcel_id=SECOND).then_raises(PartOutOfTurn)
    paid(booked, some_left).when(book, parcel_id=SECOND, booking="b-2").then(
        ParcelBooked(**AT, parcel_id=SECOND, carrier="Post", tracking="123", booking="b-2")
    )


def test_a_parcel_sent_by_hand_leaves_the_booking_as_it_is():
    order = Order.replay(ID, (PLACED, CONFIRMED, booked, sent({MUG: 1})))
    assert order.booking(PART).parcel_id == order.bookable(PART) == FIRST
    assert order.part(PART).parcels[0].booking == ""


def test_a_booking_is_called_off_once_and_the_next_one_is_another():
    paid(booked).when(call_off).then(called_off)
    paid(booked, called_off).when(call_off).then_nothing()
    paid(booked, left).when(call_off).then_nothing()
    assert Order.replay(ID, (PLACED, CONFIRMED, booked, called_off)).bookable(PART) == SECOND
    paid(booked, called_off).when(book, parcel_id=SECOND).then(
        ParcelBooked(**AT, parcel_id=SECOND, carrier="Post", tracking="123", booking="b-1")
    )
    paid().when(Order.booking, PART).then_raises(NoSuchBooking)


def test_a_scan_is_one_fact_and_one_that_says_it_is_there_delivers_it():
    paid(booked, left).when(scan, COLLECTED).then(fact(COLLECTED))
    paid(booked, left, fact(COLLECTED)).when(scan, COLLECTED).then_nothing()
    paid(booked, left).when(scan, DONE).then(fact(DONE), there)
    paid(booked, left, there).when(scan, DONE).then(fact(DONE))
    paid(booked, left).when(scan, COLLECTED, PARCEL).then_raises(NoSuchParcel)


def test_a_late_scan_takes_no_delivered_parcel_back_and_staff_have_the_last_word():
    for late in (COLLECTED, DEPOT, FAILED):
        paid(booked, left, fact(DONE), there).when(scan, late).then(fact(late))
    taken_back = DeliveryTakenBack(**AT, parcel_id=FIRST, stands=Stage.SHIPPED)
    paid(booked, left, fact(DONE), there, taken_back).when(scan, DONE).then_nothing()
    assert parcel(booked, left, fact(DONE), there, fact(FAILED)).stranded is False


def test_where_a_parcel_is_follows_from_when_it_was_scanned():
    it = parcel(booked, left, fact(DEPOT), fact(COLLECTED))
    assert [step.id for step in it.way] == ["s-1", "s-2"]
    assert (it.stranded, it.under_way) == (False, True)
    assert parcel(booked, left, fact(FAILED), fact(DEPOT)).stranded, "the depot came before"
    back = parcel(booked, left, fact(FAILED), fact(BACK))
    assert (back.stranded, back.under_way) == (True, False)
    early = parcel(booked, left, fact(DEPOT), fact(seen("s-6", ScanCode.RETURNED)))
    assert (early.stranded, early.under_way) == (True, False), "it is back, whenever they say that was"
    assert not parcel(booked, left, there).under_way
    assert not Order.replay(ID, (PLACED, CONFIRMED, sent({MUG: 2}))).parcels[0].under_way, "nobody tells of it"
