"""Two processes over one Postgres: two checkouts want the same credit, and one of them is told."""

from uuid import UUID, uuid4

import psycopg
import pytest
from msgspec import structs

from store.application.cart.messages import AddToCart
from store.application.processes.placing_an_order import BuyCart, Purchase
from store.application.shared.ports import Change
from store.domain.credit.credit import Credit
from store.domain.credit.errors import CreditNotEnough
from store.domain.credit.events import Why
from store.domain.shared.ids import AccountId, CartId, OrderNumber, credit_of, order_of
from store.domain.shared.money import Money
from tests.adapters.test_cancelling_races import SOMEBODY, at_once, shops
from tests.application.processes.examples import MUG, PLACE
from tests.harness.processes import NOON

__all__ = ["shops"]
pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
ANN, TEN = AccountId(UUID(int=77)), Money(1000, "EUR")
ID = credit_of(ANN, "EUR")


def wish(shop):
    cart = CartId(uuid4())
    shop.bus().do(AddToCart(cart_id=cart, sku=MUG, quantity=2, currency="EUR"), SOMEBODY)
    return BuyCart(order=structs.replace(PLACE, cart_id=cart, account_id=ANN, credit=TEN), token="success")


def test_two_checkouts_at_once_spend_a_credit_once(shops):
    old, credit = order_of(OrderNumber("ABCDE-FGHJK")), Credit(ID)
    credit.grant(ANN, TEN, Why.ORDER, number="ABCDE-FGHJK", order=old, at=NOON)
    shops[0].journal().hand_in([Change(ID, 0, b"", credit.fresh)], SOMEBODY, NOON, None).settle()
    said = at_once(shops, *[wish(shops[0]) for _ in range(6)])
    bought = [it for it in said if isinstance(it, Purchase)]
    told = [it for it in said if isinstance(it, CreditNotEnough)]
    assert (len(bought), len(told)) == (1, 5), said
    assert {it.missing for it in told} == {TEN}
    history = shops[0].journal().read([ID])[ID].events
    assert [type(it).__name__ for it in history] == ["CreditGranted", "CreditClaimed", "CreditSpent"]
    with psycopg.connect(shops[0].settings().database_url) as db:
        assert db.execute("SELECT count(*) FROM log.events WHERE tag = 'ordering/placed-1'").fetchone() == (1,)
