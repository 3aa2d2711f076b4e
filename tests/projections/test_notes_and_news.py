"""A parcel of somebody with an account calls for a few words by each way, and a wish for news for a first letter."""

import pytest
from msgspec.structs import replace

from projections.notifications.news import News
from projections.notifications.order_notes import OrderNotes
from store.adapters.notifications.duties_postgres import PostgresDuties
from store.application.notifications.ports import Outcome
from store.application.processes.settling_a_payment import DECLINED, NEVER_CAME
from store.domain.notifications.events import How, SwitchedOn
from store.domain.notifications.kinds import Channel, Kind
from store.domain.ordering.events import Canceller, ParcelDelivered
from store.domain.shared.ids import AccountId, follow_up
from tests.application.processes.test_telling_by_choice import ANN, MINE, NEWS, on
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, MUG, PART, PLACED, SHIPPED, sent
from tests.domain.ordering.test_order import PARCEL as ONE
from tests.domain.payments.test_payment import CAPTURED, REQUESTED
from tests.domain.payments.test_payment import ID as PAYMENT_ID
from tests.domain.payments.test_refunds import ASKED, MADE
from tests.harness.projections import NOON, learning

pytestmark = [pytest.mark.requirement("R6.5"), pytest.mark.story("US-6.4", "choose the occasions")]
DUE = "SELECT id, about, kind FROM work.outbox ORDER BY kind"
PUSH, SMS = (follow_up(ID, f"3/mail/order_shipped_{way}") for way in ("push", "sms"))
THERE = ParcelDelivered(at=NOON, order_id=ID, part_id=PART, parcel_id=ONE)
OF_ANN = replace(PLACED, account_id=AccountId(ANN))


@pytest.fixture
def notes(migrated_url):
    with learning(migrated_url, OrderNotes()) as learner:
        yield learner


@pytest.fixture
def news(migrated_url):
    with learning(migrated_url, News()) as learner:
        yield learner


@pytest.fixture
def duties(notes):
    return PostgresDuties(notes.writing)


def test_a_parcel_of_somebody_with_an_account_calls_for_words_by_each_way(notes):
    notes.given(ID, OF_ANN, CONFIRMED, SHIPPED).then(
        DUE, (PUSH, ID, "order_shipped_push"), (SMS, ID, "order_shipped_sms")
    )


@pytest.mark.requirement("R4.2")
def test_so_do_its_delivery_and_a_cancellation_and_money_that_went_back(notes):
    notes.given(ID, OF_ANN, CONFIRMED, sent({MUG: 2}), THERE)
    notes.given(PAYMENT_ID, replace(REQUESTED, order_id=ID), CAPTURED, ASKED, MADE)
    kinds = [f"order_{what}_{way}" for what in ("delivered", "refunded", "shipped") for way in ("push", "sms")]
    notes.then("SELECT kind FROM work.outbox ORDER BY kind", *((kind,) for kind in kinds))
    notes.then("SELECT DISTINCT about FROM work.outbox WHERE kind LIKE 'order_refunded_%%'", (PAYMENT_ID,))


@pytest.mark.requirement("R4.2")
@pytest.mark.parametrize(("fact", "kinds"), [
    (replace(CANCELLED, by=Canceller.SHOPPER), ["order_cancelled_push", "order_cancelled_sms"]),
    (replace(CANCELLED, reason=NEVER_CAME), ["order_cancelled_push", "order_cancelled_sms"]),
    (replace(CANCELLED, reason=DECLINED), []),
])
def test_a_cancellation_is_told_unless_whoever_bought_saw_it_happen(notes, fact, kinds):
    notes.given(ID, OF_ANN, fact).then("SELECT kind FROM work.outbox ORDER BY kind", *((kind,) for kind in kinds))


def test_what_becomes_of_a_guests_order_calls_for_nothing_but_mail(notes):
    notes.given(ID, PLACED, CONFIRMED, sent({MUG: 2}), THERE)
    notes.given(PAYMENT_ID, replace(REQUESTED, order_id=ID), CAPTURED, ASKED, MADE).then(DUE)


def test_news_by_mail_begin_with_a_letter_and_nothing_else_does(news):
    others = [on(Channel.PUSH, Kind.PROMOTIONS), on(Channel.EMAIL, Kind.REVIEWS)]
    news.given(MINE, *others, SwitchedOn(
        at=NOON, account_id=ANN, channel=NEWS[0], kind=NEWS[1], how=How.PAGE, consent="promotions-1",
    )).then(DUE, (follow_up(MINE, "3/mail/news_begun"), MINE, "news_begun"))


def test_what_failed_says_why_and_is_tried_again_once_somebody_asks(notes, duties):
    notes.given(ID, OF_ANN, CONFIRMED, SHIPPED)
    notes.runner.catch_up()
    assert len(duties.take(NOON, NOON, 10)) == 2
    assert duties.again(SMS, "staff:1", NOON) is False, "it waits for its turn"
    duties.failed(SMS, "NotTaken: away" + "x" * 400, NOON)
    duties.settle(PUSH, Outcome.SENT, NOON)
    duties.failed(PUSH, "too late", NOON)
    (row,) = notes.rows("SELECT length(failure), failed_at FROM work.outbox WHERE failure IS NOT NULL")
    assert row == (300, NOON)
    assert [duties.again(SMS, "staff:1", NOON), duties.again(SMS, "staff:1", NOON)] == [True, False]
    assert [job.mail_id for job in duties.take(NOON, NOON, 10)] == [SMS], "at once, and the other one is over"
    duties.settle(SMS, Outcome.REFUSED, NOON)
    assert duties.again(SMS, "staff:2", NOON) is True
    assert duties.outcome(SMS) is None
    assert duties.again(PUSH, "staff:2", NOON) is False, "what was sent is not sent twice"
