"""What happens to an order calls for a mail: one, however often the fact is told."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from projections.notifications.cancellation_mails import CancellationMails
from projections.notifications.order_mails import OrderMails
from store.adapters.notifications.duties_postgres import FIRST_PATIENCE, PostgresDuties
from store.application.notifications.ports import MailJob, Occasion, Outcome
from store.application.processes.settling_a_payment import DECLINED, NEVER_CAME
from store.domain.ordering.events import (
    Canceller,
    OrderCancelled,
    OrderConfirmed,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PiecesCancelled,
    Share,
)
from store.domain.payments.events import PaymentLost, RefundMade
from store.domain.payments.held_events import PaymentNotHeldAgain
from store.domain.shared.ids import OrderNumber, Sku, follow_up, order_of
from store.domain.shared.money import Money
from store.entrypoints.workers.relay import Relay
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, MUG, PART, PLACED, SHIPPED, sent
from tests.domain.ordering.test_order import PARCEL as ONE
from tests.domain.ordering.test_parts import OTHER
from tests.domain.payments.test_payment import CAPTURED, REQUESTED
from tests.domain.payments.test_payment import ID as PAYMENT_ID
from tests.domain.payments.test_refunds import ASKED, FAILED, MADE
from tests.harness.projections import NOON, learning
from tests.harness.world import StillClock

pytestmark = pytest.mark.story("US-3.4", "receive order confirmation")
DUE = "SELECT id, about, kind FROM work.outbox ORDER BY kind, id"
CONFIRMATION = follow_up(ID, "2/mail/order_confirmation")
PARCEL = follow_up(ID, "3/mail/order_shipped")


class Handed:
    """Notes what is handed over."""

    def __init__(self):
        self.jobs = []

    def enqueue(self, *jobs):
        self.jobs += jobs


@pytest.fixture
def mails(migrated_url):
    with learning(migrated_url, OrderMails()) as learner:
        yield learner


@pytest.fixture
def duties(mails):
    return PostgresDuties(mails.writing)


def test_a_placed_order_alone_calls_for_no_mail(mails):
    mails.given(ID, PLACED).then(DUE)


def test_a_confirmed_order_and_a_parcel_call_for_one_mail_each(mails):
    mails.given(ID, PLACED, CONFIRMED, SHIPPED).then(
        DUE, (CONFIRMATION, ID, "order_confirmation"), (PARCEL, ID, "order_shipped")
    )


@pytest.mark.story("US-4.2", "mails when the status changes")
def test_each_parcel_and_each_delivery_calls_for_one_mail(mails):
    there = ParcelDelivered(at=NOON, order_id=ID, part_id=PART, parcel_id=ONE)
    mails.given(ID, PLACED, CONFIRMED, sent({MUG: 1}), sent({MUG: 1}, OTHER), there).then(
        DUE, (CONFIRMATION, ID, "order_confirmation"), (follow_up(ID, "5/mail/order_delivered"), ID, "order_delivered"),
        *sorted((follow_up(ID, f"{version}/mail/order_shipped"), ID, "order_shipped") for version in (3, 4)),
    )


def test_an_order_cancelled_while_nobody_was_there_calls_for_a_mail(mails):
    mails.given(ID, PLACED, replace(CANCELLED, reason=NEVER_CAME)).then(
        DUE, (follow_up(ID, "2/mail/order_cancelled"), ID, "order_cancelled")
    )


def test_a_card_refused_at_the_checkout_was_told_there(mails):
    mails.given(ID, PLACED, replace(CANCELLED, reason=DECLINED)).then(DUE)


@pytest.mark.story("US-4.4", "receive a cancellation confirmation")
def test_a_cancellation_that_somebody_wanted_is_confirmed_and_so_is_the_money_that_went_back(mails):
    share = Share(Money(900, "EUR"), Money(0, "EUR"), Money(144, "EUR"))
    part = PiecesCancelled(
        at=NOON, order_id=ID, pieces={Sku("mug"): 1}, reason="x", by=Canceller.SHOPPER, share=share
    )
    whole = replace(CANCELLED, by=Canceller.STAFF, share=share)
    mails.given(PAYMENT_ID, REQUESTED, CAPTURED, ASKED, MADE)
    mails.given(ID, PLACED, CONFIRMED, part, whole).then(
        DUE, (follow_up(ID, "4/mail/order_called_off"), ID, "order_called_off"),
        (CONFIRMATION, ID, "order_confirmation"), (follow_up(ID, "3/mail/order_reduced"), ID, "order_reduced"),
        (follow_up(PAYMENT_ID, "4/mail/order_refunded"), PAYMENT_ID, "order_refunded"),
    )


@pytest.mark.story("US-4.4", "receive a cancellation confirmation")
def test_who_cancels_before_paying_is_told_so(mails):
    mails.given(ID, PLACED, replace(CANCELLED, by=Canceller.SHOPPER)).then(
        DUE, (follow_up(ID, "2/mail/order_called_off"), ID, "order_called_off")
    )


@pytest.mark.story("US-4.4", "the vendor is told")
def test_what_is_not_to_be_sent_is_told_to_whoever_sends_it_and_a_failed_refund_to_staff(migrated_url):
    share = Share(Money(900, "EUR"), Money(0, "EUR"), Money(144, "EUR"))
    with learning(migrated_url, CancellationMails()) as learner:
        learner.given(PAYMENT_ID, REQUESTED, CAPTURED, ASKED, FAILED)
        learner.given(ID, PLACED, replace(CANCELLED, by=Canceller.SHOPPER))
        other = order_of(OrderNumber("OTHER"))
        learner.given(other, PLACED, CONFIRMED, replace(CANCELLED, by=Canceller.SHOPPER, share=share)).then(
            DUE, (follow_up(other, "3/mail/goods_cancelled"), other, "goods_cancelled"),
            (follow_up(PAYMENT_ID, "4/mail/refund_failed"), PAYMENT_ID, "refund_failed"),
        )


def test_learning_everything_anew_sends_nothing_twice(mails, duties):
    mails.given(ID, PLACED, CONFIRMED).then(DUE, (CONFIRMATION, ID, "order_confirmation"))
    duties.settle(CONFIRMATION, Outcome.SENT, NOON)
    mails.runner.rebuild("order_mails")
    assert duties.outcome(CONFIRMATION) is Outcome.SENT
    assert duties.take(NOON, NOON, 10) == []


def test_the_reasons_that_stand_in_facts_are_never_reworded():
    assert (DECLINED, NEVER_CAME) == ("the payment was declined", "the payment did not come")


def test_a_duty_is_handed_over_once_and_again_only_after_a_while(mails, duties):
    mails.given(ID, PLACED, CONFIRMED)
    mails.runner.catch_up()
    job = MailJob(mail_id=CONFIRMATION, about=ID, kind=Occasion.CONFIRMED, correlation=UUID(int=0))
    assert duties.take(NOON, NOON, 10) == [job]
    soon, late = NOON + timedelta(seconds=1), NOON + FIRST_PATIENCE + timedelta(seconds=1)
    assert duties.take(soon, NOON, 10) == []
    assert duties.take(soon, soon, 10) == [job], "a worker that begins takes over what another had"
    assert duties.take(late, NOON, 10) == [], "the second time it waits twice as long"
    assert duties.take(soon + 2 * FIRST_PATIENCE + timedelta(seconds=1), NOON, 10) == [job]
    duties.settle(CONFIRMATION, Outcome.SENT, late)
    assert duties.take(late + timedelta(days=9), late + timedelta(days=9), 10) == []


def test_a_duty_that_was_handed_over_a_thousand_times_is_handed_over_still(mails, duties):
    mails.given(ID, PLACED, CONFIRMED).runner.catch_up()
    with mails.writing.connection() as db:
        db.execute("UPDATE work.outbox SET handed_at = %s, tries = 1000", [NOON])
    assert duties.take(NOON + timedelta(hours=5), NOON, 10) == []
    assert [job.mail_id for job in duties.take(NOON + timedelta(hours=7), NOON, 10)] == [CONFIRMATION]


def test_a_duty_handed_over_by_a_clock_that_was_hours_ahead_does_not_wait_for_it(mails, duties):
    mails.given(ID, PLACED, CONFIRMED).runner.catch_up()
    ahead = NOON + timedelta(hours=5)
    assert len(duties.take(ahead, ahead, 10)) == 1
    assert len(duties.take(NOON, NOON, 10)) == 1, "handed over in what is the future now: nobody knows when"
    assert duties.take(NOON, NOON, 10) == []


def test_a_worker_whose_clock_goes_back_hands_each_duty_over_once(mails, duties):
    mails.given(ID, PLACED, CONFIRMED).runner.catch_up()
    clock, handed = StillClock(NOON + timedelta(hours=5)), Handed()
    relay = Relay(duties, handed, clock)
    clock.advance(timedelta(hours=-5))
    for _ in range(3):
        relay.round()
        clock.advance(timedelta(seconds=1))
    assert [job.mail_id for job in handed.jobs] == [CONFIRMATION]


def test_the_first_word_about_a_mail_stands(mails, duties):
    mails.given(ID, PLACED, CONFIRMED)
    mails.runner.catch_up()
    assert duties.outcome(CONFIRMATION) is None
    duties.settle(CONFIRMATION, Outcome.ERASED, NOON)
    duties.settle(CONFIRMATION, Outcome.SENT, NOON)
    assert duties.outcome(CONFIRMATION) is Outcome.ERASED


def test_it_takes_the_facts_of_orders_and_of_money_given_back_into_account_and_no_others():
    assert set(OrderMails.kinds) == {
        OrderConfirmed, OrderShipped, OrderCancelled, PiecesCancelled, RefundMade, ParcelSent, ParcelDelivered,
        PaymentLost, PaymentNotHeldAgain,
    }
