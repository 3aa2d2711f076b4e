"""What comes back of an order: claimed once, and paid back once, to the cent."""

from uuid import UUID

import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.errors import NoSuchClaim, NothingToReturn, NotThatManyToReturn
from store.domain.ordering.events import (
    Canceller,
    OrderConfirmed,
    OrderLine,
    PiecesReturned,
    ReturnClaimed,
    ReturnLetGo,
    Share,
)
from store.domain.ordering.order import Order
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import ParcelId, Sku, return_of
from store.domain.shared.money import Money
from tests.domain.ordering.test_cancelling import BOTH, DAY, HAT
from tests.domain.ordering.test_order import CONFIRMED, ID, NOON, PLACED, SHIPPED, TOTALS, eur
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "the refund comes after approval")]
MUG = Sku("mug")
FIRST, SECOND = return_of(ID, 1), return_of(ID, 2)
ONE = ReturnClaimed(at=NOON, order_id=ID, return_id=FIRST, pieces={MUG: 1})
BACK = Share(eur(900), eur(0), eur(143))
sent = given(Order, ID, PLACED, CONFIRMED, SHIPPED)
claimed = given(Order, ID, PLACED, CONFIRMED, SHIPPED, ONE)
WHY = "doesn't fit"


def test_what_was_sent_is_claimed_for_one_return_and_no_other():
    sent.when(Order.claim_back, {MUG: 1}, at=NOON).then(ONE)
    claimed.when(Order.claim_back, {MUG: 2}, at=NOON).then_raises(NotThatManyToReturn, sku=MUG, left=1)
    claimed.when(Order.claim_back, {MUG: 1}, at=NOON).then(structs.replace(ONE, return_id=SECOND))


def test_what_was_not_sent_cannot_come_back():
    given(Order, ID, PLACED, CONFIRMED).when(Order.claim_back, {MUG: 1}, at=NOON).then_raises(NotThatManyToReturn)
    sent.when(Order.claim_back, {MUG: 0}, at=NOON).then_raises(NothingToReturn)
    sent.when(Order.claim_back, {HAT: 1}, at=NOON).then_raises(NotThatManyToReturn, left=0)


def test_what_is_let_go_can_be_claimed_again():
    claimed.when(Order.let_go, FIRST, at=NOON).then(ReturnLetGo(at=NOON, order_id=ID, return_id=FIRST))
    sent.when(Order.let_go, FIRST, at=NOON).then_raises(NoSuchClaim)


def test_what_is_accepted_is_owed_back_without_what_sending_cost():
    claimed.when(Order.accept_back, FIRST, {MUG: 1}, WHY, at=NOON).then(
        PiecesReturned(at=NOON, order_id=ID, return_id=FIRST, pieces={MUG: 1}, reason=WHY, share=BACK)
    )
    claimed.when(Order.accept_back, FIRST, {MUG: 2}, WHY, at=NOON).then_raises(NotThatManyToReturn, left=1)
    claimed.when(Order.accept_back, SECOND, {MUG: 1}, WHY, at=NOON).then_raises(NoSuchClaim)


def test_what_is_not_accepted_at_all_is_let_go():
    claimed.when(Order.accept_back, FIRST, {}, WHY, at=NOON).then(ReturnLetGo(at=NOON, order_id=ID, return_id=FIRST))


def test_what_sending_cost_comes_back_with_the_last_piece():
    order = Order.replay(ID, [PLACED, CONFIRMED, SHIPPED])
    first = order.accept_back(order.claim_back({MUG: 1}, at=NOON), {MUG: 1}, WHY, at=NOON)
    last = order.accept_back(order.claim_back({MUG: 1}, at=NOON), {MUG: 1}, WHY, at=NOON)
    assert first == BACK
    assert last == Share(eur(900), eur(490), eur(222))
    assert first.total + last.total == TOTALS.total
    assert not order.returnable


def test_all_at_once_is_all_that_was_paid():
    order = Order.replay(ID, [BOTH, CONFIRMED, SHIPPED])
    id = order.claim_back(order.returnable, at=NOON)
    assert order.accept_back(id, order.claims[id], WHY, at=NOON) == Share(eur(2800), eur(490), eur(526))


