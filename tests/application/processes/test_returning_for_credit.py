"""Whoever sends something back may have its money as credit, if the order is theirs and they are logged in."""

import pytest
from msgspec import structs

from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn
from store.application.returns.views import GetReturn
from store.domain.credit.events import CreditGranted, Why
from store.domain.identity.events import CustomerRegistered
from store.domain.ordering.events import ParcelDelivered, PiecesReturned, Share
from store.domain.payments.events import PaymentLost
from store.domain.returns.errors import CreditForOwnersOnly
from store.domain.returns.events import InspectedLine, ReturnClosed, ReturnInspected
from store.domain.shared.ids import AccountId, SubjectId, last_parcel_of
from store.domain.shared.personal import Personal
from tests.application.processes.credit_examples import ANN, CREDIT, buying, do, eur, left, with_credit
from tests.application.processes.examples import HAT, MUG, NUMBER, ORDER, PAYMENT
from tests.application.processes.return_examples import GOOD, PART, R1, R2, RETURN, WHY, ask, inspect
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
AS_CREDIT = ask(as_credit=True, account_id=ANN)


def sent(credit=0, *, card="success", account=ANN):
    """Two mugs and a hat that Ann bought, of which so much by credit, and has."""
    shop = with_credit(credit)
    do(shop, buying(credit, card, account), ShipOrder(number=NUMBER, carrier="Post", tracking="1"))
    return shop.happened({ORDER: [ParcelDelivered(
        at=NOON, order_id=ORDER, part_id=PART, parcel_id=last_parcel_of(PART),
    )]})


def back(shop, wish, *found, number=R1):
    return do(shop, wish, ApproveReturn(number=number), ReceiveReturn(number=number), inspect(*found, number=number))


def test_its_money_becomes_credit_in_the_transaction_that_says_what_was_found():
    shop = sent()
    do(shop, AS_CREDIT, ApproveReturn(number=R1), ReceiveReturn(number=R1))
    before = {stream: len(facts) for stream, facts in shop.streams().items()}
    assert do(shop, inspect(GOOD)).refund is None
    new = {stream: facts[before.get(stream, 0):] for stream, facts in shop.streams().items()}
    assert new[CREDIT] == [CreditGranted(
        at=NOON, credit_id=CREDIT, account_id=ANN, amount=eur(900), why=Why.RETURN, number=R1, order_id=ORDER,
    )]
    assert new[ORDER] == [PiecesReturned(
        at=NOON, order_id=ORDER, return_id=RETURN, pieces={MUG: 1}, reason=WHY,
        share=Share(eur(900), eur(0), eur(143), to_credit=eur(900)),
    )]
    assert new[RETURN] == [
        ReturnInspected(at=NOON, return_id=RETURN, lines=(GOOD,), credited=eur(900)),
        ReturnClosed(at=NOON, return_id=RETURN),
    ]
    assert not new[PAYMENT], "no gateway is asked for anything"
    seen = shop.ask(GetReturn(number=R1))
    assert (seen.as_credit, seen.credited.amount, seen.refund) == (True, "9.00", None)
    assert [it.what for it in seen.timeline][-1] == "It became credit"


def test_refunds_and_credit_together_are_what_was_paid():
    shop = sent(1000)
    assert back(shop, ask(), GOOD).refund.amount.amount == "9.00", "as it came: by card first"
    rest = structs.replace(AS_CREDIT, pieces={MUG: 1, HAT: 1})
    assert back(shop, rest, GOOD, InspectedLine(HAT, 1, 1, 0), number=R2).refund is None
    assert left(shop) == 4790 - 900


def test_the_last_of_it_goes_back_to_the_card_as_far_as_the_card_had_paid():
    shop = sent(1000)
    assert back(shop, AS_CREDIT, GOOD).refund is None
    rest = ask({MUG: 1, HAT: 1})
    assert back(shop, rest, GOOD, InspectedLine(HAT, 1, 1, 0), number=R2).refund.amount.amount == "28.90"
    assert left(shop) == 900 + 1000
    assert sum(it.minor for it in shop.shop.gateway().refunds().values()) + left(shop) == 4790


@pytest.mark.parametrize("account", [None, AccountId(ORDER)])
def test_nobody_else_can_have_its_money_as_credit(account):
    shop = sent()
    shop.when(ask(as_credit=True, account_id=account)).then_raises(CreditForOwnersOnly)
    guests = sent(account=None)
    guests.when(ask(as_credit=True, account_id=account)).then_raises(CreditForOwnersOnly)


def test_nothing_that_was_never_taken_becomes_credit():
    shop = sent()
    do(shop, AS_CREDIT, ApproveReturn(number=R1), ReceiveReturn(number=R1))
    shop.happened({PAYMENT: [PaymentLost(at=NOON, payment_id=PAYMENT, amount=eur(4790), reason="expired")]})
    assert do(shop, inspect(GOOD)).refund is None
    assert left(shop) == 0


def test_what_is_not_accepted_is_no_credit():
    shop = sent()
    back(shop, AS_CREDIT, InspectedLine(MUG, 0, 0, 1, "it isn't what we sent"))
    assert left(shop) == 0


def test_whose_account_is_gone_by_then_gets_the_money_as_it_came():
    shop = sent()
    do(shop, AS_CREDIT, ApproveReturn(number=R1), ReceiveReturn(number=R1))
    ann = Personal(SubjectId(ANN), "ann@example.org")
    shop.happened({ANN: [CustomerRegistered(at=NOON, account_id=ANN, email=ann, given_name=ann, family_name=ann)]})
    shop.shop.keys().destroy(SubjectId(ANN))
    assert do(shop, inspect(GOOD)).refund.amount.amount == "9.00"
    assert left(shop) == 0
