"""What shoppers may cancel, line by line: by the version of the day on which they bought."""

from datetime import date, timedelta

import pytest

from store.application.ordering.messages import GetOrder
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.quoting_cancellations import QuoteCancellation
from store.domain.ordering.cancel_policy_events import CancelPolicySet
from store.domain.ordering.cancelling import Terms, Until
from store.domain.ordering.errors import NotCancellable
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import cancel_policy
from tests.application.processes.examples import CART, HAT, MUG, NUMBER, ONE_HAT, OPENED, TWO_MUGS, buy, shop_selling
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.4", "each vendor says how long shoppers may cancel"),
]
FIRST = CancelPolicySet(at=NOON, since=date(2020, 1, 1), terms=Terms(hours=48, made_to_order=(HAT,)))
LATER = CancelPolicySet(at=NOON, since=NOON.date() + timedelta(days=1), terms=Terms(Until.NEVER))


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT], cancel_policy(): [FIRST, LATER]})
    shop.shop.bus().do(buy("success"), SOMEBODY)
    return shop


def cancels(shop, pieces, by=Canceller.SHOPPER):
    wish = CallOff(number=NUMBER, by=by, reason="x", pieces=pieces)
    return shop.shop.bus().do(CancelOrder(call_off=wish), SOMEBODY).outcome


def test_each_line_says_why_not_and_until_when(shop):
    shop.clock.set(NOON + timedelta(hours=47))
    seen = shop.ask(GetOrder(number=NUMBER))
    said = {line.sku: (line.why_not_cancelled, line.cancel_until) for line in seen.lines}
    assert said[MUG] == (None, NOON + timedelta(hours=48)), "the version of the day on which they bought"
    assert "is made for you: it can't be cancelled." in said[HAT][0]
    assert (seen.can_cancel, seen.cancel_until) == (True, NOON + timedelta(hours=48))
    shop.clock.set(NOON + timedelta(hours=49))
    seen = shop.ask(GetOrder(number=NUMBER))
    assert (seen.can_cancel, seen.cancel_until) == (False, None)
    assert all(line.why_not_cancelled for line in seen.lines)


def test_what_is_quoted_is_refused_as_doing_it_is_and_staff_cancel_all(shop):
    for pieces in ({}, {HAT: 1}, {MUG: 1, HAT: 1}):
        with pytest.raises(NotCancellable, match="is made for you"):
            shop.ask(QuoteCancellation(number=NUMBER, by=Canceller.SHOPPER, pieces=pieces))
        with pytest.raises(NotCancellable, match="is made for you"):
            cancels(shop, pieces)
    assert shop.ask(QuoteCancellation(number=NUMBER, by=Canceller.SHOPPER, pieces={MUG: 2})).total.amount != "0.00"
    assert cancels(shop, {MUG: 2}).status == "confirmed"
    assert cancels(shop, {}, Canceller.STAFF).status == "cancelled"
