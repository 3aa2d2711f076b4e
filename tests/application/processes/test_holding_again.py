"""Money that runs out is held again; where it can't be, whoever bought hears of it and pays again, once."""

from datetime import timedelta
from uuid import UUID

import pytest

from projections.payments.held_payments import HeldPayment
from store.application.notifications.ports import Occasion, Outcome
from store.application.ordering.messages import GetOrder
from store.application.payments.messages import ReconcilePayment
from store.application.payments.ports import Captured, Declined
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.holding_again import HoldAgain
from store.application.processes.mailing_to_pay_again import SendPayAgainMail
from store.application.processes.paying_again import PayAgain
from store.application.processes.telling_of_cancellations import TellStaffOfPayment
from store.domain.ordering.events import Canceller
from store.domain.payments.errors import MoneyNotTaken, NothingToPayAgain, NotPaidAgain
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    PaymentRequested,
)
from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.entrypoints.workers.holds import HoldFollower
from tests.application.processes.examples import NUMBER, PAYMENT
from tests.application.processes.test_taking_held_money import ALL, SHIP, bought, facts, taken
from tests.harness.processes import SOMEBODY

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]
ONCE = "held_once"


def does(shop, command):
    return shop.shop.bus().do(command, SOMEBODY).outcome


def again(shop):
    return does(shop, HoldAgain(payment_id=PAYMENT))


def pays(shop, token="success"):  # noqa: S107 - the name of a sandbox card
    return does(shop, PayAgain(number=NUMBER, token=token))


def kinds(shop):
    return [type(fact) for fact in facts(shop)][2:]


def runs_out(shop):
    """As a bank lets go by itself, with nobody told."""
    shop.shop.gateway()._db.execute("UPDATE charges SET state = 'declined', reason = 'it was held for too long'")


def letter(shop, kind=Occasion.PAY_AGAIN, number=1):
    return does(shop, SendPayAgainMail(payment_id=PAYMENT, kind=kind, mail_id=UUID(int=number)))


def to_pay(shop):
    return shop.ask(GetOrder(number=NUMBER)).payment.to_pay_again


@pytest.fixture
def ending():
    shop = bought(ONCE)
    again(shop)
    return shop


def test_it_is_held_again_each_time_under_another_name_and_taken_once():
    shop = bought()
    again(shop)
    again(shop)
    assert kinds(shop) == [PaymentHeldAgain, PaymentHeldAgain]
    assert [fact.generation for fact in facts(shop)[2:]] == [1, 2]
    assert to_pay(shop) is None
    does(shop, SHIP)
    assert taken(shop) == [ALL]


def test_a_follower_holds_again_what_is_due_and_only_looks_at_what_can_not_be_held():
    shop = bought(ONCE)
    follower = HoldFollower(lambda *_: [HeldPayment(PAYMENT, None, due=True)], shop.shop.bus(), shop.clock)
    follower()
    assert kinds(shop) == [PaymentNotHeldAgain]
    again(shop)
    assert kinds(shop) == [PaymentNotHeldAgain]
    runs_out(shop)
    again(shop)
    assert kinds(shop) == [PaymentNotHeldAgain, PaymentLost]


def test_what_can_not_be_held_for_longer_may_still_be_sent_while_it_is(ending):
    assert to_pay(ending).amount == "47.90"
    does(ending, SHIP)
    assert taken(ending) == [ALL]
    assert to_pay(ending) is None


def test_what_was_cancelled_is_let_go_and_not_held_again():
    shop = bought()
    does(shop, CallOff(number=NUMBER, by=Canceller.STAFF, reason="x"))  # and whoever cancelled dies
    again(shop)
    assert kinds(shop) == [PaymentLowered, PaymentLetGo]
    with pytest.raises(NothingToPayAgain):
        pays(shop)


@pytest.mark.story("US-3.5", "handle success and failure")
def test_whoever_bought_is_written_to_pays_again_and_the_parcel_leaves(ending):
    assert letter(ending) is Outcome.SENT
    runs_out(ending)
    again(ending)
    with pytest.raises(MoneyNotTaken):
        does(ending, SHIP)
    assert letter(ending, number=2) is Outcome.SENT
    assert pays(ending).status == "authorised"
    assert kinds(ending) == [PaymentNotHeldAgain, PaymentLost, PaymentHeldAgain]
    assert letter(ending, number=3) is Outcome.SUPPRESSED
    with pytest.raises(NothingToPayAgain):
        pays(ending)
    does(ending, SHIP)
    assert taken(ending) == [ALL]


def test_a_card_that_is_declined_leaves_the_order_waiting_and_another_one_pays(ending):
    with pytest.raises(NotPaidAgain, match="the card was refused"):
        pays(ending, "decline")
    assert to_pay(ending).amount == "47.90"
    assert pays(ending).status == "authorised"
    assert to_pay(ending) is None


