"""How often somebody used a coupon: one promise, kept by the twin and by Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
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
    who = uses.who("ann@example.org")
    assert sorted(against, key=lambda use: use.cart) == [Use(FIRST, who, NOON), Use(SECOND, who, NOON)]
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
    assert claim(uses, SECOND) != []
    uses.release(THIRD, NOON)
    assert claim(uses, SECOND) != []
    uses.release(FIRST, NOON)
    assert claim(uses, SECOND) == claim(uses, SECOND, coupon=AUTUMN) == []


def test_what_was_claimed_anew_is_not_released_by_what_was_before(uses):
    """A cart is bought again while somebody is still giving back what its cancelled order used."""
    claim(uses, FIRST)
    uses.claim(SPRING, "ann@example.org", FIRST, ANN, 1, NOON + timedelta(seconds=1))
    uses.release(FIRST, NOON)
    (seen,) = claim(uses, SECOND)
    assert seen.at == NOON + timedelta(seconds=1)
    uses.drop(SPRING, Use(FIRST, seen.who, NOON))
    assert claim(uses, SECOND) == [seen]


def test_one_cart_under_two_addresses_is_a_use_by_each_until_one_is_dropped(uses):
    claim(uses, FIRST)
    assert claim(uses, FIRST, email="ben@example.org") == []
    (ann,) = claim(uses, SECOND)
    uses.drop(SPRING, ann)
    assert claim(uses, SECOND) == []
    assert claim(uses, THIRD, email="ben@example.org") == [Use(FIRST, uses.who("ben@example.org"), NOON)]


def test_of_many_at_once_exactly_so_many_get_one(uses):
    with ThreadPoolExecutor(8) as many:
        got = list(many.map(lambda _: claim(uses, CartId(uuid4()), most=5), range(40)))
    assert got.count([]) == 5
