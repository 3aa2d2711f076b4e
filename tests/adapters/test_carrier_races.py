"""Two processes over one Postgres: a booking is one, a scan is one fact, and a parcel is delivered once by whomever."""

from datetime import timedelta

import pytest
from dependency_injector import providers

from store.adapters.ordering.carrier_sandbox import SandboxCarrier
from store.application.ordering.carrying import BookParcel, FollowParcel
from store.application.ordering.fulfilment import MarkDelivered, SendParcel
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.carrying_events import BookingCalledOff, ParcelBooked, ParcelScanned
from store.domain.ordering.events import Canceller, ParcelDelivered
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import booked_parcel_of, order_of, part_of
from store.entrypoints.wiring.carrying import following_parcels
from tests.adapters.test_cancelling_races import SOMEBODY, at_once, buy
from tests.adapters.test_cancelling_races import shops as plain_shops
from tests.checker.checker import expect_sound

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the current status")]
TIMES = 4
__all__ = ["plain_shops"]


@pytest.fixture
def shops(plain_shops, tmp_path):
    for shop in plain_shops:
        shop.carrier.override(providers.Singleton(SandboxCarrier, tmp_path / "carrier.sqlite3", shop.clock()))
        shop.parts.reset()
        shop.bus.reset()
    return plain_shops


def facts(shop, number, kind):
    id = order_of(number)
    return [fact for fact in shop.journal().read([id])[id].events if isinstance(fact, kind)]


def test_scans_and_staff_deliver_a_parcel_once_and_each_scan_is_one_fact(shops, monkeypatch, migrated_url, tmp_path):
    for _ in range(TIMES):
        number = buy(shops[0], 1)
        part = part_of(order_of(number), None, "MAIN")
        said = at_once(shops, *[BookParcel(number=number, part_id=part)] * 4)
        [booked] = facts(shops[0], number, ParcelBooked)
        assert {it.booking.tracking for it in said if not isinstance(it, StoreError)} == {booked.tracking}
        shops[0].bus().do(SendParcel(
            number=number, part_id=part, carrier=booked.carrier, tracking=booked.tracking
        ), SOMEBODY)
        parcel = booked_parcel_of(part, 1)
        follow = FollowParcel(order_id=order_of(number), part_id=part, parcel_id=parcel)
        shops[0].bus().do(follow, SOMEBODY)
        later(shops, monkeypatch, 10)
        at_once(shops, follow, MarkDelivered(number=number, part_id=part), follow, follow)
        shops[1].bus().do(follow, SOMEBODY)
        assert len(facts(shops[1], number, ParcelDelivered)) == 1
        scans = [fact.scan for fact in facts(shops[1], number, ParcelScanned)]
        assert len(scans) == len(set(scans))
    expect_sound(migrated_url, tmp_path / "sandbox" / "gateway.sqlite3")


def later(shops, monkeypatch, minutes):
    for shop in shops:
        clock = shop.clock()
        now = clock.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda now=now: now)


@pytest.mark.story("US-4.4", "cancel within the allowed time")
def test_what_was_cancelled_while_it_was_booked_is_called_off_by_the_errand(shops):
    shop, number = shops[0], buy(shops[0], 1)
    part = part_of(order_of(number), None, "MAIN")
    shop.bus().do(BookParcel(number=number, part_id=part), SOMEBODY)
    errand = following_parcels(shop.carrier(), shop.pool(), shop.bus(), shop.clock(), ())
    shop.runner().catch_up()
    errand()
    assert facts(shop, number, BookingCalledOff) == []
    shop.bus().do(CancelOrder(call_off=CallOff(number=number, by=Canceller.STAFF, reason="sold out")), SOMEBODY)
    shop.runner().catch_up()
    errand()
    assert len(facts(shop, number, BookingCalledOff)) == 1
    shop.runner().catch_up()
    with shop.pool().connection() as db:
        assert db.execute("SELECT count(*) FROM read.parcels_under_way").fetchone() == (0,)


def test_one_that_fails_stops_no_other(shops, monkeypatch):
    numbers = [buy(shops[0], 1) for _ in range(3)]
    for number in numbers:
        part = part_of(order_of(number), None, "MAIN")
        booking = shops[0].bus().do(BookParcel(number=number, part_id=part), SOMEBODY).outcome.booking
        shops[0].bus().do(SendParcel(
            number=number, part_id=part, carrier=booking.carrier, tracking=booking.tracking
        ), SOMEBODY)
    shops[0].runner().catch_up()
    carrier, well = shops[0].carrier(), type(shops[0].carrier()).scans
    bad = facts(shops[0], numbers[0], ParcelBooked)[0].tracking

    def scans(tracking, after=""):
        if tracking == bad:
            raise RuntimeError("what nobody thought of")
        return well(carrier, tracking, after)

    monkeypatch.setattr(carrier, "scans", scans)
    errand = following_parcels(carrier, shops[0].pool(), shops[0].bus(), shops[0].clock(), ())
    errand()
    assert [len(facts(shops[0], number, ParcelScanned)) for number in numbers] == [0, 1, 1]
    errand()
    assert [len(facts(shops[0], number, ParcelScanned)) for number in numbers] == [0, 1, 1], "not before it is due"
    later(shops, monkeypatch, 10)
    monkeypatch.setattr(carrier, "scans", lambda *asked: well(carrier, *asked))
    errand()
    shops[0].runner().catch_up()
    assert [len(facts(shops[0], number, ParcelDelivered)) for number in numbers] == [0, 1, 1]
    later(shops, monkeypatch, 10)
    errand()
    assert [len(facts(shops[0], number, ParcelDelivered)) for number in numbers] == [1, 1, 1]
    shops[0].runner().catch_up()
    with shops[0].pool().connection() as db:
        assert db.execute("SELECT count(*) FROM read.parcels_under_way").fetchone() == (0,)
