"""Where visitors are, by a file as it is given out by those who know."""

import os
from contextlib import suppress
from random import Random

import pytest

from store.adapters.pricing import whereabouts_in_file
from store.adapters.pricing.whereabouts_in_file import NoPlaces, PlacesInFile
from store.application.pricing.ports import CountryByAddress
from store.entrypoints.wiring.places import places
from store.entrypoints.wiring.reading_settings import Misconfigured
from store.entrypoints.wiring.settings import Settings
from tests.harness.whereabouts import written

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "location and currency are guessed")]


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "places.mmdb", US="192.0.2.0/24", JP="2001:db8::/32")


def test_a_network_is_in_its_country(file):
    found = PlacesInFile(file)
    assert isinstance(found, PlacesInFile)
    known: CountryByAddress = found
    assert known.country("192.0.2.7") == "US"
    assert known.country("2001:db8::7") == "JP"


@pytest.mark.parametrize("address", [
    "10.0.0.1", "203.0.113.9", "198.51.100.9", "::1", "", "testclient", "192.0.2.7:80", "a" * 500, "192.0.2.7\0",
])
def test_of_others_nothing_is_known(file, address):
    assert PlacesInFile(file).country(address) is None


def test_a_file_that_is_broken_somewhere_stops_no_page(file):
    whole, dice, known = file.read_bytes(), Random(1), 0
    for _ in range(400):
        broken = bytearray(whole)
        for _ in range(dice.choice((1, 3, 30))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        file.write_bytes(broken)
        with suppress(NoPlaces):
            known += PlacesInFile(file).country("192.0.2.7") == "US"
    assert known > 100


def test_a_newer_file_is_taken_and_a_broken_one_is_not(file, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(whereabouts_in_file, "monotonic", lambda: now[0])
    found = PlacesInFile(file)
    written(file, CH="192.0.2.0/24")
    assert found.country("192.0.2.7") == "US"
    now[0] += 61
    assert found.country("192.0.2.7") == "CH"
    file.write_bytes(b"half of it")
    now[0] += 61
    assert found.country("192.0.2.7") == "CH"
    file.unlink()
    now[0] += 61
    assert found.country("192.0.2.7") == "CH"
    written(file, DE="192.0.2.0/24")
    now[0] += 61
    assert found.country("192.0.2.7") == "DE"


@pytest.mark.parametrize("there", [b"", b"no such form", os.urandom(5000), None])
def test_nobody_starts_with_a_file_that_says_nothing(tmp_path, there):
    file = tmp_path / "places.mmdb"
    if there is not None:
        file.write_bytes(there)
    with pytest.raises(NoPlaces):
        PlacesInFile(file)
    with pytest.raises(Misconfigured, match="STORE_GEOIP_FILE"):
        places(Settings(geoip_file=file))
    assert places(Settings()).country("192.0.2.7") is None
