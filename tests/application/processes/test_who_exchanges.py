"""Whoever exchanges has bought once: nobody gets regular by it. What is sent instead is theirs on its own account."""

from datetime import UTC, datetime

import pytest

from store.application.privacy.messages import EraseBuyer, GoOnErasing, HoldOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn
from store.domain.ordering.events import OrderPlaced
from store.domain.privacy.events import Ground
from store.domain.shared.ids import erasure_of, order_of
from store.domain.shared.personal import Erased
from tests.application.processes.credit_examples import ANN
from tests.application.processes.examples import NUMBER, ORDER
from tests.application.processes.exchange_examples import MEDIUM, SMALL, exchanged, good, swap, wearing
from tests.application.processes.return_examples import R1, do, inspect
from tests.application.processes.test_what_was_sent_instead import arrived

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


def test_nobody_gets_regular_by_exchanging():
    shop = wearing(1, mugs=0, account_id=ANN)
    bought = shop.shop.known_buyers().of(ANN, "").bought
    new = exchanged(shop, swap(), good()).replaced_by
    arrived(shop, new)
    exchanged(shop, swap({MEDIUM: 1}, {MEDIUM: SMALL}, number=new), good(MEDIUM), number=f"{new}-R1")
    assert shop.shop.known_buyers().of(ANN, "").bought == bought


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed")
def test_what_is_sent_instead_has_a_key_of_its_own_that_a_hold_keeps():
    shop = wearing(1, mugs=0)
    do(shop, swap())
    shop.clock.set(datetime(2027, 1, 5, tzinfo=UTC))
    do(shop, ApproveReturn(number=R1), ReceiveReturn(number=R1))
    new = do(shop, inspect(good())).replaced_by
    arrived(shop, new)
    do(shop, HoldOrder(number=new, reason="A court asks for it."))
    do(shop, EraseBuyer(number=NUMBER, email="ann@example.org", ground=Ground.ASKED, reason="By letter"))
    assert (reads(shop, ORDER), reads(shop, order_of(new))) == (True, True), "their papers are kept"
    shop.clock.set(datetime(2037, 2, 1, tzinfo=UTC))
    do(shop, GoOnErasing(erasure_id=erasure_of(ORDER)))
    assert (reads(shop, ORDER), reads(shop, order_of(new))) == (False, True), "one is held, the other isn't"


def reads(shop, order):
    """Whether anybody can read whose it is."""
    [placed] = [it for it in shop.shop.journal().read([order])[order].events if isinstance(it, OrderPlaced)]
    return not isinstance(placed.email.value, Erased)
