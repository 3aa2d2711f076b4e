"""Carts that were left alone are found by following the log late, once each, and however often that is broken off."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store.adapters.cart.left_carts_postgres import PostgresLeftCarts
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.cart.cart import Cart
from store.domain.cart.events import CartExpired, CartOpened, LinePut, LineRemoved
from store.domain.shared.ids import CartId, Sku
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.left_carts import LeftCartsSweeper
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.1", "carts expire")]
KEPT, NOW, BY = timedelta(days=60), datetime.now(UTC), Caller(actor="test:somebody", correlation=uuid4())
LONG_AGO = NOW - timedelta(days=100)


@pytest.fixture
def shop(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as it:
        yield it


def cart(shop, *ats):
    """One into which something is put at each of these moments."""
    id = CartId(uuid4())
    changes(shop, id, 0, CartOpened(at=ats[0], cart_id=id, currency="EUR"), *(
        LinePut(at=at, cart_id=id, sku=Sku(f"S{n}"), quantity=1, price=Money(900, "EUR")) for n, at in enumerate(ats)
    ))
    return id


def changes(shop, id, after, *facts):
    head = shop.journal().read([id])[id].head if after else b""
    shop.journal().hand_in([Change(id, after, head, facts)], BY, NOW, None).settle()


def facts(shop, id):
    return shop.journal().read([id])[id].events


def sweeps(shop, batch=3, kept=KEPT):
    """As if it were just before the facts that are written now were too old, and everything before was."""
    left = PostgresLeftCarts(shop.pool(), batch)
    sweeper = LeftCartsSweeper(left, shop.bus(), StillClock(datetime.now(UTC) + KEPT), kept)
    for _ in range(20):
        sweeper()
    return left


def test_each_is_found_once_and_none_that_was_touched_since(shop):
    old, touched, emptied = cart(shop, LONG_AGO), cart(shop, LONG_AGO, NOW), cart(shop, LONG_AGO)
    changes(shop, emptied, 2, LineRemoved(at=LONG_AGO, cart_id=emptied, sku=Sku("S0")))
    sweeps(shop)
    assert [type(fact) for fact in facts(shop, old)] == [CartOpened, LinePut, CartExpired]
    assert not any(isinstance(fact, CartExpired) for id in (touched, emptied) for fact in facts(shop, id))
    sweeps(shop)
    assert len(facts(shop, old)) == 3
    assert Sku("S0") in Cart.replay(old, facts(shop, old)).aside


def test_what_is_younger_is_read_when_it_is_old_enough(shop):
    old, left = cart(shop, LONG_AGO), PostgresLeftCarts(shop.pool())
    assert left.before(NOW - timedelta(days=1)) is None
    found = left.before(datetime.now(UTC) + timedelta(seconds=1))
    assert old in found.carts
    assert left.before(datetime.now(UTC) + timedelta(seconds=1)) == found, "broken off before it was done"
    left.done(found)
    left.done(found.__class__((), found.reached - 1))
    assert left.before(datetime.now(UTC) + timedelta(seconds=1)) is None, "who is late sets nobody back"


def test_where_carts_are_kept_for_ever_nothing_is_read(shop):
    old = cart(shop, LONG_AGO)
    sweeps(shop, kept=timedelta(0))
    assert len(facts(shop, old)) == 2
