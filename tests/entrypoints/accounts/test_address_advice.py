"""Advice about addresses on pages and in the API; whatever becomes of whoever gives it, an address is saved."""

import re

import psycopg
import pytest
from litestar.testing import TestClient

from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.adapters.customers.geocoder import PLACE, geocoding
from tests.entrypoints.accounts.conftest import KEY, Street
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_address_pages import BOOK, cards, ids

pytestmark = [pytest.mark.requirement("R6.3"), pytest.mark.story("US-6.2", "addresses are checked")]
HOME = {"name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE"}


@pytest.fixture(scope="module")
def advised(postgres, migrated_template, tmp_path_factory):
    """A shop that asks a geocoding service on this machine, and that service."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE advised TEMPLATE {migrated_template}")
    with geocoding() as service:
        settings = Settings(
            database_url=postgres.url("advised"), data_dir=tmp_path_factory.mktemp("advised"), demo=False,
            log_level="critical", command_threads=2, rate_limit_keys=(KEY,), geocoding_url=service.address,
        )
        with postgres_shop(settings) as shop, TestClient(create_app(settings), base_url="http://shop.test") as client:
            yield Street(client, shop).visitor("Ann").joins(), service


@pytest.fixture
def ann(advised):
    who, service = advised
    service.mood = [PLACE]
    yield who
    for id in ids(who):
        who.post(f"{BOOK}/{id}/remove")


@pytest.fixture
def service(advised):
    return advised[1]


def test_what_somebody_types_is_completed(ann):
    assert 'hx-get="/addresses/suggest"' in ann.get(f"{BOOK}/new").text
    options = ann.get("/addresses/suggest?line1=Lindenw&country=DE").text
    assert re.search(r'<option value="Lindenweg 4, 10115 Berlin, Germany" data-line1="Lindenweg 4"', options)
    assert "<option" not in ann.get("/addresses/suggest?line1=Li&country=DE").text


def test_a_doubt_is_said_once_and_whoever_insists_is_right(ann, service):
    service.mood = []
    doubted = ann.post(BOOK, HOME)
    assert (doubted.status_code, "We could not find this address on the map." in doubted.text) == (422, True)
    assert cards(ann) == []
    assert ann.post(BOOK, HOME | {"as_typed": "1"}).status_code == 303
    assert len(cards(ann)) == 1


def test_the_api_says_where_a_place_is(ann):
    token = logs_in(ann).json()["access_token"]
    said = asks(ann, "POST", "/me/addresses/advice", token, json=HOME).json()
    assert (said["known"], said["doubts"], said["latitude"]) == (True, [], 52.53)
    found = asks(ann, "GET", "/me/addresses/suggestions", token, params={"text": "Lindenw"}).json()
    assert [place["line1"] for place in found] == ["Lindenweg 4"]
    assert asks(ann, "GET", "/me/addresses/suggestions", params={"text": "Lindenw"}).status_code == 401


def test_while_nobody_answers_it_is_saved_as_typed(ann, service):
    for number, mood in enumerate((500, [PLACE], "slow", [PLACE], b"not json", [PLACE])):
        service.mood = mood
        assert ann.post(BOOK, HOME | {"line1": f"Lindenweg {number}"}).status_code == 303
        assert len(cards(ann)) == number + 1
