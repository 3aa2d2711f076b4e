"""Letters about exchanges: that something is sent, that it can't be, and that credit has come; each once."""

from uuid import UUID

import pytest
from msgspec import structs

from projections.notifications.return_mails import occasion
from store.application.credit.messages import GiveCredit
from store.application.notifications.ports import Occasion, Outcome
from store.application.notifications.posting import mail_of
from store.application.processes.mailing_about_orders import SendOrderMail
from store.application.processes.telling_of_credit import SendCreditMail
from store.application.processes.telling_of_returns import SendReturnMail
from store.application.shared.errors import NoSuch
from store.domain.credit.events import CreditGranted, Why
from store.domain.identity.events import CustomerRegistered
from store.domain.returns.events import ReturnInspected
from store.domain.shared.ids import AccountId, SubjectId, credit_of, order_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from tests.application.processes import credit_examples
from tests.application.processes.examples import NUMBER
from tests.application.processes.exchange_examples import SMALL, exchanged, good, here, swap, wearing
from tests.application.processes.return_examples import R1, RETURN, ask, do, eur, inspect
from tests.application.processes.test_exchanging_goods import gone
from tests.application.processes.test_telling_of_cancellations import overheard
from tests.application.processes.test_what_was_sent_instead import with_credit
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "follow the return")]
MAIL = UUID(int=5)
ANN = AccountId(UUID(int=7))
CREDIT = credit_of(ANN, "EUR")
GRANTED = CreditGranted(
    at=NOON, credit_id=CREDIT, account_id=ANN, amount=eur(900), why=Why.RETURN, number="AAAAA-00001-R1",
    order_id=order_of("AAAAA-00001"),
)


def test_the_letter_of_what_is_sent_says_what_it_replaces_and_that_nothing_is_to_pay():
    shop = wearing()
    new = exchanged(shop, swap()).replaced_by
    about = overheard(shop)
    letter = SendOrderMail(order_id=order_of(new), kind=Occasion.CONFIRMED, mail_id=MAIL)
    assert do(shop, letter, letter) is Outcome.SENT
    [said] = about
    assert (said["order"].replaces.order, said["order"].replaces.number) == (NUMBER, R1)
    assert (said["order"].paid_by, said["order"].lines[0].options_text) == (None, "M")


def test_whoever_gets_the_money_back_instead_hears_why():
    shop = here(wearing(), swap())
    gone(shop)
    do(shop, inspect(good()))
    fact = next(it for it in shop.streams()[RETURN] if isinstance(it, ReturnInspected))
    assert occasion(fact) is Occasion.NOT_EXCHANGED
    about = overheard(shop)
    letter = SendReturnMail(return_id=RETURN, kind=Occasion.NOT_EXCHANGED, mail_id=MAIL)
    assert do(shop, letter, letter) is Outcome.SENT
    [said] = about
    assert [(it.instead, it.not_sent) for it in said["pieces"]] == [("Shirt, M", "it is no longer sold")]
    assert (said["refund"], said["credited"]) == (True, None)


def test_the_same_letter_promises_no_money_where_it_is_credit_or_nothing():
    shop = here(owner(with_credit(3390)), swap())
    gone(shop)
    do(shop, inspect(good()))
    about = overheard(shop)
    do(shop, SendReturnMail(return_id=RETURN, kind=Occasion.NOT_EXCHANGED, mail_id=MAIL))
    [said] = about
    assert (said["refund"], said["credited"].amount) == (False, "20.00")


def test_nobody_is_told_of_what_went_as_they_wished_nor_of_what_an_exchange_has_to_pay_with():
    assert occasion(ReturnInspected(at=NOON, return_id=RETURN, lines=())) is None
    for why in (Why.ORDER, Why.EXCHANGE):
        assert occasion(structs.replace(GRANTED, why=why)) is None
    assert occasion(GRANTED) is Occasion.CREDIT_GRANTED


def test_what_credit_had_paid_for_is_told_of_where_no_letter_of_its_order_does():
    shop = owner(with_credit(3390))
    exchanged(shop, ask({SMALL: 1}), good())
    came = shop.streams()[CREDIT][-1]
    assert (came.why, came.number, came.returned, came.amount) == (Why.ORDER, NUMBER, R1, eur(2000))
    assert occasion(came) is Occasion.CREDIT_GRANTED
    about = overheard(shop)
    assert do(shop, credit_mail(len(shop.streams()[CREDIT]))) is Outcome.SENT
    assert [(it["why"], it["number"], it["amount"].amount) for it in about] == [("order", R1, "20.00")]
    called_off = credit_examples.with_credit(4790)
    do(called_off, credit_examples.buying(4790), credit_examples.cancel())
    gone_back = called_off.streams()[CREDIT][-1]
    assert (gone_back.why, gone_back.returned, occasion(gone_back)) == (Why.ORDER, "", None), "its letter says it"


def owner(shop):
    ann = Personal(SubjectId(ANN), "ann@example.org")
    return shop.happened({
        ANN: [CustomerRegistered(at=NOON, account_id=ANN, email=ann, given_name=ann, family_name=ann)],
    })


def credit_mail(version):
    return SendCreditMail(
        credit_id=CREDIT, kind=Occasion.CREDIT_GRANTED,
        mail_id=mail_of(CREDIT, version, Occasion.CREDIT_GRANTED),
    )


def test_a_letter_says_which_credit_has_come_and_how_much_there_is_by_now_once():
    shop = owner(wearing()).happened({CREDIT: [GRANTED]})
    about = overheard(shop)
    do(shop, GiveCredit(account_id=ANN, amount=Money(300, "EUR"), reason="your parcel came late"))
    for letter in (credit_mail(1), credit_mail(1), credit_mail(2), credit_mail(2)):
        assert do(shop, letter) is Outcome.SENT
    first, second = about
    assert (first["amount"].amount, first["number"], first["spendable"].amount) == ("9.00", R1, "12.00")
    assert (second["amount"].amount, second["why"], second["reason"]) == ("3.00", "goodwill", "your parcel came late")


def test_nobody_is_written_to_who_is_gone_and_no_letter_is_about_nothing():
    shop = owner(wearing()).happened({CREDIT: [GRANTED]})
    shop.when(credit_mail(7)).then_raises(NoSuch)
    shop.shop.keys().destroy(SubjectId(ANN))
    assert do(shop, credit_mail(1)) is Outcome.ERASED
    nobody = wearing().happened({CREDIT: [GRANTED]})
    assert do(nobody, credit_mail(1)) is Outcome.SUPPRESSED
