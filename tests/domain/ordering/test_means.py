"""How what goes back is divided between payment and credit: to the coin, in whatever steps."""

import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.events import Canceller, OrderConfirmed, PiecesReturned, Share
from store.domain.ordering.means import by_means
from store.domain.ordering.order import Order
from store.domain.shared.ids import Sku, return_of
from tests.domain.ordering.test_cancelling import DAY
from tests.domain.ordering.test_giving_back import ONE, WHY, bought, sent
from tests.domain.ordering.test_order import CONFIRMED, ID, NOON, PLACED, SHIPPED, eur
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
MUG = Sku("mug")
WITH_CREDIT = structs.replace(PLACED, credit=eur(1000))
"""22.90 in all: 12.90 by card, 10.00 by credit."""


def test_money_goes_back_first_and_what_is_left_as_credit():
    order = Order.replay(ID, [WITH_CREDIT, CONFIRMED])
    first = order.call_off_pieces({MUG: 1}, Canceller.STAFF, "", at=NOON, leave=Leave(DAY))
    last = order.call_off(Canceller.STAFF, "", at=NOON, leave=Leave(DAY))
    assert (first.to_payment, first.to_credit) == (eur(1145), None)
    assert (last.to_payment, last.to_credit) == (eur(145), eur(1000))


def test_an_order_that_only_credit_paid_for_comes_back_as_credit():
    order = Order.replay(ID, [structs.replace(PLACED, credit=eur(2290)), CONFIRMED])
    share = order.call_off(Canceller.STAFF, "", at=NOON, leave=Leave(DAY))
    assert (share.to_payment, share.to_credit) == (eur(0), eur(2290))


def test_whoever_wants_credit_for_what_came_back_gets_all_of_it_so():
    given(Order, ID, PLACED, CONFIRMED, SHIPPED, ONE).when(
        Order.accept_back, return_of(ID, 1), {MUG: 1}, WHY, at=NOON, as_credit=True
    ).then(PiecesReturned(
        at=NOON, order_id=ID, return_id=return_of(ID, 1), pieces={MUG: 1}, reason=WHY,
        share=Share(eur(900), eur(0), eur(143), to_credit=eur(900)),
    ))


def test_where_no_credit_is_about_nothing_is_said_of_it():
    sent.when(Order.claim_back, {MUG: 1}, at=NOON).then(ONE)
    assert "credit" not in Order.replay(ID, [PLACED]).picture()
    share = Share(eur(5), eur(0), eur(1))
    assert by_means(share, 0, 5) is share


@settings(max_examples=120, deadline=None)
@each(bought(), st.data())
def test_in_whatever_steps_it_goes_back_the_parts_are_what_was_paid_each_way(placed, data):
    total = placed.totals.total.minor
    credit = data.draw(st.integers(0, total))
    order = Order.replay(ID, [structs.replace(placed, credit=eur(credit)), OrderConfirmed(at=NOON, order_id=ID)])
    wishes: list[int] = []
    for _ in range(data.draw(st.integers(0, 4))):
        pieces = {sku: data.draw(st.integers(0, left)) for sku, left in order.left.items()}
        if any(pieces.values()):
            order.call_off_pieces(pieces, Canceller.STAFF, "", at=NOON, leave=Leave(DAY))
            _holds(order, total, credit, wishes)
    if order.left:
        order.ship("Post", "1", at=NOON)
    while order.returnable:
        pieces = {sku: data.draw(st.integers(0, left)) for sku, left in order.returnable.items()}
        pieces = pieces if any(pieces.values()) else order.returnable
        wish = data.draw(st.booleans())
        wishes += [len(order.shares)] if wish else []
        order.accept_back(order.claim_back(pieces, at=NOON), pieces, WHY, at=NOON, as_credit=wish)
        _holds(order, total, credit, wishes)
    if sum(share.total.minor for share in order.shares) == total and not wishes:
        assert sum(share.to_payment.minor for share in order.shares) == total - credit


def _holds(order, total, credit, wishes):
    money = sum(share.to_payment.minor for share in order.shares)
    as_credit = sum(share.to_credit.minor for share in order.shares if share.to_credit)
    assert money + as_credit == sum(share.total.minor for share in order.shares) <= total
    assert 0 <= money <= total - credit, "never more than was taken goes back"
    assert wishes or as_credit <= credit
    assert all(order.shares[at].to_payment.minor == 0 for at in wishes)
