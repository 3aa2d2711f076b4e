"""How long shoppers may cancel, for programs: said by vendors of their own goods, and by staff of all."""

from uuid import uuid4

import pytest

from store.domain.ordering.cancelling import Terms, Until
from store.domain.shared.ids import VendorId
from tests.entrypoints.vendors import Vendor
from tests.harness.cancel_policies import held
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.requirement("R1.5"),
    pytest.mark.story("US-4.4", "each vendor says how long shoppers may cancel"),
]
HERE = "/fulfilment/cancel-policy"
TERMS = {"until": "hours", "hours": 48, "made_to_order": ["B", "A", "A"]}


@pytest.fixture(scope="module")
def vera(api):
    vera = Vendor(api.back_room).sells("things/shelf-2")
    settle(api.back_room)
    return vera


def test_vendors_speak_of_their_own_goods_and_staff_of_all(api):
    vera = Vendor(api.back_room)
    first = api.expects(200, "GET", HERE, headers=vera.headers)
    assert (first["vendor"], first["own"], first["today"], first["versions"]) == (
        str(vera.account), False, first["shop"], [{"since": None, "terms": None}],
    )
    set_ = api.expects(200, "PUT", HERE, json={"since": "2990-01-01", "terms": TERMS}, headers=vera.headers)
    assert set_["versions"][0] == {
        "since": "2990-01-01", "terms": {"until": "hours", "hours": 48, "made_to_order": ["A", "B"]},
    }
    of_hers = {"vendor": str(vera.account)}
    gone = api.expects(200, "PUT", HERE, json={"since": "2990-02-01"}, params=of_hers, headers=api.staff)
    assert [it["terms"] is None for it in gone["versions"]] == [True, False, True]
    assert api.expects(200, "GET", HERE, headers=api.staff)["vendor"] is None
    for other in (str(uuid4()), str(Vendor(api.back_room).account)):
        api.expects(404, "GET", HERE, params={"vendor": other}, headers=vera.headers)
        api.expects(404, "PUT", HERE, params={"vendor": other}, json={"since": "2990-01-01"}, headers=vera.headers)
    api.expects(401, "GET", HERE)


@pytest.mark.parametrize("wrong", [
    {"since": "2020-01-01", "terms": TERMS}, {"since": "2990-01-01", "terms": TERMS | {"hours": 9999}},
    {"since": "2990-01-01", "terms": {"until": "whenever"}}, {"since": "soon"},
    {"since": "2990-01-01", "terms": TERMS | {"made_to_order": ["x"] * 201}},
])
def test_what_makes_no_sense_is_refused(api, vera, wrong):
    assert api.asks("PUT", HERE, json=wrong, headers=vera.headers).status_code in {400, 422}


def test_a_line_says_why_not_and_is_refused_and_staff_cancel_it(api, vera):
    held(api.back_room, VendorId(vera.account), Terms(Until.NEVER))
    cart = api.cart(vera.sku, 1)
    api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": "HARBOUR-MUG-SAGE", "quantity": 1})
    order = api.expects(201, "POST", "/orders", json=api.buying(cart))
    mine = {"authorization": f"Bearer {order['access_token']}"}
    path = f"/orders/{order['number']}/cancellation"
    seen = api.expects(200, "GET", f"/orders/{order['number']}", params={"access_token": order["access_token"]})
    said = {line["sku"]: line["why_not_cancelled"] for line in seen["lines"]}
    assert "can't be cancelled once it is bought" in said[str(vera.sku)]
    assert (said["HARBOUR-MUG-SAGE"], seen["can_cancel"]) == (None, True)
    refused = api.asks("POST", path, json={"reason": "not_wanted"}, headers=mine)
    assert (refused.status_code, said[str(vera.sku)] in refused.json()["detail"]) == (409, True)
    some = {"reason": "not_wanted", "lines": [{"sku": "HARBOUR-MUG-SAGE", "quantity": 1}]}
    assert api.expects(201, "POST", path, json=some, headers=mine)["status"] == "confirmed"
    assert api.expects(201, "POST", path, json={"reason": "asked"}, headers=api.staff)["status"] == "cancelled"
