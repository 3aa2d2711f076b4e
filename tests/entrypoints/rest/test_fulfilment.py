"""Parts of orders by the API: each vendor their own, and of all others nothing, by id, filter, total or export."""

import csv
import io
from uuid import UUID, uuid4

import pytest

from store.domain.shared.ids import VendorId, order_of, part_of
from tests.entrypoints.vendors import Vendor, stock_routes
from tests.harness.drivers.postgres import settle
from tests.harness.pdf import text_of

pytestmark = [
    pytest.mark.requirement("R1.5"), pytest.mark.requirement("R4.2"), pytest.mark.requirement("R8.5"),
    pytest.mark.story("US-4.3", "a vendor's orders are listed"),
]
HERE = "/api/v1/fulfilment"
PARCEL = {"carrier": "DHL", "tracking": "T-1"}
ABOUT_ONE = {
    "GET ": None, "GET /slip": None, "PUT /processing": None, "DELETE /processing": None, "POST /parcels": PARCEL,
    "PUT /booking": None, "DELETE /booking": None, "GET /label": None,
    f"PUT /parcels/{UUID(int=5)}/delivery": None, f"DELETE /parcels/{UUID(int=5)}/delivery": None,
}
ABOUT_MANY = {
    "GET ", "GET /work", "GET /sales", "GET /export", "POST /bulk", "GET /cancel-policy", "PUT /cancel-policy",
}


class Trade:
    """Vera and Otto sell here; one order has goods of both, and of the shop."""

    def __init__(self, api):
        self.api = api
        self.vera, self.otto = (Vendor(api.back_room).sells("things/shelf-2") for _ in range(2))
        settle(api.back_room)
        self.number = self.buys()
        self.parts = {
            who: str(part_of(order_of(self.number), who and VendorId(who.account), "MAIN"))
            for who in (self.vera, self.otto, None)
        }

    def buys(self):
        cart = self.api.cart(self.vera.sku, 2)
        for sku in (self.otto.sku, "HARBOUR-MUG-SAGE"):
            self.api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": sku, "quantity": 1})
        number = self.api.expects(201, "POST", "/orders", json=self.api.buying(cart))["number"]
        settle(self.api.back_room)
        return number

    def at(self, who):
        return f"/fulfilment/{self.number}/{self.parts[who]}"

    def asks(self, status, verb, path, who, **more):
        headers = (who.headers if who else self.api.staff) | more.pop("headers", {})
        answer = self.api.asks(verb, path, headers=headers, **more)
        assert answer.status_code == status, answer.text
        return answer


@pytest.fixture(scope="module")
def trade(api):
    return Trade(api)


def test_no_route_about_parts_is_left_out_here(api):
    routes = stock_routes(api.client.app, HERE)
    said = {it.replace(str(UUID(int=5)), "{parcel}") for it in ABOUT_ONE}
    assert {name.replace(HERE, "").replace("/{number}/{part}", "", 1) for name in routes} == said | ABOUT_MANY
    assert all(opt["looks whose"] for opt in routes.values())


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_of_anothers_nothing_is_told_or_changed(trade):
    vera, told = trade.vera, set()
    before = trade.asks(200, "GET", f"/orders/{trade.number}", None).json()
    others = [trade.at(trade.otto), trade.at(None), f"/fulfilment/{trade.number}/{uuid4()}",
              f"/fulfilment/AAAAA-AAAAA/{trade.parts[vera]}"]
    for name, form in ABOUT_ONE.items():
        verb, _, path = name.partition(" ")
        for at in others:
            answer = trade.asks(404, verb, f"{at}{path}", vera, json=form)
            told.add(answer.json()["detail"])
    assert len(told) == 1, told
    bulk = {"act": "processing", "parts": [
        {"number": trade.number, "part_id": trade.parts[it]} for it in (trade.otto, None)
    ]}
    done = trade.asks(200, "POST", "/fulfilment/bulk", vera, json=bulk).json()
    assert (done["done"], done["refused"]) == (0, 2)
    assert {it["problem"]["type"] for it in done["items"]} == {"/problems/NoSuchPart"}
    assert trade.asks(200, "GET", f"/orders/{trade.number}", None).json() == before


