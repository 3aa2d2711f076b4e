"""Somebody is told what they want to be told, as they want it at the moment it would be said."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from store.application.notifications.ports import NotTaken, Occasion, Outcome, Unsubscribing
from store.application.processes.telling_by_choice import SendNews, TellAboutOrder, TellAboutRefund
from store.domain.identity.events import CustomerRegistered
from store.domain.notifications.events import How, PhoneGiven, SwitchedOff, SwitchedOn
from store.domain.notifications.kinds import Channel, Kind
from store.domain.ordering.events import OrderPlaced, OrderShipped
from store.domain.shared.ids import AccountId, preferences_of, subject_of
from store.domain.shared.personal import Personal
from tests.domain.ordering.test_order import ID as ORDER
from tests.domain.ordering.test_order import PLACED
from tests.domain.payments.test_payment import CAPTURED, REQUESTED
from tests.domain.payments.test_payment import ID as PAYMENT
from tests.domain.payments.test_refunds import ASKED, MADE
from tests.harness.processes import NOON, given_facts

pytestmark = [
    pytest.mark.requirement("R6.5"), pytest.mark.story("US-6.4", "every channel respects the choice"),
]
ANN = AccountId(UUID(int=77))
MINE = preferences_of(ANN)
PHONE = PhoneGiven(at=NOON, account_id=ANN, phone=Personal(subject_of(ANN), "+49301234567"))
SHIPPED = OrderShipped(at=NOON, order_id=ORDER, carrier="DHL", tracking="T-1")
NEWS = (Channel.EMAIL, Kind.PROMOTIONS)
REGISTERED = CustomerRegistered(
    at=NOON, account_id=ANN, email=Personal(subject_of(ANN), "ann@example.org"),
    given_name=Personal(subject_of(ANN), "Ann"), family_name=Personal(subject_of(ANN), "Field"),
)


def placed(account=ANN):
    fields = {name: getattr(PLACED, name) for name in PLACED.__struct_fields__}
    return OrderPlaced(**fields | {"account_id": account})


def on(channel, kind, consent=""):
    return SwitchedOn(at=NOON, account_id=ANN, channel=channel, kind=kind, how=How.PAGE, consent=consent)


def off(channel, kind):
    return SwitchedOff(at=NOON, account_id=ANN, channel=channel, kind=kind, how=How.PAGE)


def told(*preferences, kind=Occasion.SHIPPED_SMS, account=ANN):
    facts = {ORDER: [placed(account), SHIPPED]} | ({MINE: preferences} if preferences else {})
    done = given_facts(facts).when(TellAboutOrder(order_id=ORDER, kind=kind, mail_id=UUID(int=5))).then_nothing()
    return done.outcome, list(done.shop.mailer().mails.values())


def test_a_text_message_goes_to_the_number_of_whoever_wants_it():
    outcome, (text,) = told(PHONE, on(Channel.SMS, Kind.ORDERS))
    assert (outcome, text.to, text.channel) == (Outcome.SENT, "+49301234567", Channel.SMS)
    assert PLACED.number in text.text


def test_a_push_goes_to_the_devices_of_whoever_wants_it():
    outcome, (push,) = told(on(Channel.PUSH, Kind.ORDERS), kind=Occasion.SHIPPED_PUSH)
    assert (outcome, push.channel) == (Outcome.SENT, Channel.PUSH)


@pytest.mark.requirement("R4.2")
@pytest.mark.parametrize("occasion", [Occasion.DELIVERED_SMS, Occasion.CANCELLED_SMS])
def test_what_became_of_an_order_is_told_in_the_same_way(occasion):
    outcome, (text,) = told(PHONE, on(Channel.SMS, Kind.ORDERS), kind=occasion)
    assert (outcome, text.text) == (Outcome.SENT, f"{occasion.replace('_', ' ')} {PLACED.number}")
    assert told(PHONE, kind=occasion) == (Outcome.SUPPRESSED, [])


@pytest.mark.requirement("R4.2")
@pytest.mark.parametrize(("preferences", "sent"), [((PHONE, on(Channel.SMS, Kind.ORDERS)), 1), ((PHONE,), 0)])
def test_money_that_went_back_is_told_by_the_order_it_was_for_and_once(preferences, sent):
    asked = replace(REQUESTED, order_id=ORDER)
    shop = given_facts({ORDER: [placed()], PAYMENT: [asked, CAPTURED, ASKED, MADE], MINE: preferences})
    wish = TellAboutRefund(payment_id=PAYMENT, kind=Occasion.REFUNDED_SMS, mail_id=UUID(int=5))
    outcomes = [shop.when(wish).then_nothing().outcome for _ in range(2)]
    assert outcomes == [Outcome.SENT if sent else Outcome.SUPPRESSED] * 2
    assert [it.text for it in shop.shop.mailer().mails.values()] == [f"order refunded sms {PLACED.number}"] * sent


@pytest.mark.parametrize("preferences", [
    (), (PHONE,), (PHONE, on(Channel.PUSH, Kind.ORDERS)),
    (PHONE, on(Channel.SMS, Kind.ORDERS), off(Channel.SMS, Kind.ORDERS)),
])
def test_nobody_is_told_who_does_not_want_it(preferences):
    assert told(*preferences) == (Outcome.SUPPRESSED, [])


def test_guests_get_mail_and_nothing_else():
    assert told(account=None) == (Outcome.SUPPRESSED, [])


def test_whoever_was_forgotten_is_told_nothing():
    shop = given_facts({ORDER: [placed(), SHIPPED], MINE: [PHONE, on(Channel.SMS, Kind.ORDERS)]})
    shop.shop.keys().destroy(subject_of(ANN))
    done = shop.when(TellAboutOrder(order_id=ORDER, kind=Occasion.SHIPPED_SMS, mail_id=UUID(int=5))).then_nothing()
    assert (done.outcome, done.shop.mailer().mails) == (Outcome.ERASED, {})


def news(*preferences):
    wish = SendNews(preferences_id=MINE, kind=Occasion.NEWS_BEGUN, mail_id=UUID(int=6))
    done = given_facts({ANN: [REGISTERED], MINE: preferences}).when(wish).then_nothing()
    return done, list(done.shop.mailer().mails.values())


def test_a_letter_of_marketing_can_be_ended_with_one_press():
    done, (letter,) = news(on(*NEWS, "promotions-1"))
    assert (done.outcome, letter.to) == (Outcome.SENT, "ann@example.org")
    token = letter.unsubscribe.removeprefix("http://shop.test/unsubscribe/")
    handler = next(it for it in done.shop.telling() if hasattr(it, "links"))
    assert handler.links.read(token) == Unsubscribing(ANN, *NEWS)


@pytest.mark.story("US-6.4", "saved at once")
def test_what_was_switched_off_between_the_fact_and_the_letter_is_not_sent():
    done, letters = news(on(*NEWS, "promotions-1"), off(*NEWS))
    assert (done.outcome, letters) == (Outcome.SUPPRESSED, [])
    assert done.shop.duties().outcome(UUID(int=6)) is Outcome.SUPPRESSED, "and it stays visible as such"


def test_what_did_not_come_off_stays_due_and_is_told_once(monkeypatch):
    wish = TellAboutOrder(order_id=ORDER, kind=Occasion.SHIPPED_SMS, mail_id=UUID(int=5))
    it = given_facts({ORDER: [placed(), SHIPPED], MINE: [PHONE, on(Channel.SMS, Kind.ORDERS)]})
    posting = it.shop.posting()

    class Away:
        def send(self, note, at):
            raise NotTaken(f"away at {at:%H:%M} for {note.id.int}")

    object.__setattr__(posting, "texts", Away())
    it.when(wish).then_raises(NotTaken, reason="away at 12:00 for 5")
    object.__setattr__(posting, "texts", it.shop.notes())
    assert [it.when(wish).then_nothing().outcome for _ in range(2)] == [Outcome.SENT] * 2
    assert len(it.shop.mailer().mails) == 1
