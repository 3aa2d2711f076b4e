"""Another one instead of money, for programs: offered, asked for, sent, and paid back where it comes to nothing."""

import pytest

from tests.entrypoints.rest.return_examples import ask, delivered, mine

pytestmark = [pytest.mark.requirement("R4.1")]
money = pytest.mark.story("US-4.5", "the refund comes after approval")
follow = pytest.mark.story("US-4.5", "follow the return")


def wanting(order, instead=None, quantity=1):
    return [{"sku": order["sku"], "quantity": quantity, "instead": instead or order["sku"]}]


def inspected(api, order, **found):
    back = f"{order['number']}-R1"
    for step in ("approval", "receipt"):
        api.expects(201, "POST", f"/returns/{back}/{step}", headers=api.staff)
    lines = [{"sku": order["sku"]} | (found or {"restocked": 1})]
    return api.expects(201, "POST", f"/returns/{back}/inspection", headers=api.staff, json={"lines": lines})


@money
@follow
def test_it_is_offered_asked_for_and_sent_by_an_order_of_its_own(api):
    order = delivered(api)
    path = f"/orders/{order['number']}"
    choices = api.expects(200, "GET", f"{path}/returnable", headers=mine(order))["lines"][0]["choices"]
    assert (choices[0]["sku"], choices[0]["state"], choices[0]["by"]) == (order["sku"], "same", None)
    ask(api, order, lines=wanting(order))
    asked = api.expects(200, "GET", f"{path}/returns/1", headers=mine(order))
    assert asked["lines"][0]["instead"]["sku"] == order["sku"]
    assert asked["kept_until"]
    assert asked["replaced_by"] is None
    done = inspected(api, order)
    assert (done["refund"], done["status"]) == (None, "closed")
    seen = api.expects(200, "GET", f"{path}/returns/1", headers=mine(order))
    assert seen["replaced_by"] == done["replaced_by"]
    new = {"number": seen["replaced_by"], "access_token": seen["replacement_token"]}
    shown = api.expects(200, "GET", f"/orders/{new['number']}", headers=mine(new))
    assert shown["replaces"] == {"order": order["number"], "number": f"{order['number']}-R1"}
    assert (shown["status"], shown["paid_by"], shown["total"]) == ("confirmed", None, shown["subtotal"])
    assert shown["lines"][0]["sku"] == order["sku"]
    api.expects(404, "GET", f"/orders/{new['number']}/explain", headers=mine(new))
    old = api.expects(200, "GET", path, headers=mine(order))
    assert (old["exchanged"], old["refunds"]) == (shown["total"], [])
    staff = api.expects(200, "GET", f"/returns/{order['number']}-R1", headers=api.staff)
    assert staff["replacement_token"] is None, "who opens it by the desk needs none"
    desk = api.expects(200, "GET", f"{path}/returns/1", headers=api.staff)
    assert (desk["replaced_by"], desk["replacement_token"]) == (new["number"], None), "a shopper's token is a shopper's"
    both = api.expects(200, "GET", f"{path}/returns/1?access_token={order['access_token']}", headers=api.staff)
    assert both["replacement_token"] == new["access_token"]

    off = api.expects(201, "POST", f"/orders/{new['number']}/cancellation", headers=mine(new), json={
        "reason": "not_wanted",
    })
    assert (off["status"], off["refund"]["amount"]) == ("cancelled", shown["total"])
    paid = api.expects(200, "GET", path, headers=mine(order))["refunds"]
    assert [(it["status"], it["amount"]) for it in paid] == [("refunded", shown["total"])]


def test_only_what_may_be_had_can_be_asked_for(api):
    order = delivered(api)
    refused = ask(api, order, 422, lines=wanting(order, "NOTHING-LIKE-THAT"))
    assert refused["type"].endswith("/NotExchangeable")
    ask(api, order, 400, lines=[wanting(order)[0] | {"instead": ""}])
    assert api.expects(200, "GET", f"/orders/{order['number']}/returns", headers=mine(order)) == []


def test_lines_of_one_sku_want_the_same_for_it_or_are_refused(api):
    order = delivered(api)
    [once] = wanting(order)
    for other in ({"sku": order["sku"], "quantity": 1}, once | {"instead": "ANOTHER"}):
        for lines in ([once, other], [other, once]):
            refused = ask(api, order, 422, lines=lines)
            assert (refused["type"], refused["errors"][0]["field"]) == ("/problems/WrongFields", "lines[1].instead")
    assert api.expects(200, "GET", f"/orders/{order['number']}/returns", headers=mine(order)) == []
    ask(api, order, lines=[once, once])
    [line] = api.expects(200, "GET", f"/orders/{order['number']}/returns/1", headers=mine(order))["lines"]
    assert (line["quantity"], line["instead"]["sku"]) == (2, order["sku"])


@money
def test_what_is_not_accepted_is_not_exchanged(api):
    order = delivered(api)
    ask(api, order, lines=wanting(order))
    done = inspected(api, order, refused=1, why="used")
    assert (done["replaced_by"], done["refund"]) == (None, None)
