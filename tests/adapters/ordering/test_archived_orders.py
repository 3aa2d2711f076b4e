"""Orders of years ago, archived: each list, page and paper says the same of them, and their lives go on."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from msgspec import structs, to_builtins

from projections.invoicing.owed import owed_papers
from store.application.audit.messages import GetHistory
from store.application.invoicing.messages import GetPaper, ListPapers
from store.application.ordering.messages import GetOrder, ListOrders, ListOrdersOf, ListOwnOrders
from store.application.privacy.messages import EraseBuyer
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.claiming_orders import ClaimOrder
from store.application.processes.tracking_an_order import TrackOrder
from store.domain.ordering.events import Canceller
from store.domain.privacy.events import Ground
from store.entrypoints.wiring.archiving import archive_by_itself, archive_of
from store.entrypoints.workers.invoicing import Scrivener
from tests.adapters.privacy.somebody import NAME, open_shop
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.story("US-4.1", "old orders are archived and nothing of them is lost"), pytest.mark.requirement("R9.3"),
]
ANN, BEN = "ann@example.org", "ben@example.org"
THEN, NOW = datetime(2020, 3, 1, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def shop(migrated_url, tmp_path):
    with open_shop(migrated_url, tmp_path) as found:
        found.clock.set(THEN)
        yield found


def list_of(shop, query):
    """Every page of it: what is on them."""
    lines, asked = [], structs.replace(query, limit=2)
    while True:
        page = shop.ask(asked)
        page = json.loads(page) if isinstance(page, bytes) else to_builtins(page)
        lines += page["items"]
        if page["next_cursor"] is None:
            return lines, page.get("counts")
        asked = structs.replace(asked, cursor=page["next_cursor"])


def told(shop, account, number):
    """All that a shopper and staff can be told of orders and of one of them."""
    march = {"since": THEN - timedelta(days=1), "before": THEN + timedelta(days=9)}
    return [
        *(list_of(shop, query) for query in (
            ListOwnOrders(account_id=account), ListOwnOrders(account_id=account, q="mug"),
            ListOwnOrders(account_id=account, status="shipped"), ListOwnOrders(account_id=account, **march),
            ListOrders(), ListOrders(status="confirmed"), ListOrders(q=number[:4]), ListOrdersOf(email=BEN),
        )),
        *(shop.ask(query) for query in (
            GetOrder(number=number), TrackOrder(number=number, email=ANN), GetPaper(number=number), ListPapers(),
            GetHistory(kind="order", id=number, persons=True),
        )),
    ]


def calls_off(shop, number):
    shop.do(CancelOrder(call_off=CallOff(number=number, by=Canceller.STAFF, reason="Found in an old list")))


def test_archived_orders_are_read_go_on_and_are_forgotten_as_ever(shop):
    account = shop.people.joins(ANN).account_id
    mine = [shop.buys(ANN, account).number for _ in range(5)]
    guests = [shop.buys(BEN).number for _ in range(3)]
    shop.ships(mine[0])
    shop.ships(guests[2])
    shop.clock.set(NOW)
    late = shop.buys(ANN, account).number
    settle(shop.it)
    Scrivener(partial(owed_papers, pool=shop.it.pool()), shop.it.bus())()
    settle(shop.it)
    before = told(shop, account, mine[0])
    assert [len(lines) for lines, _ in before[:8]] == [6, 6, 1, 5, 9, 7, 1, 3], "there is something to lose"
    archive_by_itself(shop.it)
    assert [(it.year, it.archived) for it in archive_of(shop.it).shelves()] == [(2020, True), (2026, False)]
    assert told(shop, account, mine[0]) == before

    shop.ships(mine[1])
    calls_off(shop, mine[2])
    calls_off(shop, guests[0])
    ben = shop.people.joins(BEN).account_id
    shop.do(ClaimOrder(account_id=ben, number=guests[1]))
    settle(shop.it)
    lines, _ = list_of(shop, ListOwnOrders(account_id=account))
    assert {line["number"]: line["status"] for line in lines} == {
        mine[0]: "shipped", mine[1]: "shipped", mine[2]: "cancelled", mine[3]: "confirmed", mine[4]: "confirmed",
        late: "confirmed",
    }
    lines, counts = list_of(shop, ListOrders())
    assert counts == {"shipped": 3, "cancelled": 2, "confirmed": 4}
    assert [line["number"] for line in list_of(shop, ListOwnOrders(account_id=ben))[0]] == [guests[1]]
    assert {line["name"] for line in lines} == {NAME}

    shop.waits(days=366 * 12)
    settle(shop.it)
    shop.do(EraseBuyer(number=guests[2], email=BEN, ground=Ground.ASKED, reason="By letter"))
    shop.undertakes()
    named = {line["number"]: line["name"] for line in list_of(shop, ListOrders())[0]}
    assert (len(named), named[guests[2]], named[mine[0]]) == (9, None, NAME)
