"""What is known of whoever buys: one promise, kept by the twin and by the read models."""

from uuid import UUID

import pytest

from store.application.pricing.buyers import KnownBuyer
from store.domain.ordering.events import OrderCancelled, OrderConfirmed
from store.domain.pricing.segment_events import AccountListed, AccountUnlisted
from store.domain.pricing.segments import Bought
from store.domain.shared.ids import AccountId, OrderNumber, segment_list_of
from tests.adapters.pricing.test_trying_contract import DAY, NOW, happens, kept, placed

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
__all__ = ["kept"]
ANN, BEN = AccountId(UUID(int=7)), AccountId(UUID(int=8))
FRIENDS, ENDED = UUID(int=1), UUID(int=2)


def paid(kept, order):
    happens(kept, order, OrderConfirmed(at=NOW, order_id=order))
    return order


def of(shop, account=None, email=""):
    return shop.shop.buyers().telling.buyers.of(account, email)


def test_orders_count_by_account_and_by_address_unless_they_were_cancelled(kept):
    assert of(kept, ANN, "ann@example.org") == of(kept) == KnownBuyer()
    first = paid(kept, placed(kept, "AAAAA-00001", NOW - 3 * DAY, "ann@example.org", ANN))
    second = paid(kept, placed(kept, "AAAAA-00002", NOW - 2 * DAY, "Other@Example.org", ANN))
    gone = placed(kept, "AAAAA-00003", NOW - DAY, "ben@example.org", BEN)
    happens(kept, gone, OrderCancelled(at=NOW, order_id=gone, reason="no"))
    third = placed(kept, "AAAAA-00004", NOW, "ann@example.org")
    paid(kept, placed(kept, "AAAAA-00005", NOW, "x@example.org", ANN, instead_of=OrderNumber("AAAAA-00001")))
    kept.settle()
    twice = Bought(2, {"EUR": 3600})
    assert of(kept, ANN) == of(kept, ANN, "ben@example.org") == KnownBuyer(ordered=True, bought=twice)
    assert of(kept, email="ANN@example.org") == of(kept, BEN, "other@example.org") == KnownBuyer(ordered=True)
    assert of(kept, BEN, "ben@example.org") == of(kept, email="no address") == KnownBuyer()
    then = kept.shop.buyers().telling.buyers.when_placed([first, second, third])
    assert {id: it.ordered for id, it in then.items()} == {first: False, second: True, third: True}
    assert (then[first].bought, then[third].bought) == (twice, Bought())


def test_what_nobody_paid_for_yet_is_an_order_and_no_reason_for_a_segment(kept):
    open_one = placed(kept, "AAAAA-00001", NOW - DAY, "ann@example.org", ANN)
    kept.settle()
    assert of(kept, ANN) == KnownBuyer(ordered=True)
    [then] = kept.shop.buyers().telling.buyers.when_placed([open_one]).values()
    assert then == KnownBuyer()
    paid(kept, open_one)
    kept.settle()
    assert of(kept, ANN) == KnownBuyer(ordered=True, bought=Bought(1, {"EUR": 1800}))


def test_lists_are_as_they_were_left(kept):
    for segment, kind in ((FRIENDS, AccountListed), (ENDED, AccountListed), (ENDED, AccountUnlisted)):
        happens(kept, segment_list_of(segment), kind(at=NOW, segment_id=segment, account_id=ANN))
    kept.settle()
    assert of(kept, ANN).bought.lists == {str(FRIENDS)}
    assert of(kept, BEN).bought.lists == of(kept).bought.lists == set()