def test_a_picture_of_an_order_of_which_nothing_came_back_says_nothing_of_it():
    shown = Order.replay(ID, [PLACED, CONFIRMED, SHIPPED]).picture()
    assert not {"claims", "returns", "pieces_returned"} & set(shown)


@st.composite
def bought(draw):
    """An order of up to four kinds of goods, at odd prices."""
    lines, goods, tax = [], 0, 0
    for n in range(draw(st.integers(1, 4))):
        quantity, total = draw(st.integers(1, 5)), draw(st.integers(0, 2000))
        part = draw(st.integers(0, total // 5))
        lines.append(OrderLine(
            Sku(f"s{n}"), "It", "it", quantity, eur(total // quantity), eur(total), eur(part),
        ))
        goods, tax = goods + total, tax + part
    shipping = draw(st.integers(0, 700))
    tax += draw(st.integers(0, shipping // 5))
    totals = structs.replace(
        TOTALS, subtotal=eur(goods), shipping=eur(shipping), tax_included=eur(tax), total=eur(goods + shipping),
    )
    return structs.replace(PLACED, lines=tuple(lines), totals=totals)


@settings(max_examples=150, deadline=None)
@each(bought(), st.data())
def test_whatever_is_cancelled_sent_and_sent_back_never_more_than_was_paid_goes_back(placed, data):
    order = Order.replay(ID, [placed, OrderConfirmed(at=NOON, order_id=ID)])
    skus = [line.sku for line in placed.lines]
    for number in range(data.draw(st.integers(1, 10))):
        pieces = {sku: data.draw(st.integers(0, 3)) for sku in skus}
        _attempt(order, number, pieces, data.draw(st.sampled_from(["cancel", "send", "claim", "accept", "let go"])))
        _holds(order, placed)
    for id, its in list(order.claims.items()):
        order.accept_back(id, its, WHY, at=NOON)
    if order.left:
        order.ship("Post", "1", at=NOON)
    if order.returnable:
        order.accept_back(order.claim_back(order.returnable, at=NOON), order.claims[order.returns[-1]], WHY, at=NOON)
        _holds(order, placed)
        if sum(share.total.minor for share in order.shares):
            assert _sum(order) == (placed.totals.total, placed.totals.tax_included)


def _attempt(order, number, pieces, what):
    some = {sku: min(count, order.returnable.get(sku, 0)) for sku, count in pieces.items()}
    try:
        match what:
            case "cancel":
                order.call_off_pieces(
                    {sku: min(count, order.left.get(sku, 0)) for sku, count in pieces.items()}, Canceller.STAFF, "",
                    at=NOON, leave=Leave(DAY),
                )
            case "send":
                part = order.parts[0]
                order.send(part.id, ParcelId(UUID(int=number + 1)), "Post", "1", at=NOON, pieces={
                    sku: min(count, part.left.get(sku, 0)) for sku, count in pieces.items()
                })
            case "claim":
                order.claim_back(some, at=NOON)
            case "accept" if order.claims:
                id, its = next(iter(order.claims.items()))
                order.accept_back(id, {sku: min(count, its.get(sku, 0)) for sku, count in pieces.items()}, "", at=NOON)
            case "let go" if order.claims:
                order.let_go(next(iter(order.claims)), at=NOON)
            case _:
                pass
    except RuleViolated:
        pass  # what is refused changes nothing, which is looked at next


def _holds(order, placed):
    total, tax = _sum(order)
    assert 0 <= total.minor <= placed.totals.total.minor
    assert 0 <= tax.minor <= placed.totals.tax_included.minor
    for share in order.shares:
        assert min(share.goods.minor, share.shipping.minor, share.tax_included.minor) >= 0
    for line in placed.lines:
        held = sum(its.get(line.sku, 0) for its in order.claims.values())
        back = order.pieces_returned.get(line.sku, 0)
        assert held + back + order.returnable.get(line.sku, 0) == order.sent.get(line.sku, 0)


def _sum(order):
    return tuple(
        Money.total((getattr(share, name) for share in order.shares), "EUR") for name in ("total", "tax_included")
    )