@pytest.mark.story("US-4.3", "filter by status and date")
@pytest.mark.story("US-4.3", "export as CSV")
@pytest.mark.requirement("R4.4")
def test_neither_list_nor_filter_nor_total_nor_export_knows_of_anothers(trade):
    vera = trade.vera
    for asked in ({}, {"status": "all"}, {"q": trade.number}, {"q": trade.number[:3]}, {"since": "2020-01-01"}):
        items = trade.asks(200, "GET", "/fulfilment", vera, params=asked).json()["items"]
        assert {(it["number"], it["part_id"]) for it in items} == {(trade.number, trade.parts[vera])}, asked
        assert {it["vendor"] for it in items} == {str(vera.account)}
        lines = trade.asks(200, "GET", "/fulfilment/export", vera, params=asked).text
        rows = list(csv.DictReader(io.StringIO(lines)))
        assert [(row["part"], row["pieces"], row["value"]) for row in rows] == [(trade.parts[vera], "2", "18.00")]
        assert "ann@example.org" not in lines
        assert "Ann Example" not in lines
    for asked in ({"status": "shipped"}, {"q": "ZZZZZ"}, {"until": "2020-01-01"}, {"since": "2990-01-01"}):
        assert trade.asks(200, "GET", "/fulfilment", vera, params=asked).json()["items"] == [], asked
    work = trade.asks(200, "GET", "/fulfilment/work", vera).json()
    assert (work["waiting"], work["worth"]) == (1, [{"value": {"amount": "18.00", "currency": "EUR"}, "parts": 1}])
    everything = trade.asks(200, "GET", "/fulfilment", None, params={"q": trade.number}).json()["items"]
    assert {it["part_id"] for it in everything} == set(trade.parts.values())
    trade.asks(400, "GET", "/fulfilment", vera, params={"status": "gone"})
    trade.asks(401, "GET", "/fulfilment", None, headers={"authorization": ""})


@pytest.mark.requirement("R4.4")
@pytest.mark.story("US-4.3", "print packing slips")
def test_ones_own_has_what_it_takes_to_send_it_and_nothing_else_of_the_buyer(trade):
    seen = trade.asks(200, "GET", trade.at(trade.vera), trade.vera)
    part = seen.json()
    assert [(it["sku"], it["bought"], it["left"]) for it in part["pieces"]] == [(trade.vera.sku, 2, 2)]
    assert (part["value"]["amount"], part["shipping_address"]["city"]) == ("18.00", "Berlin")
    for closed in ("ann@example.org", trade.otto.sku, "HARBOUR", "payment", "total_paid"):
        assert closed not in seen.text
    slip = trade.asks(200, "GET", f"{trade.at(trade.vera)}/slip", trade.vera)
    assert slip.headers["content-type"] == "application/pdf"
    said = text_of(slip.content)
    assert trade.number in said
    assert trade.vera.sku in said.replace("\n", "")
    assert trade.otto.sku not in said.replace("\n", "")


@pytest.mark.story("US-4.3", "mark an order as shipped")
@pytest.mark.story("US-4.3", "mark an order as processing or delivered")
@pytest.mark.story("US-4.2", "the tracking number")
def test_a_vendor_packs_sends_and_delivers_their_part_and_the_order_stands_as_its_parts_do(api):
    trade = Trade(api)
    vera, at, key = trade.vera, trade.at(trade.vera), {"idempotency-key": uuid4().hex}
    packed = trade.asks(200, "PUT", f"{at}/processing", vera).json()
    assert (packed["status"], packed["order_status"]) == ("processing", "processing")
    some = PARCEL | {"pieces": {vera.sku: 1}}
    first = trade.asks(201, "POST", f"{at}/parcels", vera, json=some, headers=key)
    again = trade.asks(201, "POST", f"{at}/parcels", vera, json=some, headers=key)
    assert again.json() == first.json()
    trade.asks(422, "POST", f"{at}/parcels", vera, json=PARCEL | {"pieces": {vera.sku: 2}})
    trade.asks(400, "POST", f"{at}/parcels", vera, json=PARCEL | {"pieces": {vera.sku: 0}})
    [parcel] = first.json()["parcels"]
    there = trade.asks(200, "PUT", f"{at}/parcels/{parcel}/delivery", vera).json()
    assert (there["status"], there["changed"]) == ("partly_shipped", True)
    trade.asks(200, "DELETE", f"{at}/parcels/{parcel}/delivery", vera)
    trade.asks(201, "POST", f"{at}/parcels", vera, json={"carrier": "Vera's van"})
    order = api.expects(200, "GET", f"/orders/{trade.number}", headers=api.staff)
    assert order["status"] == "partly_shipped"
    assert sorted(it["status"] for it in order["parts"]) == ["awaiting", "awaiting", "shipped"]
    assert [(it["carrier"], it["lines"][0]["quantity"], bool(it["link"])) for it in order["parcels"]] == [
        ("DHL", 1, True), ("Vera's van", 1, False),
    ]
    assert order["estimate"]
    api.ships(trade.number)
    done = {"act": "delivered", "parts": [{"number": trade.number, "part_id": it} for it in trade.parts.values()]}
    assert trade.asks(200, "POST", "/fulfilment/bulk", None, json=done).json()["done"] == 3
    settle(api.back_room)
    assert api.expects(200, "GET", f"/orders/{trade.number}", headers=api.staff)["status"] == "delivered"
    listed = api.expects(200, "GET", "/orders", headers=api.staff, params={"q": trade.number})["items"]
    assert [it["status"] for it in listed] == ["delivered"]
    stock = api.expects(200, "GET", f"/inventory/{vera.sku}", headers=vera.headers)
    assert (stock["on_hand"], stock["reserved"]) == (5, 0)
