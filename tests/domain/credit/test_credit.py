"""What an account can spend: granted, claimed by one order at a time, and never less than nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec import structs

from store.domain.credit.credit import GOODWILL_WITHIN, Credit, most_goodwill
from store.domain.credit.errors import CreditNotEnough, NothingToGrant, NothingToTakeBack, TooMuchGoodwill
from store.domain.credit.events import (
    CreditClaimed,
    CreditGranted,
    CreditPaidOut,
    CreditReleased,
    CreditSpent,
    CreditTakenBack,
    Why,
)
from store.domain.shared.ids import AccountId, OrderNumber, credit_of, order_of
from store.domain.shared.money import Money
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN = AccountId(UUID(int=7))
ID = credit_of(ANN, "EUR")
ONE, TWO = OrderNumber("ABCDE-FGHJK"), OrderNumber("ABCDE-FGHJM")
FIRST, SECOND = order_of(ONE), order_of(TWO)
LATE = "your parcel came late"


def eur(minor):
    return Money(minor, "EUR")


GRANTED = CreditGranted(
    at=NOON, credit_id=ID, account_id=ANN, amount=eur(1000), why=Why.RETURN, number=f"{ONE}-R1", order_id=FIRST,
)
GIVEN = CreditGranted(at=NOON, credit_id=ID, account_id=ANN, amount=eur(500), why=Why.GOODWILL, reason=LATE)
CLAIMED = CreditClaimed(at=NOON, credit_id=ID, order_id=SECOND, number=TWO, amount=eur(700))
RELEASED = CreditReleased(at=NOON, credit_id=ID, order_id=SECOND, amount=eur(700))
SPENT = CreditSpent(at=NOON, credit_id=ID, order_id=SECOND, amount=eur(700))
blank, granted = given(Credit, ID), given(Credit, ID, GRANTED)
claimed = given(Credit, ID, GRANTED, CLAIMED)


def test_what_is_owed_back_becomes_credit():
    blank.when(
        Credit.grant, ANN, eur(1000), Why.RETURN, number=f"{ONE}-R1", order=FIRST, at=NOON
    ).then(GRANTED)
    blank.when(Credit.grant, ANN, eur(0), Why.RETURN, number="", order=FIRST, at=NOON).then_raises(NothingToGrant)


def test_an_order_claims_it_and_no_other_can_have_that():
    granted.when(Credit.claim, SECOND, TWO, eur(700), at=NOON).then(CLAIMED)
    claimed.when(Credit.claim, FIRST, ONE, eur(301), at=NOON).then_raises(
        CreditNotEnough, available=eur(300), wanted=eur(301), missing=eur(1)
    )
    blank.when(Credit.claim, FIRST, ONE, eur(1), at=NOON).then_raises(CreditNotEnough, available=eur(0))


def test_what_an_order_claimed_is_spent_or_released_once():
    claimed.when(Credit.spend, SECOND, at=NOON).then(SPENT)
    claimed.when(Credit.release, SECOND, at=NOON).then(RELEASED)
    for ended in (SPENT, RELEASED):
        for again in (Credit.spend, Credit.release):
            given(Credit, ID, GRANTED, CLAIMED, ended).when(again, SECOND, at=NOON).then_nothing()
    granted.when(Credit.release, SECOND, at=NOON).then_nothing()


def test_staff_give_it_up_to_a_limit_however_often_they_do():
    blank.when(Credit.give, ANN, eur(500), LATE, at=NOON).then(GIVEN)
    given(Credit, ID, GIVEN).when(Credit.give, ANN, eur(9501), LATE, at=NOON).then_raises(
        TooMuchGoodwill, most=most_goodwill("EUR"), days=30, left=eur(9500)
    )
    blank.when(Credit.give, ANN, eur(-1), LATE, at=NOON).then_raises(NothingToGrant)
    later = NOON + GOODWILL_WITHIN + timedelta(seconds=1)
    it = Credit.replay(ID, [GIVEN])
    it.give(ANN, eur(10_000), LATE, at=later)
    assert it.available("EUR") == eur(10_500)
    assert [most_goodwill(code).minor for code in ("EUR", "JPY", "KWD")] == [10_000, 10_000, 100_000]


def test_staff_take_back_what_they_gave_and_nothing_else():
    wrong = "it was given twice"
    given(Credit, ID, GRANTED, GIVEN).when(Credit.take_back, eur(500), wrong, at=NOON).then(
        CreditTakenBack(at=NOON, credit_id=ID, amount=eur(500), reason=wrong)
    )
    granted.when(Credit.take_back, eur(1), wrong, at=NOON).then_raises(NothingToTakeBack, left=eur(0))
    given(Credit, ID, GIVEN, CreditClaimed(
        at=NOON, credit_id=ID, order_id=SECOND, number=TWO, amount=eur(400),
    )).when(Credit.take_back, eur(101), wrong, at=NOON).then_raises(NothingToTakeBack, left=eur(100))


def test_a_gift_that_is_spent_makes_nobody_elses_money_one():
    given_and_spent = (GIVEN, taken := structs.replace(CLAIMED, amount=eur(500)), GRANTED)
    given(Credit, ID, *given_and_spent).when(Credit.take_back, eur(1), "twice", at=NOON).then_raises(
        NothingToTakeBack, left=eur(0)
    )
    let_go = CreditReleased(at=NOON, credit_id=ID, order_id=SECOND, amount=taken.amount)
    given(Credit, ID, *given_and_spent, let_go).when(Credit.take_back, eur(501), "twice", at=NOON).then_raises(
        NothingToTakeBack, left=eur(500)
    )


def test_taking_back_makes_room_only_for_the_gift_that_it_undoes():
    later, most = NOON + GOODWILL_WITHIN + timedelta(seconds=1), eur(10_000)
    it = Credit.replay(ID, [structs.replace(GIVEN, amount=most)])
    it.take_back(most, "twice", at=later)
    with pytest.raises(TooMuchGoodwill) as refused:
        it.give(ANN, eur(10_001), LATE, at=later)
    assert refused.value.left == most, "the gift that was undone counted no more"
    it.give(ANN, most, LATE, at=later)
    it.take_back(eur(400), "twice", at=later)
    it.give(ANN, eur(400), LATE, at=later)
    with pytest.raises(TooMuchGoodwill):
        it.give(ANN, eur(1), LATE, at=later)


def test_what_an_exchange_had_goes_back_to_the_payment_that_was_made_first_and_no_more():
    out = CreditPaidOut(at=NOON, credit_id=ID, order_id=FIRST, number=ONE, amount=eur(500))
    granted.when(Credit.pay_out, FIRST, ONE, eur(500), at=NOON).then(out)
    given(Credit, ID, GRANTED, out).when(Credit.pay_out, FIRST, ONE, GRANTED.amount, at=NOON).then_raises(
        CreditNotEnough,
    )
    assert Credit.replay(ID, [GRANTED, out]).available("EUR") == GRANTED.amount - eur(500)
    assert Credit.replay(ID, [GRANTED, out]).grants == {1: GRANTED}
