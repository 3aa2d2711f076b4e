"""What everybody wants at once: decided one after another in memory, written in few commits, answered when safe."""

from concurrent.futures import ThreadPoolExecutor
from threading import Condition, Event
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError
from msgspec import structs

from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.sending import AtOnce
from store.adapters.drivers.kept_state import KeptState
from store.adapters.drivers.turns import ThreadTurns
from store.application.inventory.messages import CountStock, ReceiveStock
from store.application.shared.dispatch import Dispatcher
from store.domain.inventory.errors import NotEnoughStock
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import CartId, order_of
from tests.application.processes.examples import MUG, MUGS, NINE, OPENED, PLACE, TWO_MUGS, goods, shop_selling
from tests.harness.processes import SOMEBODY

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.requirement("R9.3"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
BUYERS = 8
PATIENCE = 20


class Slow:
    """A log whose first commit takes until somebody says so; before it, *meanwhile* happens."""

    def __init__(self, log):
        self._log, self._first = log, True
        self.begun, self.go = Event(), Event()
        self.meanwhile = lambda: None

    def insert_events(self, given, *, along=()):
        if self._first:
            self._first = False
            self.begun.set()
            assert self.go.wait(PATIENCE)
            self.meanwhile()
        return self._log.insert_events(given, along=along)


class Queue(GroupCommit):
    """Says how many have handed in."""

    def __init__(self, log):
        super().__init__(AtOnce(log))
        self.handed_in, self._more = 0, Condition()

    def hand_in(self, *given):
        with self._more:
            found = super().hand_in(*given)
            self.handed_in += 1
            self._more.notify_all()
        return found

    def wait_for(self, number):
        with self._more:
            assert self._more.wait_for(lambda: self.handed_in >= number, PATIENCE)


class Hot:
    """A shop with one thing in stock, BUYERS carts that each hold one, and a bus that shares commits."""

    def __init__(self, stock):
        self.process = shop_selling(goods("mug", NINE, stock))
        shop = self.process.shop
        self.carts = [CartId(UUID(int=5000 + n)) for n in range(BUYERS)]
        one = structs.replace(TWO_MUGS, quantity=1)
        self.process.happened({
            cart: [structs.replace(OPENED, cart_id=cart), structs.replace(one, cart_id=cart)] for cart in self.carts
        })
        self.log = Slow(shop.log())
        self.queue, self.keeper = Queue(self.log), KeptState(100)
        self.bus = self.process_over(EventJournal(
            shop.log(), self.queue, shop.codec(), shop.idempotency().remember
        ))

    def process_over(self, journal, keeper=None):
        shop = self.process.shop
        return Dispatcher(
            shop.handlers(), journal=journal, keeper=keeper or self.keeper, idempotency=shop.idempotency(),
            turns=ThreadTurns(longest=0), positions=None, clock=shop.clock(),
        )

    def buy(self, cart):
        try:
            return self.bus.do(structs.replace(PLACE, cart_id=cart), SOMEBODY).outcome
        except NotEnoughStock:
            return None

    def elsewhere(self, command):
        """Somebody else does this, in a process of their own."""
        self.process_over(self.process.shop.journal(), KeptState(0)).do(command, SOMEBODY)

    def stock(self):
        return Inventory.replay(MUGS, self.process.streams()[MUGS])

    def commits(self):
        """How many appends were committed together, each time, by the bound they fall under."""
        together = self.queue.tally.together
        return {bound: n for bound, n in zip(together.bounds, together.counts, strict=False) if n}


def test_whoever_comes_while_a_commit_is_under_way_rides_in_the_next_one():
    hot = Hot(stock=100)
    with ThreadPoolExecutor(BUYERS) as buyers:
        buying = [buyers.submit(hot.buy, cart) for cart in hot.carts]
        hot.queue.wait_for(BUYERS)
        assert not any(each.done() for each in buying), "nobody is answered before their own facts are safe"
        hot.log.go.set()
        bought = [each.result(PATIENCE) for each in buying]
    assert len({each.number for each in bought}) == BUYERS
    assert hot.commits() == {1: 1, 8: 1}
    assert hot.queue.tally.conflicts == 0
    assert set(hot.stock().reservations) == {order_of(each.number) for each in bought}


def test_if_the_first_comes_to_nothing_all_that_followed_it_are_decided_again():
    hot = Hot(stock=100)
    hot.log.meanwhile = lambda: hot.elsewhere(ReceiveStock(sku=MUG, quantity=1))
    with ThreadPoolExecutor(BUYERS) as buyers:
        buying = [buyers.submit(hot.buy, cart) for cart in hot.carts]
        hot.queue.wait_for(BUYERS)
        hot.log.go.set()
        bought = [each.result(PATIENCE) for each in buying]
    assert len({each.number for each in bought}) == BUYERS
    assert hot.queue.tally.conflicts == 1, "what followed the loser was not even tried"
    assert hot.stock().version == 2 + 1 + BUYERS
    assert set(hot.stock().reservations) == {order_of(each.number) for each in bought}


@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_nobody_is_told_sold_out_because_of_a_reservation_that_comes_to_nothing():
    hot = Hot(stock=1)
    hot.log.meanwhile = lambda: hot.elsewhere(ReceiveStock(sku=MUG, quantity=1))
    with ThreadPoolExecutor(2) as buyers:
        first = buyers.submit(hot.buy, hot.carts[0])
        assert hot.log.begun.wait(PATIENCE)
        second = buyers.submit(hot.buy, hot.carts[1])
        with pytest.raises(TimeoutError):
            second.result(0.2)
        hot.log.go.set()
        assert {bool(first.result(PATIENCE)), bool(second.result(PATIENCE))} == {True}
    assert hot.stock().available == 0


@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_the_last_piece_goes_to_the_first_and_the_others_hear_so_when_that_is_certain():
    hot = Hot(stock=1)
    hot.log.go.set()
    with ThreadPoolExecutor(BUYERS) as buyers:
        bought = [each for each in buyers.map(hot.buy, hot.carts) if each]
    assert len(bought) == 1
    assert list(hot.stock().reservations) == [order_of(bought[0].number)]


def test_while_many_buy_here_and_somebody_counts_elsewhere_no_version_is_missing_or_double():
    hot = Hot(stock=100)
    hot.log.go.set()

    def count(n):
        hot.elsewhere(CountStock(sku=MUG, on_hand=100 + n, reason="counted"))

    with ThreadPoolExecutor(BUYERS + 1) as people:
        counting = [people.submit(count, n) for n in range(1, 6)]
        bought = list(people.map(hot.buy, hot.carts))
        for each in counting:
            each.result(PATIENCE)
    assert all(bought)
    assert hot.stock().version == 2 + 5 + BUYERS
    assert hot.stock().reserved == BUYERS


def test_what_the_log_refuses_for_good_is_not_tried_for_ever():
    hot = Hot(stock=9)
    hot.log.go.set()

    def never(*_, **__):
        raise IntegrityError

    hot.log.insert_events = never
    with pytest.raises(Exception, match="Too many people"):
        hot.buy(hot.carts[0])
