"""Streams that are about to be opened are read together, and opened when they are asked for."""

import pytest

from store.adapters.drivers.eventlog.ahead import ReadingAhead
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.domain.ordering.order import Order
from store.domain.shared.ids import OrderId
from store.domain.shared.personal import Erased
from store.entrypoints.wiring.register import EVENTS
from tests.adapters.eventlog.test_journal_contract import (
    CART,
    FILLED,
    NOW,
    OPENED,
    OTHER,
    SYSTEM,
    change,
)
from tests.domain.ordering.test_order import ANN, PLACED

pytestmark = [pytest.mark.requirement("R9.3")]
ORDER = OrderId(PLACED.order_id)


class Counted:
    """A log that says how often it was read."""

    def __init__(self, log):
        self._log, self.asked = log, []

    def select_streams(self, streams):
        self.asked.append({*streams})
        return self._log.select_streams(streams)

    def __getattr__(self, name):
        return getattr(self._log, name)


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture
def counted(log):
    return Counted(log)


@pytest.fixture
def journal(counted, appender, keys):
    return ReadingAhead(counted, appender, EventCodec(EVENTS, Vault(keys)), lambda _: None)


def happened(journal, stream, *events):
    journal.hand_in([change(stream, 0, b"", *events)], SYSTEM, NOW, None).settle()


def test_all_of_them_are_read_once(journal, counted):
    happened(journal, CART, OPENED, FILLED)
    with journal.ahead([CART, OTHER]):
        assert journal.read([CART])[CART].events == (OPENED, FILLED)
        assert journal.read([OTHER]) == {}, "that nothing happened to it is known as well"
    assert counted.asked == [{CART, OTHER}]


def test_what_is_asked_for_again_is_read_again(journal, counted):
    happened(journal, CART, OPENED)
    with journal.ahead([CART]):
        first = journal.read([CART])[CART]
        journal.hand_in([change(CART, 1, first.head, FILLED)], SYSTEM, NOW, None).settle()
        assert journal.read([CART])[CART].events == (OPENED, FILLED)
    assert counted.asked == [{CART}, {CART}]


def test_what_was_not_foreseen_is_read_beside_it(journal, counted):
    happened(journal, CART, OPENED)
    happened(journal, OTHER, OPENED)
    with journal.ahead([CART]):
        assert {*journal.read([CART, OTHER])} == {CART, OTHER}
    assert counted.asked == [{CART}, {OTHER}]
    with journal.ahead([]):
        assert {*journal.read([CART])} == {CART}


def test_nothing_is_left_of_it_afterwards(journal, counted):
    happened(journal, CART, OPENED)
    with pytest.raises(LookupError), journal.ahead([CART]):
        raise LookupError
    journal.read([CART])
    assert counted.asked == [{CART}, {CART}]


@pytest.mark.requirement("R10.4")
def test_who_is_forgotten_before_it_is_opened_is_forgotten(journal, keys):
    happened(journal, ORDER, PLACED)
    with journal.ahead([ORDER]):
        keys.destroy(ANN)
        order = Order.replay(ORDER, journal.read([ORDER])[ORDER].events)
    assert isinstance(order.email.value, Erased)
