"""What was said at a checkout: the table and its twin keep the same promises."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from msgspec.structs import replace

from store.adapters.cart.kept_checkouts_memory import MemoryKeptCheckouts
from store.adapters.cart.kept_checkouts_postgres import PostgresKeptCheckouts
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.cart.kept_checkouts import NOTHING, Said
from store.domain.shared.ids import CartId, SubjectId
from tests.adapters.eventlog.facts import facts

pytestmark = [
    pytest.mark.story("US-3.4", "several steps: shipping, payment, review"), pytest.mark.requirement("R3.6"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN = Said(email="ann@example.org", name="Ann Example", line1="Lindenweg 4", country="DE")


def digest(email):
    return email.encode()[::-1]


@pytest.fixture
def connections(app_url):
    with pool(app_url, 4) as connections:
        yield connections


@pytest.fixture(params=["memory", "postgres"])
def kept(request):
    if request.param == "memory":
        return MemoryKeptCheckouts()
    return PostgresKeptCheckouts(request.getfixturevalue("connections"), digest, Vault(MemoryKeys()))


@pytest.fixture
def appending(request, kept):
    """What is written beside an append, appended."""
    if isinstance(kept, MemoryKeptCheckouts):
        return lambda *beside: MemoryLog().insert_events(facts(uuid4(), 1), along=beside)
    connections = request.getfixturevalue("connections")
    return lambda *beside: PostgresLog(connections).insert_events(facts(uuid4(), 1), along=beside)


def somewhere():
    return CartId(uuid4()), SubjectId(uuid4())


def test_what_was_said_is_there_until_it_is_dropped_and_is_of_one_cart(kept):
    (cart, whose), (other, _) = somewhere(), somewhere()
    assert kept.of(cart) == NOTHING
    assert kept.keep(cart, whose, lambda old: ANN if old == NOTHING else old, NOON) == ANN
    assert (kept.of(cart), kept.of(other)) == (ANN, NOTHING)
    faster = kept.keep(cart, whose, lambda old: replace(old, shipping_method="express"), NOON)
    assert faster == kept.of(cart) == replace(ANN, shipping_method="express")
    for _ in range(2):
        kept.drop(cart)
        assert kept.of(cart) == NOTHING


def test_it_may_be_dropped_together_with_what_makes_it_needless(kept, appending):
    (cart, whose), (other, hers) = somewhere(), somewhere()
    for it, them in ((cart, whose), (other, hers)):
        kept.keep(it, them, lambda _: ANN, NOON)
    going = kept.dropping(cart)
    assert kept.of(cart) == ANN, "not yet"
    appending(going)
    assert (kept.of(cart), kept.of(other)) == (NOTHING, ANN)


def test_what_nobody_touched_for_long_goes(kept):
    (old, whose), (young, hers) = somewhere(), somewhere()
    kept.keep(old, whose, lambda _: ANN, NOON - timedelta(days=61))
    kept.keep(young, hers, lambda _: ANN, NOON)
    kept.tidy(NOON - timedelta(days=60))
    assert (kept.of(old), kept.of(young)) == (NOTHING, ANN)


@pytest.mark.race
def test_two_who_say_something_at_once_are_both_heard(app_url):
    (cart, whose), both = somewhere(), Barrier(2)
    with pool(app_url, 4) as connections:
        kept = PostgresKeptCheckouts(connections, digest, Vault(MemoryKeys()))

        def says(**field):
            both.wait()
            kept.keep(cart, whose, lambda old: replace(old, **field), NOON)

        threads = [Thread(target=says, kwargs=it) for it in ({"city": "Berlin"}, {"shipping_method": "express"})]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert kept.of(cart) == Said(city="Berlin", shipping_method="express")


@pytest.mark.requirement("R6.2")
def test_nobody_reads_it_in_the_table_and_of_whoever_was_forgotten_nothing_is_told_or_kept(app_url):
    (cart, whose), keys = somewhere(), MemoryKeys()
    with pool(app_url, 2) as connections:
        kept = PostgresKeptCheckouts(connections, digest, Vault(keys))
        kept.keep(cart, whose, lambda _: ANN, NOON)
        with connections.connection() as db:
            row = str(db.execute("SELECT * FROM work.checkouts WHERE cart = %s", (cart,)).fetchone())
        assert not any(word in row for word in ("ann@", "Ann", "Lindenweg"))
        keys.destroy(whose)
        assert kept.of(cart) == NOTHING
        assert kept.keep(cart, whose, lambda _: ANN, NOON) == NOTHING
        with connections.connection() as db:
            assert db.execute("SELECT 1 FROM work.checkouts WHERE cart = %s", (cart,)).fetchone() is None
