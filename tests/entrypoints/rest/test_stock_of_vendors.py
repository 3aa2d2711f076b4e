"""Vendors look after stock by the API: their own, and of all other they learn no more than of what never was."""

import pytest

from tests.entrypoints.rest.conftest import MUG
from tests.entrypoints.vendors import PIECES, Vendor, stock_routes
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R1.5"), pytest.mark.requirement("R2.6"), pytest.mark.requirement("R12.2"),
    pytest.mark.story("US-1.4", "what is somebody else's is not there"),
]
HERE = "/api/v1/inventory"
ABOUT_ONE = {
    "GET /{sku}": None,
    "POST /{sku}/receipts": {"quantity": 1},
    "POST /{sku}/counts": {"on_hand": 2, "reason": "mine"},
    "POST /{sku}/adjustments": {"change": -1, "cause": "lost", "reason": "mine"},
    "POST /{sku}/returns": {"quantity": 1, "reason": "mine"},
    "POST /{sku}/transfers": {"quantity": 1, "origin": "MAIN", "destination": "MAIN", "reason": "mine"},
    "PUT /{sku}/threshold": {"threshold": 3},
    "PUT /{sku}/cost": {"cost": {"amount": "4.20", "currency": "EUR"}},
    "PUT /sync/till/{sku}": {"sequence": 1, "on_hand": 2},
}
"""What is asked of one SKU, where another's is answered by 404."""
BY_ROW = {
    "POST /bulk": lambda *skus: {"rows": [{"sku": sku, "receive": 1} for sku in skus]},
    "POST /bulk?dry_run=true": lambda *skus: {"rows": [{"sku": sku, "change": -1} for sku in skus]},
    "POST /sync/till": lambda *skus: {"messages": [{"sku": sku, "sequence": 1, "on_hand": 3} for sku in skus]},
}
"""What is asked of several, where a row of another's is refused."""


@pytest.fixture(scope="module")
def two(api):
    found = Vendor(api.back_room), Vendor(api.back_room)
    settle(api.back_room)
    return found


def facts(api, sku):
    past = api.expects(200, "GET", f"/history/inventory/{sku}", headers=api.staff)
    return [fact["tag"] for fact in past["facts"]]


def test_no_route_about_stock_is_left_out_here(api):
    routes = stock_routes(api.client.app, HERE)
    said = {name.partition("?")[0].replace("/till", "/{source}") for name in (*ABOUT_ONE, *BY_ROW)} | {"GET "}
    assert {name.replace(HERE, "") for name in routes} == said
    assert all(opt["looks whose"] for opt in routes.values())


def test_of_anothers_nothing_is_told_or_changed(api, two):
    """Neither what a guess found nor in which way it is there: only the name that was asked for stands in the words."""
    vera, otto = two
    before, told = facts(api, otto.sku), set()
    for name, form in ABOUT_ONE.items():
        verb, _, path = name.partition(" ")
        for sku in (otto.sku, MUG, "NO-SUCH"):
            answer = api.asks(verb, f"/inventory{path.format(sku=sku)}", json=form, headers=vera.headers)
            assert answer.status_code == 404, (name, sku, answer.text)
            problem = answer.json()
            told.add(tuple(str(problem.get(field)).replace(sku, "…") for field in ("type", "detail", "facts")))
            assert "etag" not in answer.headers
    assert len(told) == 1, told
    assert facts(api, otto.sku) == before


@pytest.mark.story("US-2.6", "bulk stock updates")
@pytest.mark.story("US-12.2", "bulk updates")
def test_a_row_about_anothers_is_refused_as_one_about_none(api, two):
    vera, otto = two
    before = facts(api, otto.sku)
    for name, form in BY_ROW.items():
        verb, _, path = name.partition(" ")
        answer = api.expects(
            200, verb, f"/inventory{path}", json=form(otto.sku, MUG, "NO-SUCH", vera.sku), headers=vera.headers
        )
        *others, own = answer["rows"]
        said = {str(row["problem"]).replace(row["sku"], "…") for row in others}
        assert said == {"{'type': '/problems/NoSuch', 'detail': 'There is no SKU ….'}"}, name
        assert all(row.get("level") is None for row in others)
        assert own["result"] == "done", name
    assert facts(api, otto.sku) == before


def test_the_list_holds_ones_own_whatever_it_is_asked_for(api, two):
    vera, otto = two
    for asked in ({}, {"q": "OWN-"}, {"q": "Ware"}, {"low": "true"}, {"q": otto.sku}, {"q": otto.tag}, {"q": MUG}):
        found = api.expects(200, "GET", "/inventory", headers=vera.headers, params=asked)
        assert {row["sku"] for row in found["items"]} <= {vera.sku}, asked
        assert found["next_cursor"] is None
    found = api.expects(200, "GET", "/inventory", headers=vera.headers)
    assert [row["sku"] for row in found["items"]] == [vera.sku]
    all_of_it = api.expects(200, "GET", "/inventory", headers=api.staff, params={"q": "OWN-"})
    assert {vera.sku, otto.sku} <= {row["sku"] for row in all_of_it["items"]}


@pytest.mark.story("US-2.6", "stock history log")
@pytest.mark.story("US-12.2", "an API for stock updates")
def test_ones_own_is_looked_after_by_all_of_it(api):
    own = Vendor(api.back_room)
    for name, form in ABOUT_ONE.items():
        verb, _, path = name.partition(" ")
        answer = api.asks(verb, f"/inventory{path.format(sku=own.sku)}", json=form, headers=own.headers)
        wanted = {409, 422} if path.endswith(("returns", "transfers")) else {200, 201}
        assert answer.status_code in wanted, (name, answer.text)
    assert api.expects(200, "GET", f"/inventory/{own.sku}", headers=own.headers)["on_hand"] == 2
    assert facts(api, own.sku).count("inventory/received-1") == PIECES // PIECES + 1
    for path in (f"/history/inventory/{own.sku}", f"/history/inventory/{own.sku}/difference?from=1"):
        assert api.asks("GET", path, headers=own.headers).status_code == 403
