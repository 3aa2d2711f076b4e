"""Places where pieces lie, by the API: staff arrange them, and every act about stock may name one."""

from uuid import uuid4

import pytest

from tests.entrypoints.rest.conftest import is_problem
from tests.entrypoints.vendors import Vendor
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.requirement("R12.2")]
SKU = "THING-41"


@pytest.fixture
def ask(api):
    def ask(status, verb, path, body=None, **headers):
        return api.expects(status, verb, path, json=body, headers=api.staff | headers)

    return ask


@pytest.fixture
def place(ask):
    """A place of one's own."""
    code = f"P-{uuid4().hex[:8].upper()}"
    opened = ask(201, "POST", "/locations", {"code": code, "name": "The shed", "priority": 2, "address": "2 Mill Lane"})
    assert opened == {"code": code, "name": "The shed", "priority": 2, "address": "2 Mill Lane", "open": True}
    return code


def lies(level):
    return {at["location"]: at["on_hand"] for at in level["locations"]}


def test_a_place_is_opened_once_described_and_stands_in_the_list(ask, place):
    assert ask(200, "PUT", f"/locations/{place}", {"name": "The barn", "priority": 7})["priority"] == 7
    listed = {it["code"]: it for it in ask(200, "GET", "/locations")}
    assert (listed[place]["name"], listed["MAIN"]["open"]) == ("The barn", True)
    taken = {"code": place, "name": "x", "priority": 1}
    assert ask(422, "POST", "/locations", taken)["type"] == "/problems/CodeTaken"
    for bad in ({"code": "shed"}, {"name": ""}, {"priority": 0}, {"address": "x" * 301}):
        ask(400, "POST", "/locations", {"code": "Z9", "name": "x", "priority": 1} | bad)
    ask(404, "PUT", "/locations/NOWHERE", {"name": "x", "priority": 1})


@pytest.mark.story("US-12.2", "an API for stock updates")
def test_pieces_come_to_a_place_move_and_are_listed_there(api, ask, place):
    at = f"/inventory/{SKU}"
    before = ask(200, "GET", at)["on_hand"]
    assert lies(ask(201, "POST", f"{at}/receipts", {"quantity": 5, "location": place}))[place] == 5
    lost = {"change": -1, "cause": "lost", "reason": "gone", "location": place}
    assert lies(ask(201, "POST", f"{at}/adjustments", lost))[place] == 4
    assert lies(ask(201, "POST", f"{at}/counts", {"on_hand": 6, "reason": "count", "location": place}))[place] == 6
    message = {"sequence": 1, "change": 2, "location": place}
    told = ask(200, "PUT", f"/inventory/sync/till-{place.lower()}/{SKU}", message)
    assert lies(told["level"])[place] == 8
    move = {"quantity": 3, "origin": place, "destination": "MAIN", "reason": "room"}
    level = ask(201, "POST", f"{at}/transfers", move)
    assert (lies(level)[place], level["on_hand"]) == (5, before + 8)
    assert ask(422, "POST", f"{at}/transfers", move | {"quantity": 6})["type"] == "/problems/FewerToMove"
    settle(api.back_room)
    [row] = [it for it in ask(200, "GET", f"/inventory?q={SKU}")["items"] if it["sku"] == SKU]
    assert lies(row)[place] == 5
    assert ask(422, "POST", f"/locations/{place}/close", {})["facts"]["pieces"] == 5
    ask(201, "POST", f"{at}/transfers", move | {"quantity": 5})
    settle(api.back_room)
    assert not ask(200, "POST", f"/locations/{place}/close", {"reason": "winter"})["open"]
    shut = ask(422, "POST", f"{at}/receipts", {"quantity": 1, "location": place})
    assert shut["type"] == "/problems/LocationShut"
    assert ask(200, "POST", f"/locations/{place}/reopen", {})["open"]
    assert ask(422, "POST", "/locations/MAIN/close", {})["type"] == "/problems/FirstLocationStays"


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_a_place_is_watched_by_itself(ask, place):
    at = "/inventory/THING-43"
    ask(201, "POST", f"{at}/receipts", {"quantity": 9, "location": place})
    level = ask(200, "PUT", f"{at}/threshold", {"threshold": 5, "location": place})
    assert level["threshold"] is None
    sold = ask(201, "POST", f"{at}/adjustments", {"change": -4, "cause": "lost", "reason": "x", "location": place})
    there = next(it for it in sold["locations"] if it["location"] == place)
    assert (there["available"], there["threshold"], there["low"], sold["low"]) == (5, 5, True, False)
    facts = ask(200, "GET", "/history/inventory/THING-43?order=newest")["facts"]
    assert (facts[0]["tag"], facts[0]["body"]["location"]) == ("inventory/ran-low-1", place)
    assert place in facts[0]["sentence"]
    nowhere = {"threshold": 5, "location": "NOWHERE"}
    assert ask(422, "PUT", f"{at}/threshold", nowhere)["type"] == "/problems/UnknownLocation"


