"""What comes back, for vendors by the API: their own goods, and of another's nothing by id, filter, count or export."""

import csv

import pytest

from tests.entrypoints.rest.return_examples import photograph
from tests.entrypoints.rest.test_fulfilment import PARCEL, Trade
from tests.entrypoints.vendors import stock_routes
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R1.5"), pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "follow the return"),
    pytest.mark.story("US-1.4", "what is somebody else's is not there"),
]
LOOKS = ("", "/slip", "/photographs/1")
ACTS = {"approval": None, "refusal": {"reason": "used"}, "receipt": None, "inspection": {"lines": []}}


class Sent(Trade):
    """One order of two vendors and the shop arrived; a piece of each goes back: three returns, by whose goods."""

    def __init__(self, api):
        super().__init__(api)
        for who in (self.vera, self.otto, None):
            [parcel] = self.asks(201, "POST", f"{self.at(who)}/parcels", None, json=PARCEL).json()["parcels"]
            self.asks(200, "PUT", f"{self.at(who)}/parcels/{parcel}/delivery", None)
        skus = {self.vera: self.vera.sku, self.otto: self.otto.sku, None: "HARBOUR-MUG-SAGE"}
        lines = [{"sku": sku, "quantity": 1} for sku in skus.values()]
        wish = {"lines": lines, "reason": "damaged", "photos": [photograph()]}
        asked = self.asks(201, "POST", f"/orders/{self.number}/returns", None, json=wish).json()["items"]
        of = {self.asks(200, "GET", f"/returns/{it['number']}", None).json()["lines"][0]["sku"]: it["number"]
              for it in asked}
        self.returns = {who: of[sku] for who, sku in skus.items()}
        for number in self.returns.values():
            self.asks(201, "POST", f"/returns/{number}/approval", None)
        settle(api.back_room)


@pytest.fixture(scope="module")
def sent(api):
    return Sent(api)


def test_no_route_about_returns_is_left_out_here(api):
    routes = stock_routes(api.client.app, "/api/v1/returns")
    one = "/api/v1/returns/{number}"
    looks = {f"GET {one}{path}".replace("/1", "/{photo}") for path in LOOKS}
    assert set(routes) == {
        *looks, *(f"POST {one}/{act}" for act in ACTS), "GET /api/v1/returns", "GET /api/v1/returns/export",
    }
    assert {name for name, opt in routes.items() if opt.get("looks whose")} == {
        name for name in routes if name.startswith("GET")
    }


def test_a_vendor_sees_their_own_and_of_another_nothing(sent):
    vera, own = sent.vera, sent.returns[sent.vera]
    for path in LOOKS:
        sent.asks(200, "GET", f"/returns/{own}{path}", vera)
        for who in (sent.otto, None):
            sent.asks(404, "GET", f"/returns/{sent.returns[who]}{path}", vera)
    seen = sent.asks(200, "GET", f"/returns/{own}", vera).text
    assert sent.otto.sku not in seen
    assert "HARBOUR" not in seen
    for asked in ({"status": "all"}, {"status": "approved"}, {"status": "all", "q": sent.number}):
        page = sent.asks(200, "GET", "/returns", vera, params=asked).json()
        assert [it["number"] for it in page["items"]] == [own]
        assert sum(page["counts"].values()) == 1, "totals neither"
        file = sent.asks(200, "GET", "/returns/export", vera, params=asked).text
        assert [row["return"] for row in csv.DictReader(file.splitlines())] == [own]
    foreign = {"status": "all", "q": sent.returns[sent.otto]}
    assert sent.asks(200, "GET", "/returns", vera, params=foreign).json()["items"] == []


def test_what_becomes_of_it_is_for_staff_to_say(sent):
    """The money that goes back is the shop's until it pays its vendors (ADR 232)."""
    for number in sent.returns.values():
        for act, form in ACTS.items():
            sent.asks(403, "POST", f"/returns/{number}/{act}", sent.vera, json=form)
        assert sent.asks(200, "GET", f"/returns/{number}", None).json()["status"] == "approved"
