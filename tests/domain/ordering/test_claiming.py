"""An order of a guest becomes an account's, once."""

from uuid import UUID

import pytest
from msgspec import structs

from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import OrderClaimed
from store.domain.ordering.order import Order, Stage
from store.domain.shared.ids import AccountId
from tests.domain.ordering.test_order import ID, NOON, PASTS, PLACED
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.3"), pytest.mark.story("US-3.6", "an account can be made afterwards")]
ANN, BEN = AccountId(UUID(int=21)), AccountId(UUID(int=22))
CLAIMED = OrderClaimed(at=NOON, order_id=ID, account_id=ANN)


@pytest.mark.parametrize("stage", [stage for stage in PASTS if stage is not Stage.BLANK])
def test_a_guests_order_is_claimed_whatever_became_of_it(stage):
    given(Order, ID, *PASTS[stage]).when(Order.claim, ANN, at=NOON).then(CLAIMED)


def test_what_is_somebodys_is_claimed_by_nobody():
    given(Order, ID, PLACED, CLAIMED).when(Order.claim, BEN, at=NOON).then_raises(NoSuchOrder)
    theirs = structs.replace(PLACED, account_id=ANN)
    given(Order, ID, theirs).when(Order.claim, BEN, at=NOON).then_raises(NoSuchOrder)
    given(Order, ID).when(Order.claim, BEN, at=NOON).then_raises(NoSuchOrder)
