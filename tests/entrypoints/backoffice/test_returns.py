"""Returns on pages: asked for with the order's token, decided and inspected by staff; of a vendor their own alone."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest

from store.application.ordering.fulfilment import MarkDelivered
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Caller
from store.domain.shared.ids import OrderNumber, VendorId, order_of, part_of
from tests.adapters.catalogue.hostile_pictures import photo
from tests.entrypoints.backoffice.conftest import HOME, KEY
from tests.entrypoints.vendors import PASSWORD, Vendor
from tests.harness.pdf import pages_of

pytestmark = [pytest.mark.requirement("R4.5")]
ask_in_time = pytest.mark.story("US-4.5", "ask within thirty days")
reason = pytest.mark.story("US-4.5", "choose a reason")
pictures = pytest.mark.story("US-4.5", "pictures of damage")
follow = pytest.mark.story("US-4.5", "follow the return")
money = pytest.mark.story("US-4.5", "the refund comes after approval")
HERE = "/backoffice/returns"
BY = Caller(actor="system:test", correlation=uuid4())


def main(answer):
    return answer.text.partition("<main")[2].partition("</main>")[0]


class Shopper:
    """Somebody with the token of an order that arrived. In a shop that tests share nobody counts what they ask."""

    def __init__(self, office, number=None, vendor=None):
        self.office, self.number, self.looks = office, number or office.number, count(1)
        office.shop.bus().do(ShipOrder(number=OrderNumber(self.number), carrier="Post", tracking="1"), BY)
        part = part_of(order_of(OrderNumber(self.number)), vendor, "MAIN")
        office.shop.bus().do(MarkDelivered(number=OrderNumber(self.number), part_id=part), BY)
        self.token = office.shop.access_tokens().of(OrderNumber(self.number))
        self.new = f"/orders/{self.number}/returns/new"
        self.form = re.search(r'name="_csrf_token" value="([^"]+)"', self.sees(self.new).text)[1]

    def sees(self, path):
        return self.office.get(path, params={"access_token": self.token}, headers={"x-api-key": KEY})

    def sends(self, path, files=None, **form):
        form["access_token"] = self.token
        return self.office.post(path, form, token=self.form, files=files, headers={"x-api-key": KEY})

    def asks(self, pieces="1", **more):
        """Each time after another look."""
        form = {
            "reason": "damaged", "words": "The handle is off.", "pieces-0": pieces, "sure": "yes",
            "version": str(next(self.looks)),
        } | more
        return self.sends(self.new, **form)


@pytest.fixture
def ben(office):
    return Shopper(office)


@ask_in_time
@reason
@pictures
@follow
@pytest.mark.requirement("R4.1")
def test_a_shopper_sees_what_comes_back_asks_with_a_photograph_and_follows_it(office, ben):
    order = f"/orders/{ben.number}"
    assert "/returns/new" in ben.sees(order).text
    assert "Why?" in ben.sees(ben.new).text
    preview = ben.asks(sure="no")
    for words in ("Send this back?", "€9.00", "arrived damaged", "Show us what is wrong"):
        assert words in preview.text
    assert "ordering/return-claimed-1" not in office.facts(ben.number), "nothing is asked for before it is sent off"
    done = ben.asks(files={"photos": ("mug.jpg", photo(), "image/jpeg")})
    assert (done.status_code, done.headers["location"].split("?")[0]) == (303, f"{order}/returns/1")
    page = ben.sees(f"{order}/returns/1").text
    for words in ("We have your request", f"{ben.number}-R1", "The handle is off.", "Keep it after all"):
        assert words in page
    shown = ben.sees(f"{order}/returns/1/photographs/1")
    assert (shown.headers["content-type"], shown.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "no-store" in shown.headers["cache-control"]
    assert ben.sees(f"{order}/returns/1/photographs/2").status_code == 404
    assert office.get(f"{order}/returns/1/photographs/1", params={"access_token": "x"}).status_code == 404
    assert f"{ben.number}-R1" in ben.sees(order).text
    assert ben.sees(f"{order}/returns/1/slip").status_code == 404, "nobody said yet where it goes"
    assert ben.sends(f"{order}/returns/1/withdraw").status_code == 303
    assert "You keep it" in ben.sees(f"{order}/returns/1").text
    assert ben.sends(f"{order}/returns/1/withdraw").status_code == 409


@reason
@pytest.mark.parametrize("form", [
    {"reason": ""}, {"reason": "because"}, {"pieces-0": "x"}, {"pieces-0": "0"}, {"words": "x" * 1001},
])
def test_what_was_left_out_is_asked_for_again(office, ben, form):
    assert ben.asks(**form).status_code == 422
    assert "ordering/return-claimed-1" not in office.facts(ben.number)


@pictures
def test_what_is_no_picture_is_refused_and_so_is_more_than_there_is(office, ben):
    wrong = ben.asks(files={"photos": ("mug.jpg", b"#!/bin/sh", "image/jpeg")})
    assert wrong.status_code == 422
    assert ben.asks("3").status_code == 409
    assert ben.asks(files=[("photos", (f"{n}.jpg", photo(), "image/jpeg")) for n in range(6)]).status_code == 422
    assert "ordering/return-claimed-1" not in office.facts(ben.number)
    assert ben.asks("2").status_code == 303
    assert "Nothing can go back just now" in ben.sees(ben.new).text


@money
@follow
def test_staff_approve_receive_inspect_and_the_money_goes_back(office, ben):
    ben.asks("2")
    assert office.log_in().status_code == 303
    office.settle()
    number = f"{ben.number}-R1"
    at = f"{HERE}/{number}"
    assert number in main(office.get(HERE))
    sheet = main(office.get(at))
    for words in ("May it come?", "The handle is off.", "arrived damaged"):
        assert words in sheet
    assert office.post(at, {"act": "inspect", "version": "1", "restocked-0": "2"}).status_code == 409
    assert office.post(at, {"act": "approve", "version": "9"}).status_code == 409
    assert office.post(at, {"act": "refuse", "version": "1"}).status_code == 422
    assert office.post(at, {"act": "burn"}).status_code == 400
    assert office.post(at, {"act": "approve", "version": "1"}).status_code == 303
    slip = ben.sees(f"/orders/{ben.number}/returns/1/slip")
    [page] = pages_of(slip.content)
    assert number in page
    assert "Send it to us" in ben.sees(f"/orders/{ben.number}/returns/1").text
    assert office.post(at, {"act": "receive", "version": "2"}).status_code == 303
    for form in ({"restocked-0": "1"}, {"restocked-0": "3"}, {"restocked-0": "x"}):
        assert office.post(at, form | {"act": "inspect", "version": "3"}).status_code == 422, form
    done = office.post(at, {
        "act": "inspect", "version": "3", "restocked-0": "0", "written-0": "1", "why-0": "used",
    })
    assert done.status_code == 303
    assert "9.00 EUR was given back" in main(office.get(at))
    assert office.facts(ben.number)[-1] == "ordering/pieces-returned-1"
    seen = ben.sees(f"/orders/{ben.number}/returns/1").text
    for words in ("Your money has gone back", "€9.00", "it was used beyond trying it out"):
        assert words in seen
    office.settle()
    assert number in main(office.get(HERE, params={"status": "closed", "q": ben.number}))
    assert number not in main(office.get(HERE, params={"q": ben.number}))


def test_many_are_approved_at_once_and_a_list_says_what_refused(office, ben):
    other = Shopper(office, office.buy())
    ben.asks()
    other.asks()
    office.log_in()
    ticked = {f"pick-{it.number}-R1": "1" for it in (ben, other)} | {"pick-ZZZZZ-ZZZZZ-R1": "1"}
    assert office.post(HERE, ticked | {"act": "approve"}).status_code == 303
    office.settle()
    page = main(office.get(HERE))
    assert "2 returns are approved" in page
    assert "ZZZZZ-ZZZZZ-R1: There is no such return" in page
    taken = office.get(f"{HERE}/export", params={"status": "approved", "q": ben.number})
    assert [line.partition(",")[0] for line in taken.text.splitlines()] == ["return", f"{ben.number}-R1"]
    assert office.post(HERE, ticked | {"act": "burn"}).status_code == 400
    assert office.get(HERE, params={"status": "gone"}).status_code == 400


@ask_in_time
def test_the_policy_has_versions_and_begins_tomorrow_at_the_earliest(office):
    office.log_in()
    at, tomorrow = f"{HERE}/policy", datetime.now(UTC).date() + timedelta(days=1)
    assert "30 days" in main(office.get(at))
    for form in ({"days": "3"}, {"days": "x"}, {"since": "soon"}, {"since": "2020-01-01"}):
        assert office.post(at, {"days": "60", "since": tomorrow.isoformat()} | form).status_code == 422, form
    assert office.post(at, {"days": "60", "since": tomorrow.isoformat()}).status_code == 303
    assert "60" in main(office.get(at)).partition("<tbody>")[2]


@pytest.mark.requirement("R1.5")
def test_a_vendor_sees_returns_of_their_own_goods_and_nothing_of_anybody_elses(office, ben):
    vera, other = Vendor(office.shop).sells("kitchen"), Vendor(office.shop).sells("kitchen")
    office.settle()
    numbers = []
    for vendor in (vera, other):
        cart = office.back_room.open_cart()
        office.back_room.put(cart, vendor.sku, 1)
        number = office.back_room.buy(
            cart, "ben@example.org", HOME, method="standard", card="success", quote=None, key=None
        ).number
        shopper = Shopper(office, number, VendorId(vendor.account))
        shopper.asks(files={"photos": ("it.jpg", photo(), "image/jpeg")})
        numbers.append(f"{number}-R1")
    ben.asks()
    own, foreign = numbers
    office.settle()
    office.client.cookies.clear()
    assert office.log_in(vera.email, PASSWORD, headers={"x-api-key": KEY}).status_code == 303
    for asked in ({}, {"status": "all"}, {"q": foreign}, {"q": ben.number}):
        page = main(office.get(HERE, params=asked))
        assert f'{HERE}/{foreign}"' not in page
        assert f'{HERE}/{ben.number}-R1"' not in page
    assert own in main(office.get(HERE))
    counted = re.search(r"Asked for <span class=\"figures\">(\d+)", main(office.get(HERE)))
    assert counted[1] == "1"
    assert office.get(f"{HERE}/{own}").status_code == 200
    assert office.get(f"{HERE}/{own}/photographs/1").status_code == 200
    for number in (foreign, f"{ben.number}-R1"):
        for path in ("", "/photographs/1", "/slip"):
            assert office.get(f"{HERE}/{number}{path}").status_code == 404, (number, path)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', office.get("/backoffice/products").text)[1]
    assert office.post(f"{HERE}/{own}", {"act": "approve", "version": "1"}, token=token).status_code == 403
    assert office.get(f"{HERE}/policy").status_code == 403
