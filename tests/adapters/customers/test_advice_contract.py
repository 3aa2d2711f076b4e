"""Advice about addresses, without asking anybody and by a service that may be slow, broken, away, or lie."""

import asyncio
import json
import time

import pytest

from store.adapters.customers.advice_http import MOST_READ, HttpAdvice
from store.adapters.customers.advice_offline import OfflineAdvice
from store.adapters.customers.circuit import Circuit
from store.application.customers.ports import Doubt, Suggestion
from store.domain.customers.events import PostalAddress
from tests.adapters.customers.geocoder import FOR_EVER, PLACE, geocoding

pytestmark = [pytest.mark.requirement("R6.3"), pytest.mark.story("US-6.2", "addresses are checked")]

HOME = PostalAddress("Ann Example", "Lindenweg 4", "Berlin", "10115", "DE")
TEXAS = PostalAddress("Ann Example", "1 Long Lane", "Austin", "90210", "US", region="TX")
FOUND = Suggestion("Lindenweg 4, 10115 Berlin, Germany", "Lindenweg 4", "Berlin", "10115", "DE", "BE")


@pytest.fixture
def service():
    with geocoding() as found:
        yield found


@pytest.fixture
def advice(service):
    return HttpAdvice(service.address, whole=0.3)


@pytest.fixture(params=["offline", "by HTTP", "by HTTP, away"])
def any_advice(request):
    if request.param == "offline":
        return OfflineAdvice()
    found = request.getfixturevalue("service")
    if request.param == "by HTTP, away":
        found.mood = 500
    return HttpAdvice(found.address, whole=0.3)


def suggests(advice, words="Linden", country="DE"):
    return asyncio.run(advice.suggest(words, country))


def judges(advice, address=HOME):
    return asyncio.run(advice.judge(address))


def test_a_sound_address_is_not_doubted(any_advice):
    assert judges(any_advice).doubts == []


def test_what_cannot_belong_together_is_doubted_by_all(any_advice):
    assert Doubt("postal_code", "This postal code does not belong there.") in judges(any_advice, TEXAS).doubts


def test_nothing_is_raised_for_whatever_somebody_types(any_advice):
    nonsense = PostalAddress("\x00", "?&=%", "\ud800", "ß", "XX", region="💥")
    assert judges(any_advice, nonsense).doubts
    assert suggests(any_advice, "?&=% 💥 \ud800", "XX") == []


def test_the_service_suggests_and_knows_where_a_place_is(service, advice):
    assert suggests(advice) == [FOUND]
    path, asked = service.asked[0]
    assert (path, asked["text"], asked["filter"], asked["apiKey"]) == (
        "/v1/geocode/autocomplete", "Linden", "countrycode:de", "the-key",
    )
    judged = judges(advice)
    assert (judged.known, judged.doubts, judged.latitude, judged.longitude) == (True, [], 52.53, 13.38)


def test_what_the_service_does_not_find_is_doubted_and_no_more(service, advice):
    service.mood = []
    assert [doubt.field for doubt in judges(advice).doubts] == ["line1"]
    service.mood = [PLACE | {"rank": {"confidence": 0.2}}]
    judged = judges(advice)
    assert ([doubt.field for doubt in judged.doubts], judged.suggestion) == (["line1"], FOUND)


@pytest.mark.parametrize("lie", [
    {"country_code": "fr"}, {"country_code": "<b>"}, {"lat": 400}, {"lat": "north"}, {"street": ["a"]}, {"street": ""},
    {"city": "x" * 5000}, {"street": "Linden\u202eweg"}, {"formatted": "a\nb"}, {"rank": {"confidence": 7}},
])
def test_what_is_no_address_is_not_suggested(service, advice, lie):
    service.mood = [PLACE | lie]
    assert suggests(advice) == []


@pytest.mark.parametrize("mood", [
    500, 404, 302, b"", b"not json", b"[]", b'{"results": 7}', b"\xff\xfe", b"[" * 50_000,
    json.dumps({"results": [PLACE] * 1000}).encode() + b" " * MOST_READ,
])
def test_a_broken_service_leaves_what_the_shop_knows_itself(service, advice, mood):
    service.mood = mood
    assert suggests(advice) == []
    judged = judges(advice, TEXAS)
    assert (judged.known, [doubt.field for doubt in judged.doubts]) == (False, ["postal_code"])


def test_a_slow_service_is_not_waited_for_and_then_left_alone(service):
    service.mood, clock = "slow", [100.0]
    advice = HttpAdvice(service.address, whole=0.5, circuit=Circuit(lambda: clock[0], failures=3, rest=30.0))
    began = time.monotonic()
    assert [suggests(advice) for _ in range(6)] == [[]] * 6
    assert time.monotonic() - began < FOR_EVER / 10, "three were waited for, for a moment; three weren't even asked"
    assert len(service.asked) == 3
    service.mood, clock[0] = [PLACE], 129.0
    assert suggests(advice) == []
    clock[0] = 131.0
    assert [suggests(advice), suggests(advice)] == [[FOUND], [FOUND]], "it is well again"


def test_of_those_who_come_after_the_rest_one_tries():
    clock = [0.0]
    circuit = Circuit(lambda: clock[0], failures=1, rest=10.0)
    assert not circuit.open()
    circuit.failed()
    assert circuit.open()
    clock[0] = 11.0
    assert [circuit.open(), circuit.open()] == [False, True]
    circuit.failed()
    assert circuit.open()
    clock[0] = 22.0
    assert not circuit.open()
    circuit.went_well()
    assert not circuit.open()


def test_nobody_there_is_as_good_as_silence(service):
    address = service.address
    advice = HttpAdvice(address.replace(address.rpartition(":")[2].partition("/")[0], "1"), whole=0.3)
    assert judges(advice).known is False
