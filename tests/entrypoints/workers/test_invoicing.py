"""Papers that are owed are asked for one after the other, and once."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from store.domain.shared.errors import StoreError
from store.entrypoints.workers.invoicing import Scrivener

pytestmark = [pytest.mark.requirement("R4.2")]


class Orders:
    """A list of what is owed that is late, and a bus that may refuse."""

    def __init__(self, *owed):
        self.owed, self.asked, self.refuses = list(owed), [], None

    def __call__(self, limit):
        return self.owed[:limit]

    def do(self, command, by):
        del command
        self.asked.append(by.causation)
        if self.refuses:
            raise self.refuses
        return SimpleNamespace(outcome=["HF-2026-000001"])


def owed():
    return SimpleNamespace(order_id=uuid4(), correlation=uuid4(), cause=uuid4())


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
