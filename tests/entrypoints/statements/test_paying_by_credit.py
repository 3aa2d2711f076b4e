"""What it costs to pay by credit: one look at it more, and placing the order stays within what it may cost."""

from uuid import UUID, uuid4

import pytest

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.cart.messages import AddToOwnCart
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.credit.credit import Credit
from store.domain.credit.events import Why
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId, OrderId, Sku, credit_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.statements.counting import cost
from tests.entrypoints.statements.test_statements import ADDRESS, PLACE

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.requirement("R9.3")]
BY = Caller(actor="system:test", correlation=uuid4())


@pytest.fixture
def members(module_url, folder):
    """Two who are logged in with something in their carts: the first one has credit."""
    settings, found = Settings(database_url=module_url, data_dir=folder, demo=False, log_level="error"), []
    with postgres_shop(settings) as shop:
        for has in (True, False):
            account, now = AccountId(uuid4()), shop.clock().now()
            session, _ = PostgresSessions(shop.pool()).open(account, Role.CUSTOMER, "", now)
            put = AddToOwnCart(account_id=account, sku=Sku("THING-1-S"), quantity=1, currency="EUR")
            cart = shop.bus().do(put, BY).outcome.cart_id
            if has:
                credit = Credit(credit_of(account, "EUR"))
                credit.grant(account, Money(100, "EUR"), Why.RETURN, number="R", order=OrderId(UUID(int=1)), at=now)
                shop.journal().hand_in([Change(credit.id, 0, b"", credit.fresh)], BY, now, None).settle()
            found.append((cart, {"authorization": f"Bearer {shop.passes().sign(session, now)}"}))
    return found


def places(shop, cart, pass_, **more):
    answer = shop.post("/api/v1/orders", headers=pass_, json={
        "cart_id": str(cart), "email": "ann@example.org", "shipping_address": ADDRESS,
        "payment": {"method": "sandbox", "token": "success"}, **more,
    })
    assert answer.status_code == 201, answer.text
    return answer


def test_an_order_that_credit_pays_a_part_of_costs_one_statement_more_at_most(shop, statements, members):
    (rich, his), (poor, hers) = members
    some = {"credit": {"amount": "1.00", "currency": "EUR"}}
    without = cost(statements, lambda: places(shop, poor, hers))
    by_credit = cost(statements, lambda: places(shop, rich, his, **some))
    assert len(without) <= PLACE + 1, "and one for who is logged in"
    assert len(by_credit) <= len(without) + 1, (without, by_credit)
