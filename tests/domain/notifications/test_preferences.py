"""Somebody says what they want to be told, and by which way."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from store.domain.notifications.errors import (
    AlwaysSaid,
    ConsentMissing,
    NotAPhoneNumber,
    NotOffered,
    PhoneMissing,
)
from store.domain.notifications.events import How, PhoneGiven, PhoneRemoved, SwitchedOff, SwitchedOn
from store.domain.notifications.kinds import REGISTER, WORDS, Channel, Kind, Nature
from store.domain.notifications.phone import e164
from store.domain.notifications.preferences import Preferences
from store.domain.shared.ids import AccountId, preferences_of, subject_of
from store.domain.shared.personal import Personal
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R6.5"), pytest.mark.story("US-6.4", "choose the occasions"),
    pytest.mark.story("US-6.4", "e-mail on or off"), pytest.mark.story("US-6.4", "SMS on or off"),
]
ANN = AccountId(UUID(int=1))
ID = preferences_of(ANN)
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL, SMS, PUSH = Channel
NEWS = "promotions-1"


def on(channel, kind, consent="", how=How.PAGE):
    return SwitchedOn(at=NOON, account_id=ANN, channel=channel, kind=kind, how=how, consent=consent)


def off(channel, kind, how=How.PAGE):
    return SwitchedOff(at=NOON, account_id=ANN, channel=channel, kind=kind, how=how)


def phone(number="+49301234567"):
    return PhoneGiven(at=NOON, account_id=ANN, phone=Personal(subject_of(ANN), number))


GONE = PhoneRemoved(at=NOON, account_id=ANN)


def preferences(*past):
    return given(Preferences, ID, *past)


def wanted(*past):
    it = Preferences.replay(ID, past)
    return {(channel, kind) for channel, kind in product(Channel, Kind) if it.wants(channel, kind)}


def test_whoever_said_nothing_is_told_what_belongs_to_their_orders_and_account_by_mail():
    assert wanted() == {(EMAIL, Kind.ORDERS), (EMAIL, Kind.ACCOUNT)}


def test_marketing_takes_a_consent_to_words_that_are_kept():
    news = (EMAIL, Kind.PROMOTIONS)
    preferences().when(Preferences.switch_on, ANN, *news, How.PAGE, NEWS, at=NOON).then(on(*news, NEWS))
    for consent in ("", "reviews-1", "promotions-0"):
        preferences().when(Preferences.switch_on, ANN, *news, How.PAGE, consent, at=NOON).then_raises(
            ConsentMissing, consent=NEWS
        )
    preferences(on(*news, NEWS)).when(Preferences.switch_on, ANN, *news, How.PROGRAM, at=NOON).then_nothing()
    assert news in wanted(on(*news, NEWS))


def test_what_belongs_to_an_order_is_always_mailed():
    orders = (EMAIL, Kind.ORDERS)
    preferences().when(Preferences.switch_off, ANN, *orders, How.PAGE, at=NOON).then_raises(AlwaysSaid)
    preferences().when(Preferences.switch_on, ANN, *orders, How.PAGE, at=NOON).then_nothing()


def test_by_other_ways_it_is_said_to_whoever_wants_it():
    push = (PUSH, Kind.ORDERS)
    preferences().when(Preferences.switch_on, ANN, *push, How.PAGE, at=NOON).then(on(*push))
    preferences(on(*push)).when(Preferences.switch_off, ANN, *push, How.PROGRAM, at=NOON).then(
        off(*push, How.PROGRAM)
    )
    preferences().when(Preferences.switch_off, ANN, *push, How.PAGE, at=NOON).then_nothing()


def test_text_messages_take_a_number():
    sms = (SMS, Kind.ORDERS)
    preferences().when(Preferences.switch_on, ANN, *sms, How.PAGE, at=NOON).then_raises(PhoneMissing)
    preferences(phone()).when(Preferences.switch_on, ANN, *sms, How.PAGE, at=NOON).then(on(*sms))
    assert sms in wanted(phone(), on(*sms))


def test_what_is_not_offered_is_not_switched_on():
    reviews = (SMS, Kind.REVIEWS, How.PAGE, "reviews-1")
    preferences(phone()).when(Preferences.switch_on, ANN, *reviews, at=NOON).then_raises(NotOffered)


def test_another_number_does_not_inherit_a_consent_to_marketing():
    past = (phone(), on(SMS, Kind.ORDERS), on(SMS, Kind.PROMOTIONS, NEWS), on(EMAIL, Kind.PROMOTIONS, NEWS))
    preferences(*past).when(Preferences.give_phone, ANN, e164("+43 1 234567"), at=NOON).then(
        off(SMS, Kind.PROMOTIONS, How.NUMBER), phone("+431234567")
    )
    preferences(*past).when(Preferences.give_phone, ANN, e164("+49 30 1234567"), at=NOON).then_nothing()


def test_without_a_number_there_are_no_text_messages():
    past = (phone(), on(SMS, Kind.ORDERS), on(SMS, Kind.PROMOTIONS, NEWS), on(EMAIL, Kind.PROMOTIONS, NEWS))
    preferences(*past).when(Preferences.remove_phone, ANN, at=NOON).then(
        off(SMS, Kind.ORDERS, How.NUMBER), off(SMS, Kind.PROMOTIONS, How.NUMBER), GONE
    )
    preferences(phone(), GONE).when(Preferences.remove_phone, ANN, at=NOON).then_nothing()


@pytest.mark.parametrize("text", [
    "+49 30 1234567", "0049 (30) 123-45.67", " +49/30/1234567 ", "+49\u00a030\u20111234567",
])
def test_a_number_has_one_spelling(text):
    assert e164(text) == "+49301234567"


@pytest.mark.parametrize("text", [
    "", "030 1234567", "+", "+0301234567", "+49 30 x", "+49", "+" + "1" * 16, "+1" + " " * 60 + "2345678",
    "+٤٩٣٠١٢٣٤٥٦٧", "++49301234567",
])
def test_what_is_no_number_with_its_country_is_refused(text):
    with pytest.raises(NotAPhoneNumber):
        e164(text)


def test_the_register_is_sound():
    assert set(REGISTER) == set(Kind)
    for kind, about in REGISTER.items():
        assert about.channels, kind
        assert (about.nature is Nature.MARKETING) == bool(about.consent)
        assert not about.consent or about.consent in WORDS
