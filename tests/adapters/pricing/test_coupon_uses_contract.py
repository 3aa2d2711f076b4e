"""How often somebody used a coupon: one promise, kept by the twin and by Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.pricing.coupon_uses_postgres import PostgresCouponUses
from store.application.pricing.ports import Use
from store.domain.shared.ids import CartId, SubjectId, coupon_of
from store.entrypoints.wiring.coupons import mailbox_digest, memory_uses

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
SPRING, AUTUMN, ANN = coupon_of("SPRING"), coupon_of("AUTUMN"), SubjectId(UUID(int=7))
FIRST, SECOND, THIRD = (CartId(UUID(int=number)) for number in (1, 2, 3))


@pytest.fixture(params=["memory", "postgres"])
def uses(request):
    if request.param == "memory":
        yield memory_uses()
        return
    with pool(request.getfixturevalue("app_url"), 8) as it:
        yield PostgresCouponUses(it, partial(mailbox_digest, BlindIndex(b"k")))


def claim(uses, cart, email="ann@example.org", most=1, coupon=SPRING):
    return list(uses.claim(coupon, email, cart, ANN, most, NOON))


def test_a_person_uses_it_as_often_as_one_may(uses):
    assert [claim(uses, cart, most=2) for cart in (FIRST, SECOND)] == [[], []]
    against = claim(uses, THIRD, most=2)
    assert sorted(against, key=lambda use: use.cart) == [Use(FIRST, NOON), Use(SECOND, NOON)]
    assert claim(uses, FIRST, most=2) == [], "the same cart uses it once"
    assert claim(uses, THIRD, coupon=AUTUMN) == []
    assert claim(uses, THIRD, email="ben@example.org") == []


@pytest.mark.parametrize(("email", "other"), [
    ("ann@example.org", "ANN@EXAMPLE.ORG"), ("ann@example.org", "ann+spring@example.org"),
    ("ann.b@gmail.com", "annb@googlemail.com"), ("ann@\u00fcmlaut.example", "ann@xn--mlaut-jva.example"),
])
def test_an_address_counts_once_however_it_is_spelled(uses, email, other):
    assert claim(uses, FIRST, email) == []
    assert len(claim(uses, SECOND, other)) == 1


def test_dots_count_where_the_provider_counts_them(uses):
    assert claim(uses, FIRST, "ann.b@example.org") == claim(uses, SECOND, "annb@example.org") == []


def test_what_is_released_can_be_used_again(uses):
    claim(uses, FIRST)
    claim(uses, FIRST, coupon=AUTUMN)
    uses.release()
    assert claim(uses, SECOND) != []
    uses.release(FIRST, THIRD)
    assert claim(uses, SECOND) == claim(uses, SECOND, coupon=AUTUMN) == []


def test_a_cart_that_is_bought_under_another_address_gives_the_former_use_back(uses):
    claim(uses, FIRST)
    assert claim(uses, FIRST, email="ben@example.org") == []
    assert claim(uses, SECOND) == []
    assert claim(uses, THIRD, email="ben@example.org") == [Use(FIRST, NOON)]


def test_of_many_at_once_exactly_so_many_get_one(uses):
    with ThreadPoolExecutor(8) as many:
        got = list(many.map(lambda _: claim(uses, CartId(uuid4()), most=5), range(40)))
    assert got.count([]) == 5