@pytest.mark.story("US-2.6", "bulk stock updates")
@pytest.mark.story("US-12.2", "bulk updates")
def test_a_row_names_a_place_and_one_that_is_not_there_is_an_error_in_the_row(ask, place):
    rows = [
        {"sku": SKU, "set": 4, "location": place}, {"sku": SKU, "receive": 2, "location": place},
        {"sku": SKU, "receive": 1, "location": "NOWHERE"}, {"sku": SKU, "receive": 1},
    ]
    tried = ask(200, "POST", "/inventory/bulk?dry_run=true", {"rows": rows})
    done = ask(200, "POST", "/inventory/bulk", {"rows": rows})
    for told in (tried, done):
        assert [row["result"] for row in told["rows"]] == ["done", "done", "refused", "done"]
        assert told["rows"][2]["problem"]["type"] == "/problems/UnknownLocation"
        assert "NOWHERE" in told["rows"][2]["problem"]["detail"]
        assert lies(told["rows"][3]["level"])[place] == 6
    source = f"till-{uuid4().hex[:8]}"
    told = ask(200, "POST", f"/inventory/sync/{source}", {"messages": [
        {"sku": SKU, "sequence": 1, "on_hand": 9, "location": place},
        {"sku": SKU, "sequence": 2, "on_hand": 9, "location": "NOWHERE"},
    ]})
    assert [row["result"] for row in told["rows"]] == ["done", "refused"]
    assert lies(told["rows"][0]["level"])[place] == 9


@pytest.mark.story("US-3.1", "inventory reservation at checkout")
def test_an_order_is_served_from_the_place_of_the_lowest_turn(api, ask, place):
    sku = "THING-42"
    ask(201, "POST", f"/inventory/{sku}/receipts", {"quantity": 1, "location": place})
    ask(200, "PUT", "/locations/MAIN", {"name": "Main", "priority": 9})
    settle(api.back_room)
    order = api.expects(201, "POST", "/orders", json=api.buying(api.cart(sku)))
    ask(200, "PUT", "/locations/MAIN", {"name": "Main", "priority": 1})
    level = ask(200, "GET", f"/inventory/{sku}")
    assert [at["available"] for at in level["locations"] if at["location"] == place] == [0]
    facts = ask(200, "GET", f"/history/inventory/{sku}?order=newest")["facts"]
    aside = next(fact for fact in facts if fact["tag"] == "inventory/reserved-1")
    assert aside["body"]["locations"] == {place: 1}
    assert f"1 at {place}" in aside["sentence"]
    api.ships(order["number"])
    assert place not in lies(ask(200, "GET", f"/inventory/{sku}"))


@pytest.mark.requirement("R1.5")
def test_places_are_seen_by_who_sees_stock_and_arranged_by_staff(api, place):
    vera = Vendor(api.back_room)
    listed = api.expects(200, "GET", "/locations", headers=vera.headers)
    assert place in {it["code"] for it in listed}
    for verb, path in (("POST", "/locations"), ("PUT", f"/locations/{place}"), ("POST", f"/locations/{place}/close")):
        body = {"code": "Z8", "name": "x", "priority": 1}
        assert api.asks(verb, path, json=body, headers=vera.headers).status_code == 403
        assert is_problem(api.asks(verb, path, json=body))["status"] == 401
    receipt = {"quantity": 2, "location": place}
    level = api.expects(201, "POST", f"/inventory/{vera.sku}/receipts", json=receipt, headers=vera.headers)
    assert lies(level) == {"MAIN": 7, place: 2}
