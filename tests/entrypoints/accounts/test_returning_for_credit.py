"""Whoever is logged in under the order's account is asked how they want the money of a return, and has it as credit."""

from uuid import uuid4

import pytest

from store.application.ordering.fulfilment import MarkDelivered
from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn
from store.application.shared.bus import Caller
from store.domain.returns.events import InspectedLine
from store.domain.shared.ids import OrderNumber, Sku, order_of, part_of
from tests.entrypoints.accounts.test_account_api import asks
from tests.entrypoints.accounts.test_addresses_api import HOME
from tests.entrypoints.accounts.test_buying_logged_in import KETTLE, _kettles, buyer, buys

__all__ = ["_kettles", "buyer"]
pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
BACK = {"lines": [{"sku": KETTLE, "quantity": 1}], "reason": "does_not_fit", "as_credit": True}


def do(street, *commands):
    for command in commands:
        street.shop.bus().do(command, Caller(actor="staff:test", correlation=uuid4()))


def arrived(street, who):
    return delivered(street, buys(who, who.pass_, shipping_address=HOME).json())


def delivered(street, bought):
    number = OrderNumber(bought["number"])
    part = part_of(order_of(number), None, "MAIN")
    do(street, ShipOrder(number=number, carrier="Post", tracking="1"), MarkDelivered(number=number, part_id=part))
    return number, bought["access_token"]


def test_the_page_asks_how_and_the_return_brings_credit(street, buyer, ben):
    number, token = arrived(street, buyer)
    form = {"access_token": token, "reason": "does_not_fit", "pieces-0": "1"}
    where = f"/orders/{number}/returns/new"
    assert "How do you want it back?" in buyer.post(where, form).text
    assert "How do you want it back?" not in ben.post(where, form).text, "whoever holds the token is not its owner"
    asked = buyer.post(where, form | {"sure": "yes", "version": "5", "as_credit": "yes"})
    assert asked.status_code == 303, asked.text
    back = f"{number}-R1"
    found = (InspectedLine(Sku(KETTLE), 1, 1, 0),)
    do(street, ApproveReturn(number=back), ReceiveReturn(number=back),
       InspectReturn(inspection=RecordInspection(number=back, found=found)))
    page = buyer.get(asked.headers["location"]).text
    assert ("It is your credit now" in page, "€24.90" in page) == (True, True)
    [balance] = asks(buyer, "GET", "/me/credit", buyer.pass_).json()["balances"]
    assert (balance["available"]["amount"], balance["moves"][0]["number"]) == ("24.90", back)


def test_programs_have_it_as_credit_for_the_owner_and_for_nobody_else(street, buyer, ben):
    number, token = arrived(street, buyer)
    path = {"params": {"access_token": token}, "json": BACK}
    refused = asks(ben, "POST", f"/orders/{number}/returns", **path)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/CreditForOwnersOnly")
    asked = asks(buyer, "POST", f"/orders/{number}/returns", buyer.pass_, **path)
    assert asked.status_code == 201, asked.text
    seen = asks(buyer, "GET", f"/orders/{number}/returns/1", params={"access_token": token}).json()
    assert (seen["as_credit"], seen["credited"]) == (True, None)
