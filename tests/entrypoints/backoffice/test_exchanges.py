"""Exchanges on pages: chosen by the shopper, sent by staff, followed from one order to the other."""

import re
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from projections.returns.kept_exchanges import kept_too_long
from store.application.returns.messages import ApproveReturn, ReceiveReturn, WithdrawReturn
from store.domain.returns.exchanged import KEPT_FOR
from store.domain.shared.ids import AccountId, OrderNumber, order_of, return_of
from store.entrypoints.storefront.orders import way_to_replaced
from store.entrypoints.workers.exchanges import ExchangeKeeper
from tests.entrypoints.backoffice.test_returns import BY, HERE, Shopper, main
from tests.entrypoints.exchange_pages import REPLACING
from tests.entrypoints.page_orders import order
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R4.1")]
money = pytest.mark.story("US-4.5", "the refund comes after approval")
follow = pytest.mark.story("US-4.5", "follow the return")


@pytest.fixture
def ben(office):
    return Shopper(office)


@money
@follow
def test_a_shopper_asks_for_another_one_and_staff_send_it(office, ben):
    assert "The same again" in ben.sees(ben.new).text
    sku = re.search(r'<option value="([^"]+)">The same again', ben.sees(ben.new).text)[1]
    preview = ben.asks(sure="no", **{"instead-0": sku})
    for words in ("For it you get: the same again", "€0.00", "put it aside for you for 14 days"):
        assert words in preview.text
    asked = ben.asks(**{"instead-0": sku})
    where = asked.headers["location"].partition("?")[0]
    assert "put aside for you until" in ben.sees(where).text
    office.log_in()
    back = f"{ben.number}-R1"
    for command in (ApproveReturn, ReceiveReturn):
        office.shop.bus().do(command(number=back), BY)
    sheet = office.get(f"{HERE}/{back}")
    assert "Wanted for it" in main(sheet)
    assert "Send what is wanted" in main(sheet)
    version = re.search(r'name="version" value="(\d+)"', sheet.text)[1]
    done = office.post(f"{HERE}/{back}", {
        "act": "inspect", "version": version, "restocked-0": "1", "written-0": "0", "why-0": "",
    })
    assert done.status_code == 303, done.text
    after = main(office.get(f"{HERE}/{back}"))
    new = re.search(r"/backoffice/orders/([A-Z0-9-]+)\">\1", after)[1]
    desk = main(office.get(f"/backoffice/orders/{new}"))
    assert f"/backoffice/orders/{ben.number}" in desk
    assert "Paid by what came back" in desk
    page = ben.sees(where).text
    assert "Your replacement is being packed" in page
    link = re.search(rf'href="(/orders/{new}\?access_token=[^"]+)"', page)[1].replace("&amp;", "&")
    replacement = office.get(link).text
    assert f"It replaces what came back of order {ben.number}" in replacement
    assert "Paid by what you sent back" in replacement
    assert ben.token not in replacement, "what opens an order opens none that was before it"
    office.post("/backoffice/logout", {})
    assert 'href="/orders">See that order' in office.get(link).text
    assert "/why" not in main(office.get(link))


@follow
def test_whoever_is_logged_in_is_led_to_their_own_list():
    new = order("confirmed", replaces=REPLACING)
    assert way_to_replaced(new, AccountId(uuid4())) == f"/account/orders?q={REPLACING.order}"
    assert way_to_replaced(new, None) == "/orders"
    assert way_to_replaced(order("confirmed"), None) is None


def test_what_can_not_be_had_is_money_back(ben):
    preview = ben.asks(sure="no", **{"instead-0": "NOTHING-LIKE-THAT"})
    assert "For it you get" not in preview.text


def test_what_is_kept_for_too_long_is_found_and_let_go_and_nothing_else(office, ben):
    sku = re.search(r'<option value="([^"]+)">The same again', ben.sees(ben.new).text)[1]
    ben.asks(**{"instead-0": sku})
    id = return_of(order_of(OrderNumber(ben.number)), 1)
    clock, overdue = StillClock(office.shop.clock().now()), partial(kept_too_long, pool=office.shop.pool())
    office.shop.runner().catch_up()
    assert overdue(clock.now()) == []
    office.log_in()
    past = main(office.get(f"/backoffice/history/inventory/{sku}"))
    assert f"/backoffice/history/order/{id}" not in past, "it is no order"
    assert f"/backoffice/history/order/{order_of(OrderNumber(ben.number))}" in past
    assert office.get(f"/backoffice/history/return/{id}").status_code == 200
    named = rf'<a href="/backoffice/history/return/{id}">{ben.number}-R1</a>'
    assert [len(re.findall(it, past)) for it in (named, f"<dt>{named}</dt>")] == [2, 1], "in the state and the sentence"
    late = clock.now() + KEPT_FOR + timedelta(hours=1)
    assert overdue(late) == [id]
    ExchangeKeeper(lambda _: [id], office.shop.bus(), clock)()
    office.shop.runner().catch_up()
    assert overdue(late) == [id], "by its own clock it is not time yet"
    office.shop.bus().do(WithdrawReturn(number=f"{ben.number}-R1"), BY)
    office.shop.runner().catch_up()
    assert overdue(late) == []
