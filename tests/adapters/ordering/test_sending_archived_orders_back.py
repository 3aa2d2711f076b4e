"""Orders that were archived before they were sent: they arrive, come back, are paid back and replaced as any other."""

from functools import partial

import pytest

from projections.invoicing.owed import owed_papers
from store.application.audit.messages import GetHistory
from store.application.invoicing.messages import ListPapers
from store.application.ordering.fulfilment import MarkDelivered
from store.application.ordering.messages import GetOrder, ListOrders, ListOwnOrders
from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RequestReturn
from store.application.returns.queue import ListReturns
from store.application.returns.quotes import GetReturnable
from store.application.returns.views import GetReturn
from store.domain.returns.errors import NotReturnable
from store.domain.returns.events import InspectedLine
from store.domain.shared.ids import order_of, part_of
from store.entrypoints.wiring.archiving import archive_by_itself, archive_of
from store.entrypoints.workers.invoicing import Scrivener
from tests.adapters.ordering.test_archived_orders import ANN, NOW, calls_off, list_of, shop
from tests.adapters.privacy.somebody import MUG
from tests.harness.drivers.postgres import settle

__all__ = ["shop"]

pytestmark = [
    pytest.mark.story("US-4.1", "old orders are archived and nothing of them is lost"),
    pytest.mark.story("US-4.5", "the refund comes after approval"), pytest.mark.requirement("R4.5"),
]


def arrives(shop, number):
    """What was left for years is sent, and there."""
    shop.ships(number)
    shop.do(MarkDelivered(number=number, part_id=part_of(order_of(number), None, "MAIN")))


def comes_back(shop, number, **wish):
    """A return from the asking to the end; what became of it."""
    [asked] = shop.do(RequestReturn(number=number, pieces={MUG: 1}, reason="doesn't fit", **wish)).items
    assert shop.ask(GetReturnable(number=number)).lines[0].returnable == 0, "claimed"
    shop.do(ApproveReturn(number=asked.number))
    shop.do(ReceiveReturn(number=asked.number))
    found = (InspectedLine(MUG, 1, 1, 0),)
    return shop.do(InspectReturn(inspection=RecordInspection(number=asked.number, found=found)))


def writes_papers(shop):
    Scrivener(partial(owed_papers, pool=shop.it.pool()), shop.it.bus())()
    settle(shop.it)


def test_archived_orders_are_sent_back_refunded_and_exchanged_as_ever(shop):
    """Bought years ago, sent only now: what was long archived arrives, comes back, is paid back and is replaced."""
    account = shop.people.joins(ANN).account_id
    back, swapped, refused = (shop.buys(ANN, account, card=card).number for card in ("success", "success", "no_refund"))
    shop.clock.set(NOW)
    settle(shop.it)
    writes_papers(shop)
    archive_by_itself(shop.it)
    assert [it.archived for it in archive_of(shop.it).shelves()] == [True]

    for number in (back, swapped, refused):
        arrives(shop, number)
    done = comes_back(shop, back)
    assert (done.status, done.refund.status, done.refund.amount.amount) == ("inspected", "refunded", "13.90")
    assert shop.ask(GetReturn(number=f"{back}-R1")).status == "closed"
    new = comes_back(shop, swapped, instead={MUG: MUG}).replaced_by
    calls_off(shop, new)
    assert comes_back(shop, refused).refund.status == "failed"
    with pytest.raises(NotReturnable):
        shop.do(RequestReturn(number=back, pieces={MUG: 1}, reason="doesn't fit"))
    settle(shop.it)

    lines, counts = list_of(shop, ListOrders())
    assert {line["number"]: line["status"] for line in lines} == {
        back: "delivered", swapped: "delivered", refused: "delivered", new: "cancelled",
    }
    assert counts == {"delivered": 3, "cancelled": 1}
    assert {it["number"] for it in list_of(shop, ListOwnOrders(account_id=account, status="delivered"))[0]} == {
        back, swapped, refused,
    }
    assert len(list_of(shop, ListReturns(status="all", q=back))[0]) == 1
    writes_papers(shop)
    assert [it.status for it in shop.ask(GetOrder(number=back)).refunds] == ["refunded"]
    assert len(shop.ask(ListPapers()).items) == 8, "of each an invoice and a credit note"
    past = shop.ask(GetHistory(kind="order", id=back, persons=True))
    assert [it.tag for it in past.facts][-2:] == ["ordering/return-claimed-1", "ordering/pieces-returned-1"]
    with shop.it.pool().connection() as db:
        assert db.execute("SELECT law, subject, words FROM read.offences").fetchall() == []
        assert db.execute(
            "SELECT DISTINCT tableoid::regclass::text FROM read.orders WHERE number = ANY(%s)",
            ([back, swapped, refused],),
        ).fetchall() == [("read.orders_2020_archived",)]
