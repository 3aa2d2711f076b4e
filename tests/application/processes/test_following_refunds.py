"""However a process died, and however long the gateway is away: money that is owed goes back, once."""

from datetime import timedelta
from uuid import UUID

import pytest

from projections.payments.open_refunds import OpenRefund
from store.application.payments.ports import Undecided
from store.domain.payments.events import RefundFailed, RefundMade, RefundRequested
from store.domain.shared.ids import fact_id, refund_of
from store.entrypoints.workers.reconciler import NOT_YET
from store.entrypoints.workers.refunds import RefundFollower
from tests.application.processes.examples import CART, PAYMENT
from tests.application.processes.test_cancelling_an_order import FIRST, bought, cancel, eur
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded"),
]
WISH = UUID(int=77)


class Desk:
    """A shop in which an order was cancelled, and whoever did it died before the gateway was asked."""

    def __init__(self, card="success"):
        self.process = bought(card)
        self.shop, self.clock = self.process.shop, self.process.clock
        self.gateway = self.shop.gateway()
        self.shop.bus().do(cancel().call_off, SOMEBODY)
        self.follower = RefundFollower(self.open_ones, self.shop.bus(), self.clock)

    def open_ones(self, instant):
        facts = self.facts()
        ended = {fact.refund_id for fact in facts if isinstance(fact, RefundMade | RefundFailed)}
        return [
            OpenRefund(fact.refund_id, PAYMENT, fact.at, WISH, fact_id(PAYMENT, version))
            for version, fact in enumerate(facts, 1)
            if isinstance(fact, RefundRequested) and fact.refund_id not in ended and fact.at < instant
        ]

    def facts(self):
        return self.shop.journal().read([PAYMENT])[PAYMENT].events

    def after(self, age):
        self.clock.set(NOON + age)
        self.follower()
        return self


def test_a_young_refund_is_left_to_whoever_cancelled():
    desk = Desk().after(NOT_YET)
    assert desk.gateway.refunds() == {}


def test_a_refund_nobody_asked_the_gateway_for_is_made_once():
    desk = Desk().after(NOT_YET * 2).after(NOT_YET * 9)
    assert desk.gateway.refunds() == {FIRST: eur(4790)}
    assert [type(fact) for fact in desk.facts()][-2:] == [RefundRequested, RefundMade]


def test_one_whose_answer_was_lost_is_not_made_again():
    desk = Desk()
    desk.gateway.refund(PAYMENT, FIRST, eur(4790))
    desk.after(NOT_YET * 2)
    assert desk.gateway.refunds() == {FIRST: eur(4790)}
    assert isinstance(desk.facts()[-1], RefundMade)


def test_one_that_the_gateway_refuses_ends_there():
    desk = Desk("no_refund").after(NOT_YET * 2)
    assert isinstance(desk.facts()[-1], RefundFailed)
    assert desk.open_ones(NOON + timedelta(days=1)) == []


def test_a_gateway_that_is_away_is_asked_more_and_more_rarely_until_it_is_back():
    desk, away = Desk(), []
    real = desk.gateway.refund
    desk.gateway.refund = lambda *_: away.append(desk.clock.now()) or Undecided()
    for second in range(6, 60, 2):
        desk.after(timedelta(seconds=second))
    assert away == [NOON + timedelta(seconds=second) for second in (6, 12, 22, 42)]
    desk.gateway.refund = real
    desk.after(timedelta(hours=2))
    assert desk.gateway.refunds() == {FIRST: eur(4790)}


def test_what_follows_belongs_to_the_wish_that_it_followed_from():
    desk = Desk().after(NOT_YET * 2)
    beside = desk.shop.journal().read([PAYMENT])[PAYMENT]
    assert isinstance(beside.events[-1], RefundMade)
    row = desk.shop.log().select_notifications(1, 10**9)[-1]
    assert str(WISH) in row.metadata.decode()
    assert str(fact_id(PAYMENT, 3)) in row.metadata.decode()


def test_what_cannot_be_followed_does_not_keep_others_from_it():
    desk = Desk()
    stranger = OpenRefund(refund_of(PAYMENT, 9), CART, NOON, WISH, WISH)
    desk.follower = RefundFollower(lambda at: [stranger, *desk.open_ones(at)], desk.shop.bus(), desk.clock)
    assert desk.after(NOT_YET * 2).gateway.refunds() == {FIRST: eur(4790)}


class Broken(Exception):
    """Nobody foresaw it."""


def test_what_passes_ends_the_round_and_what_nobody_foresaw_does_not():
    desk = Desk()

    def refund(*_):
        raise Broken

    desk.gateway.refund = refund
    desk.after(NOT_YET * 2)
    desk.follower = RefundFollower(desk.open_ones, desk.shop.bus(), desk.clock, (Broken,))
    with pytest.raises(Broken):
        desk.after(NOT_YET * 3)
