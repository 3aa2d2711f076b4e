"""Inspecting returns: pieces, money and papers, in one transaction and to the cent."""


import pytest

from store.application.invoicing.messages import IssuePapers
from store.application.payments.messages import ReconcileRefund
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.returns.messages import ApproveReturn, ReceiveReturn
from store.application.returns.views import (
    GetReturn,
)
from store.domain.inventory.events import StockReturned
from store.domain.ordering.events import (
    PiecesReturned,
    ReturnLetGo,
    Share,
)
from store.domain.payments.events import RefundMade, RefundRequested
from store.domain.returns.errors import ReturnOutOfTurn
from store.domain.returns.events import (
    InspectedLine,
    ReturnClosed,
    ReturnInspected,
)
from store.domain.shared.ids import papers_of
from tests.application.processes.examples import (
    HAT,
    MUG,
    MUGS,
    NUMBER,
    ORDER,
    PAYMENT,
)
from tests.application.processes.return_examples import (
    FIRST,
    GOOD,
    ONE_BACK,
    R1,
    R2,
    RETURN,
    WHY,
    ask,
    do,
    eur,
    inspect,
    sent,
)
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.requirement("R4.1")]
refunded = pytest.mark.story("US-4.5", "the refund comes after approval")


@pytest.fixture
def shop():
    return sent()


@refunded
@pytest.mark.story("US-4.5", "follow the return")
def test_what_is_accepted_goes_back_on_the_shelf_and_its_money_back(shop):
    do(shop, *ONE_BACK)
    shop.when(inspect(GOOD)).then({
        RETURN: [
            ReturnInspected(at=NOON, return_id=RETURN, lines=(GOOD,), refund_id=FIRST),
            ReturnClosed(at=NOON, return_id=RETURN),
        ],
        ORDER: [PiecesReturned(
            at=NOON, order_id=ORDER, return_id=RETURN, pieces={MUG: 1}, reason=WHY,
            share=Share(eur(900), eur(0), eur(143)),
        )],
        MUGS: [StockReturned(at=NOON, sku=MUG, quantity=1, written_off=0, reason=f"return {R1}")],
        PAYMENT: [
            RefundRequested(at=NOON, payment_id=PAYMENT, refund_id=FIRST, amount=eur(900)),
            RefundMade(
                at=NOON, payment_id=PAYMENT, refund_id=FIRST, reference=f"sandbox-refund-{FIRST}", amount=eur(900),
            ),
        ],
    })
    seen = shop.ask(GetReturn(number=R1))
    assert (seen.status, seen.refund.status, seen.refund.amount.amount) == ("closed", "refunded", "9.00")
    assert [it.what for it in seen.timeline] == [
        "You asked to send it back", "Approved", "It has arrived", "Inspected", "Money given back",
    ]


@refunded
def test_a_part_is_accepted_the_rest_let_go_and_what_is_broken_written_off(shop):
    do(shop, ask({MUG: 2, HAT: 1}), ApproveReturn(number=R1), ReceiveReturn(number=R1))
    found = (InspectedLine(MUG, 1, 0, 1, "it was used beyond trying it out"), InspectedLine(HAT, 1, 1, 0))
    done = do(shop, inspect(*found))
    assert done.refund.amount.amount == "34.00", "a mug and the hat, and nothing of the sending"
    assert shop.streams()[MUGS][-1] == StockReturned(
        at=NOON, sku=MUG, quantity=1, written_off=1, reason=f"return {R1}",
    )
    last = do(shop, ask(), ApproveReturn(number=R2), ReceiveReturn(number=R2), inspect(GOOD, number=R2))
    assert last.refund.amount.amount == "13.90", "the last mug, and the sending"
    assert sum(it.minor for it in shop.shop.gateway().refunds().values()) == 4790


def test_nothing_accepted_is_nothing_owed(shop):
    do(shop, *ONE_BACK)
    done = do(shop, inspect(InspectedLine(MUG, 0, 0, 1, "it isn't what we sent")))
    assert (done.refund, done.status) == (None, "closed")
    assert shop.streams()[ORDER][-1] == ReturnLetGo(at=NOON, order_id=ORDER, return_id=RETURN)


@refunded
def test_before_it_is_approved_and_there_nothing_is_given_back(shop):
    do(shop, ask())
    shop.when(inspect(GOOD)).then_raises(ReturnOutOfTurn)
    shop.when(ReceiveReturn(number=R1)).then_raises(ReturnOutOfTurn)


@refunded
def test_a_slow_refund_closes_it_when_it_is_made_and_a_failed_one_when_it_was_tried_again():
    slow = sent("slow_refund")
    assert do(slow, *ONE_BACK, inspect(GOOD)).refund.status == "requested"
    assert slow.ask(GetReturn(number=R1)).status == "inspected"
    for _ in range(5):
        do(slow, ReconcileRefund(payment_id=PAYMENT, refund_id=FIRST))
    assert slow.ask(GetReturn(number=R1)).status == "closed"
    failing = sent("no_refund")
    assert do(failing, *ONE_BACK, inspect(GOOD)).refund.status == "failed"
    assert failing.ask(GetReturn(number=R1)).status == "inspected"
    do(failing, GiveBackAgain(number=NUMBER))


@refunded
def test_a_credit_note_follows_and_all_of_them_come_to_the_invoice(shop):
    do(shop, IssuePapers(order_id=ORDER), *ONE_BACK, inspect(GOOD))
    do(shop, ask({MUG: 1, HAT: 1}), ApproveReturn(number=R2), ReceiveReturn(number=R2))
    do(shop, inspect(GOOD, InspectedLine(HAT, 1, 1, 0), number=R2), IssuePapers(order_id=ORDER))
    _, invoice, *notes = shop.streams()[papers_of(ORDER)]
    assert [note.credit.total for note in notes] == [eur(900), eur(3890)]
    assert sum(note.credit.tax.minor for note in notes) == invoice.sale.tax.minor
    assert [line.quantity for note in notes for line in note.credit.lines] == [1, 1, 1]
    assert sum(tax.net.minor + tax.tax.minor for note in notes for tax in note.credit.taxes) == 4790
