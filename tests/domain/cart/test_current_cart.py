"""Which cart is an account's."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.cart.current_cart import CurrentCart
from store.domain.cart.events import CartTaken
from store.domain.shared.ids import AccountId, CartId, current_cart_of
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.1", "the cart persists")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN, FIRST, SECOND = AccountId(UUID(int=1)), CartId(UUID(int=2)), CartId(UUID(int=3))
ID = current_cart_of(ANN)
TAKEN = CartTaken(at=NOON, account_id=ANN, cart_id=FIRST)


def test_an_account_has_the_cart_it_took_last():
    given(CurrentCart, ID).when(CurrentCart.take, ANN, FIRST, at=NOON).then(TAKEN)
    again = CartTaken(at=NOON, account_id=ANN, cart_id=SECOND)
    given(CurrentCart, ID, TAKEN).when(CurrentCart.take, ANN, SECOND, at=NOON).then(again)


def test_taking_the_one_it_has_is_no_fact():
    given(CurrentCart, ID, TAKEN).when(CurrentCart.take, ANN, FIRST, at=NOON).then_nothing()
