"""Papers that are owed are asked for together, in their order, and once."""

from contextlib import contextmanager
from types import SimpleNamespace
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from store.application.shared.bus import Receipt
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import papers_of
from store.entrypoints.workers.invoicing import Scrivener

pytestmark = [pytest.mark.requirement("R4.2")]


class Orders:
    """A list of what is owed that is late, and a bus that may refuse."""

    def __init__(self, *owed):
        self.owed, self.asked, self.refuses = list(owed), [], None

    def __call__(self, limit):
        return self.owed[:limit]

    def do_all(self, wishes):
        for wish in wishes:
            self.asked.append(wish.by.causation)
            yield self.refuses or Receipt("", ["HF-2026-000001"])


def owed(order=None):
    return SimpleNamespace(order_id=order or uuid4(), correlation=uuid4(), cause=uuid4())


def test_what_was_written_is_not_asked_for_again_while_the_list_is_late():
    first, second = owed(), owed()
    orders = Orders(first)
    scrivener = Scrivener(orders, orders)
    scrivener()
    orders.owed.append(second)
    scrivener()
    assert orders.asked == [first.cause, second.cause]


def test_a_refused_one_is_asked_for_again():
    orders = Orders(owed())
    orders.refuses = StoreError()
    scrivener = Scrivener(orders, orders)
    scrivener()
    orders.refuses = None
    scrivener()
    scrivener()
    assert len(orders.asked) == 2


def test_nothing_is_remembered_of_what_left_the_list():
    first = owed()
    orders = Orders(first)
    scrivener = Scrivener(orders, orders)
    scrivener()
    orders.owed.clear()
    scrivener()
    orders.owed.append(first)
    scrivener()
    assert len(orders.asked) == 2


def test_an_order_is_asked_for_once_in_a_round_and_in_its_place():
    first, second = owed(), owed()
    orders = Orders(first, second, owed(first.order_id))
    Scrivener(orders, orders)()
    assert orders.asked == [first.cause, second.cause]


def test_what_fails_is_logged_and_keeps_no_other_waiting():
    orders = Orders(owed(), owed())
    orders.refuses = LookupError()
    with capture_logs() as lines:
        Scrivener(orders, orders)()
    assert len(orders.asked) == 2
    assert [(line["log_level"], line["event"]) for line in lines] == [("error", "papers not written")] * 2
    assert all(line["exc_info"] is orders.refuses for line in lines)


def test_what_is_passing_ends_the_round():
    orders = Orders(owed(), owed())
    orders.refuses = ConnectionError()
    with pytest.raises(ConnectionError):
        Scrivener(orders, orders, (ConnectionError,))()
    assert len(orders.asked) == 1


def test_orders_and_their_papers_are_read_together():
    first, second = owed(), owed()
    orders, foreseen = Orders(first, second), []

    @contextmanager
    def ahead(streams):
        foreseen.append(streams)
        yield

    Scrivener(orders, orders, ahead=ahead)()
    assert foreseen == [[first.order_id, papers_of(first.order_id), second.order_id, papers_of(second.order_id)]]
