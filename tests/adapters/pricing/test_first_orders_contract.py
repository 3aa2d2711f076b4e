"""Who is about to place a first order: one promise, kept by the twin and by Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.identity.blind_index import BlindIndex
from store.domain.shared.ids import AccountId, CartId, SubjectId
from store.entrypoints.wiring.buyers import first_orders, memory_firsts

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN, ACCOUNT = SubjectId(UUID(int=7)), AccountId(UUID(int=8))
FIRST, SECOND = CartId(UUID(int=1)), CartId(UUID(int=2))


@pytest.fixture(params=["memory", "postgres"])
def firsts(request):
    if request.param == "memory":
        yield memory_firsts()
        return
    with pool(request.getfixturevalue("app_url"), 8) as it:
        yield first_orders(it, BlindIndex(b"k"))


def hold(firsts, cart, email="ann@example.org", account=None, at=NOON):
    return list(firsts.hold(account, email, cart, ANN, at))


def test_one_cart_holds_it_for_each_mailbox_and_each_account(firsts):
    assert hold(firsts, FIRST) == hold(firsts, FIRST) == []
    assert [it.cart for it in hold(firsts, SECOND, "ANN+1@example.org")] == [FIRST]
    assert hold(firsts, SECOND, "ben@example.org", ACCOUNT) == []
    assert [it.cart for it in hold(firsts, FIRST, "cleo@example.org", ACCOUNT)] == [SECOND]
    assert len(hold(firsts, CartId(UUID(int=3)), account=ACCOUNT)) == 2


def test_what_is_dropped_can_be_held_again_unless_it_was_held_anew(firsts):
    hold(firsts, FIRST)
    seen = hold(firsts, SECOND)
    hold(firsts, FIRST, at=NOON + timedelta(seconds=1))
    firsts.drop(*seen)
    again = hold(firsts, SECOND)
    assert [it.at for it in again] == [NOON + timedelta(seconds=1)]
    firsts.drop(*again)
    assert hold(firsts, SECOND) == []


def test_it_is_forgotten_in_time(firsts):
    hold(firsts, FIRST)
    firsts.tidy(NOON)
    assert hold(firsts, SECOND) != []
    firsts.tidy(NOON + timedelta(seconds=1))
    assert hold(firsts, SECOND) == []


def test_of_many_at_once_one_holds_it(firsts):
    carts = [CartId(uuid4()) for _ in range(16)]
    with ThreadPoolExecutor(8) as them:
        found = list(them.map(lambda cart: hold(firsts, cart, account=ACCOUNT), carts))
    assert sum(not against for against in found) == 1