@pytest.mark.story("US-3.5", "support 3-D Secure")
def test_a_bank_that_asks_is_answered_and_the_way_back_or_a_notice_ends_it(ending):
    asked = pays(ending, "challenge")
    assert asked.next_action.url == f"/sandbox/challenge/{PAYMENT}"
    ending.shop.gateway().answer_challenge(PAYMENT, approved=True)
    for _ in range(2):
        settled = does(ending, ReconcilePayment(payment_id=PAYMENT))
        assert settled.payment.status == "authorised"
    assert to_pay(ending) is None
    assert sum(kind is PaymentHeldAgain for kind in kinds(ending)) == 1


@pytest.mark.story("US-3.5", "support 3-D Secure")
def test_who_stays_away_from_the_bank_has_it_lost_once_it_would_have_run_out_and_may_still_come(ending):
    pays(ending, "challenge")
    with pytest.raises(MoneyNotTaken, match="bank"):
        does(ending, SHIP)
    again(ending)
    assert kinds(ending) == [PaymentNotHeldAgain], "they may be at their bank at this moment"
    ending.clock.advance(timedelta(days=400))
    again(ending)
    again(ending)
    assert kinds(ending) == [PaymentNotHeldAgain, PaymentLost]
    assert letter(ending, number=2) is Outcome.SENT
    ending.shop.gateway().answer_challenge(PAYMENT, approved=True)
    does(ending, ReconcilePayment(payment_id=PAYMENT))
    assert kinds(ending)[-1] is PaymentHeldAgain
    does(ending, SHIP)
    assert taken(ending) == [ALL]


def test_an_answer_that_nobody_heard_is_found_by_whoever_follows_held_money(ending):
    runs_out(ending)
    again(ending)
    assert pays(ending, "timeout").status in {"lost", "authorised"}
    again(ending)
    assert to_pay(ending) is None


def test_paid_again_for_an_order_that_is_cancelled_meanwhile_it_is_let_go(ending):
    pays(ending, "challenge")
    does(ending, CallOff(number=NUMBER, by=Canceller.STAFF, reason="x"))
    ending.shop.gateway().answer_challenge(PAYMENT, approved=True)
    does(ending, ReconcilePayment(payment_id=PAYMENT))
    follower = HoldFollower(lambda *_: [HeldPayment(PAYMENT, None, due=False)], ending.shop.bus(), ending.clock)
    follower()
    assert isinstance(facts(ending)[-1], PaymentLetGo)
    assert taken(ending) == []


def test_staff_hear_of_what_runs_out_and_no_more_once_it_is_paid_again(ending):
    tell = TellStaffOfPayment(payment_id=PAYMENT, kind=Occasion.PAYMENT_TROUBLE, mail_id=UUID(int=5))
    does(ending, tell)  # nobody is on the staff here, and it isn't suppressed for that
    pays(ending)
    later = TellStaffOfPayment(payment_id=PAYMENT, kind=Occasion.PAYMENT_TROUBLE, mail_id=UUID(int=6))
    assert does(ending, later) is Outcome.SUPPRESSED


def test_a_shop_says_how_early_money_is_held_anew():
    shop, asked = bought(), []
    HoldFollower(
        lambda _, soon: asked.append(soon) or [], shop.shop.bus(), shop.clock, soon=timedelta(days=3)
    )()
    assert asked == [shop.clock.now() + timedelta(days=3)]


@pytest.mark.parametrize("act", [SHIP, CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="x"))])
@pytest.mark.parametrize("when", ["before", "after"])
def test_sent_or_cancelled_while_the_gateway_is_asked_it_is_taken_once_or_let_go(act, when, monkeypatch):
    shop = bought()
    gateway = shop.shop.gateway()
    ask = gateway.hold_again

    def meanwhile(*told):
        if when == "before":
            does(shop, act)
        verdict = ask(*told)
        if when == "after":
            does(shop, act)
        return verdict

    monkeypatch.setattr(gateway, "hold_again", meanwhile)
    again(shop)
    assert taken(shop) == ([ALL] if act is SHIP else [])
    assert isinstance(gateway.look(PAYMENT), Captured if act is SHIP else Declined)
    assert isinstance(facts(shop)[-1], PaymentCaptured if act is SHIP else PaymentLetGo)


def test_who_paid_at_once_or_never_has_nothing_to_pay_again():
    shop = bought()
    assert [type(fact) for fact in facts(shop)] == [PaymentRequested, PaymentAuthorised]
    with pytest.raises(NothingToPayAgain):
        pays(shop)
