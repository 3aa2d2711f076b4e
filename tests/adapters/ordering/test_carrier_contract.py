"""Carriers: one that carries nothing, and one by its REST API, which may be slow, broken, away, or lie."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from structlog.testing import capture_logs

from store.adapters.drivers.breaker import FAILURES, Breaker, State
from store.adapters.ordering.carrier_client import MOST_READ, CarrierLine
from store.adapters.ordering.carrier_http import SILENT, HttpCarrier
from store.adapters.ordering.carrier_sandbox import SandboxCarrier
from store.application.ordering.carrier_ports import (
    Away,
    Booked,
    CalledOff,
    Carrier,
    Consignment,
    OwnLabel,
    Refused,
    TheirLabel,
    Unprintable,
)
from store.application.ordering.messages import AddressView
from store.domain.ordering.carrying_events import ScanCode
from store.domain.shared.ids import OrderNumber, ParcelId
from tests.carrier_server import NOWHERE, TOKEN, carrying
from tests.harness.processes import NOON
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the tracking number")]
HOME = AddressView("Ann Example", "Lindenweg 4", None, "Berlin", None, "10115", "DE")


def parcel(id=None, **to):
    return Consignment(
        ParcelId(id or uuid4()), OrderNumber("AAAAA-00001"), "Hearth & Field", "MAIN", "standard",
        structs.replace(HOME, **to),
    )


class InTheSandbox:
    def __init__(self, folder):
        self.clock = StillClock(NOON)
        self.carrier = SandboxCarrier(folder / "carrier.sqlite3", self.clock)

    def walks(self, tracking):
        """It is collected, and then there."""
        self.carrier.scans(tracking)
        self.clock.advance(timedelta(minutes=6))


class Outside:
    def __init__(self, service, carrier):
        self.service, self.carrier = service, carrier

    def walks(self, tracking):
        for place, code in enumerate(("LABEL_MADE", "PICKED_UP", "IN_DEPOT", "DELIVERED")):
            self.service.scans(tracking, f"e{place}", code, NOON + timedelta(minutes=place), "Porto")


@pytest.fixture
def service():
    with carrying() as found:
        yield found


@pytest.fixture
def by_http(service):
    """Whoever asks the service, and hangs up at the end."""
    made = []

    def make(seconds=0.4, token=TOKEN, breaker=None):
        line = CarrierLine(
            service.address, token, breaker or Breaker(time.monotonic), seconds, pause=lambda _: None
        )
        made.append(HttpCarrier("Post", line))
        return made[-1]

    yield make
    for carrier in made:
        carrier.close()


@pytest.fixture(params=["sandbox", "by HTTP"])
def world(request, tmp_path):
    if request.param == "sandbox":
        return InTheSandbox(tmp_path)
    return Outside(request.getfixturevalue("service"), request.getfixturevalue("by_http")())


def test_both_are_carriers(world):
    assert isinstance(world.carrier, Carrier)
    assert world.carrier.name


def test_a_parcel_is_booked_once_however_often_and_by_however_many_it_is_asked(world):
    wish = parcel()
    with ThreadPoolExecutor(4) as several:
        first, *others = several.map(lambda _: world.carrier.book(wish), range(8))
    assert isinstance(first, Booked)
    assert set(others) == {first}
    another = world.carrier.book(parcel())
    assert len({first.tracking, another.tracking, first.booking, another.booking}) in {2, 4}


def test_what_it_does_not_carry_is_refused_with_a_reason(world):
    refused = world.carrier.book(parcel(postal_code=NOWHERE))
    assert isinstance(refused, Refused)
    assert f"nothing to {NOWHERE}" in refused.reason
    assert refused.reason.isprintable()


def test_scans_come_in_order_since_the_one_that_is_known(world):
    booked = world.carrier.book(parcel())
    world.walks(booked.tracking)
    scans = world.carrier.scans(booked.tracking)
    assert (scans[0].code, scans[-1].code) == (ScanCode.COLLECTED, ScanCode.DELIVERED)
    assert len({it.id for it in scans}) == len(scans)
    assert all(it.at.tzinfo for it in scans)
    assert world.carrier.scans(booked.tracking) == scans, "asked again, the same"
    assert world.carrier.scans(booked.tracking, scans[0].id) == scans[1:]
    assert world.carrier.scans(booked.tracking, scans[-1].id) == []
    assert world.carrier.scans("nobody-knows-it") == []


def test_a_booking_is_called_off_until_the_parcel_is_collected(world):
    booked, other = world.carrier.book(parcel(UUID(int=1))), world.carrier.book(parcel())
    assert world.carrier.call_off(booked.booking) == CalledOff()
    assert world.carrier.call_off(booked.booking) == CalledOff(), "twice is once"
    assert isinstance(world.carrier.book(parcel(UUID(int=1))), Refused), "the same parcel is not booked again"
    assert world.carrier.call_off("nobody-knows-it") == CalledOff()
    world.walks(other.tracking)
    assert isinstance(world.carrier.call_off(other.booking), Refused)


def test_there_is_a_label_of_what_is_booked(world):
    booked = world.carrier.book(parcel())
    assert isinstance(asyncio.run(world.carrier.label(booked.booking)), OwnLabel | TheirLabel)


def test_the_books_of_the_sandbox_outlive_it_and_hold_no_address(tmp_path):
    world = InTheSandbox(tmp_path)
    booked = world.carrier.book(parcel(UUID(int=1)))
    world.carrier.close()
    assert InTheSandbox(tmp_path).carrier.book(parcel(UUID(int=1))) == booked
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Lindenweg" not in kept
    assert b"Ann" not in kept


def test_a_lost_answer_is_asked_for_again_and_is_one_booking(service, by_http):
    service.mood = "loses"
    assert isinstance(by_http().book(parcel()), Booked)
    assert len(service.shipments) == 1
    assert [verb for verb, _ in service.asked] == ["POST", "POST"]


@pytest.mark.parametrize("mood", [
    500, 503, 429, 302, 401, "cut", b"", b"not json", b"[]", b'{"id": 7}', b"\xff\xfe", b"[" * 50_000,
    b'{"id": "../../x", "tracking_number": "1"}', b'{"id": "x", "tracking_number": "<b>"}',
    b'{"id": "x", "tracking_number": "T1\\n"}',
    b'{"id": "x", "tracking_number": "' + b"9" * 90 + b'"}', b" " * (MOST_READ + 1),
    b'{"events": {}}', b'{"events": [' + b"[" * 90_000 + b"]}",
    b'{"events": [' + b",".join([b'{"id":"1","code":"X","occurred_at":"2026-06-01T12:00:00Z"}'] * 501) + b"]}",
])
def test_what_is_no_answer_counts_for_none(service, by_http, mood):
    carrier, service.mood = by_http(), mood
    assert carrier.book(parcel()) == Away()
    assert carrier.scans("1") == Away()
    assert asyncio.run(carrier.label("x")) == Away()
    assert not any("elsewhere" in path for _, path in service.asked), "it is led nowhere else"


def test_a_refusal_without_words_or_with_hostile_ones_is_one_line(service, by_http):
    service.mood = 400
    assert by_http().book(parcel()) == Refused(SILENT)
    assert isinstance(by_http().call_off("x"), Refused)


def test_who_has_another_token_is_told_nothing(service, by_http):
    assert by_http(token="another").book(parcel()) == Away()


def test_no_name_leads_out_of_its_place(service, by_http):
    carrier = by_http()
    carrier.scans("../shipments?x=1#y", "a&b")
    assert service.asked == [("GET", "/v1/trackings/%2E%2E%2Fshipments%3Fx%3D1%23y/events?after=a%26b")]


def test_a_slow_carrier_is_not_waited_for_and_then_left_alone(service, by_http):
    service.mood, now = "slow", [100.0]
    carrier = by_http(seconds=0.2, breaker=Breaker(lambda: now[0], failures=2, rest=30.0))
    began = time.monotonic()
    assert [carrier.scans("1") for _ in range(6)] == [Away()] * 6
    assert time.monotonic() - began < 4 * 0.3 + 0.5, "two were tried twice, four weren't even asked"
    assert len(service.asked) == 4
    service.mood, now[0] = "well", 131.0
    assert carrier.scans("1") == []


@pytest.mark.parametrize("mood", ["trickles", "not yet"])
def test_whatever_trickles_in_both_tries_together_end_in_time(service, by_http, mood):
    service.mood, carrier = mood, by_http(seconds=0.2)
    began = time.monotonic()
    assert carrier.scans("1") == Away()
    assert time.monotonic() - began < 3 * 0.2 + 0.5
    service.mood = "well"
    assert isinstance(carrier.book(parcel()), Booked)


def test_a_scan_that_is_not_understood_hides_no_other(service, by_http):
    bad = [
        b'{"id": "1", "code": "DELIVERED", "occurred_at": "2026-06-01T12:00:00"}', b"7", b"{}",
        b'{"id": "2", "code": "DELIVERED", "occurred_at": "soon"}', b'{"id": "x\\n", "code": "DELIVERED"}',
    ]
    good = b'{"id": "3", "code": "IN_DEPOT", "occurred_at": "2026-06-01T12:00:00Z", "location": "Porto"}'
    service.mood = b'{"events": [' + b",".join([*bad, good]) + b"]}"
    with capture_logs() as said:
        [scan] = by_http().scans("1")
    assert (scan.id, scan.code, scan.place) == ("3", ScanCode.IN_DEPOT, "Porto")
    assert [it["scans"] for it in said] == [len(bad)]


def test_a_label_that_is_too_long_or_none_is_an_answer(service, by_http):
    breaker = Breaker(time.monotonic)
    carrier, service.kind = by_http(breaker=breaker), "application/pdf"
    for body in (b"%PDF-" + b" " * MOST_READ, b"GIF89a"):
        service.mood = body
        assert [asyncio.run(carrier.label("x")) for _ in range(FAILURES + 1)] == [Unprintable()] * (FAILURES + 1)
    assert breaker.state is State.CLOSED


def test_nobody_there_is_as_good_as_silence(service, by_http):
    service.address = "http://127.0.0.1:1/v1"
    assert by_http().book(parcel()) == Away()


def test_a_carrier_without_labels_has_the_shop_make_one(service, by_http):
    carrier = by_http()
    booked = carrier.book(parcel())
    label = asyncio.run(carrier.label(booked.booking))
    assert isinstance(label, TheirLabel)
    assert label.pdf == service.label
    service.label = None
    assert asyncio.run(carrier.label(booked.booking)) == OwnLabel()
