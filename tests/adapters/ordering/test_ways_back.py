"""Parcels that come back, and where they are handed in: what one asks of the sandbox and of the other alike."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from store.adapters.ordering.carrier_http import MOST_POINTS, SILENT
from store.application.ordering.carrier_ports import (
    Away,
    Booked,
    CalledOff,
    DropOff,
    GoingBack,
    OwnLabel,
    Refused,
    TheirLabel,
)
from store.domain.shared.ids import ParcelId
from tests.adapters.ordering.test_carrier_contract import HOME, by_http, service, world
from tests.carrier_server import NOWHERE

__all__ = ["by_http", "service", "world"]
pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "a label for the way back")]
POINT = b'{"name": "Kiosk", "address": "1 Main St", "postal_code": "1", "city": "Porto"}'


def back(id=None, **sender):
    return GoingBack(
        ParcelId(id or uuid4()), "AAAAA-00001-R1", structs.replace(HOME, **sender), ("Hearth & Field", "Stuttgart")
    )


def near(carrier, country, postal_code):
    return asyncio.run(carrier.drop_offs(country, postal_code))


def test_a_parcel_that_comes_back_is_booked_once_however_often_it_is_asked(world):
    wish = back()
    with ThreadPoolExecutor(4) as several:
        first, *others = several.map(lambda _: world.carrier.book_back(wish), range(8))
    assert isinstance(first, Booked)
    assert set(others) == {first}
    assert world.carrier.book_back(back()) != first
    assert isinstance(asyncio.run(world.carrier.label(first.booking)), OwnLabel | TheirLabel)


def test_from_where_it_takes_nothing_it_says_so(world):
    refused = world.carrier.book_back(back(postal_code=NOWHERE))
    assert isinstance(refused, Refused)
    assert NOWHERE in refused.reason


def test_it_is_called_off_until_it_was_handed_in(world):
    kept, sent = world.carrier.book_back(back(UUID(int=1))), world.carrier.book_back(back())
    assert world.carrier.call_off(kept.booking) == CalledOff()
    assert isinstance(world.carrier.book_back(back(UUID(int=1))), Refused)
    world.walks(sent.tracking)
    assert isinstance(world.carrier.call_off(sent.booking), Refused)


def test_parcels_are_handed_in_near_a_postal_code_and_always_at_the_same_places(world):
    found = near(world.carrier, "DE", "10115")
    assert len(found) > 1
    assert all(isinstance(it, DropOff) and it.name and it.address and it.postal_code == "10115" for it in found)
    assert near(world.carrier, "DE", "10115") == found
    assert near(world.carrier, "DE", NOWHERE) == []


@pytest.mark.parametrize("mood", [500, 302, 401, "cut", b"", b"[]", b'{"points": {}}', b"[" * 50_000])
def test_what_is_no_answer_counts_for_none(service, by_http, mood):
    carrier, service.mood = by_http(), mood
    assert near(carrier, "DE", "10115") == Away()
    assert carrier.book_back(back()) == Away()


def test_a_refusal_without_words_is_one_line(service, by_http):
    service.mood = 400
    assert by_http().book_back(back()) == Refused(SILENT)


def test_a_place_that_is_not_understood_hides_no_other_and_there_are_not_too_many(service, by_http):
    bad = [b"7", b"{}", POINT.replace(b"Kiosk", b"<b>"), POINT.replace(b"Kiosk", b"a\\nb"),
           POINT.replace(b"Kiosk", b"x" * 121)]
    service.mood = b'{"points": [' + b",".join([*bad, *[POINT] * 20]) + b"]}"
    found = near(by_http(), "PT", "1")
    assert found == [DropOff("Kiosk", "1 Main St", "1", "Porto")] * MOST_POINTS


def test_no_postal_code_asks_for_anything_else(service, by_http):
    near(by_http(), "DE", "1&country=FR#x")
    assert service.asked == [("GET", "/v1/drop-off-points?country=DE&postal_code=1%26country%3DFR%23x")]
