"""Who waits: one promise, kept by the twin and by Postgres."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import psycopg
import pytest

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.notifications.waiting_postgres import MOST, PostgresWaiting
from store.adapters.privacy.keys_memory import MemoryKeys
from store.domain.shared.ids import AccountId, Sku
from store.entrypoints.wiring.waiting import address_digest, memory_waiting

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "a notice when something is back")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
MUG, POT, ANN = Sku("MUG"), Sku("POT"), "ann@example.org"


class OnPostgres(PostgresWaiting):
    def __init__(self, it, url):
        super().__init__(it, partial(address_digest, BlindIndex(b"k")), Vault(MemoryKeys()))
        self.url = url

    def waiters(self, sku):
        with psycopg.connect(self.url) as db:
            return [id for (id,) in db.execute(
                "SELECT id FROM work.waiting WHERE sku = %s AND told_at IS NULL ORDER BY asked_at, id", (sku,)
            )]


@pytest.fixture(params=["memory", "postgres"])
def waiting(request):
    if request.param == "memory":
        yield memory_waiting()
        return
    url = request.getfixturevalue("migrated_url")
    with pool(url, 2) as it:
        yield OnPostgres(it, url)


def test_an_address_counts_once_for_each_thing(waiting):
    for spelling in (ANN, "Ann@EXAMPLE.org", ANN):
        waiting.ask(MUG, spelling, None, NOON)
    waiting.ask(POT, ANN, None, NOON)
    (who,) = waiting.waiters(MUG)
    assert (waiting.find(who).email, waiting.find(who).sku) == (ANN, MUG)
    assert len(waiting.waiters(POT)) == 1


def test_who_was_told_waits_no_more_until_they_ask_again_under_another_id(waiting):
    waiting.ask(MUG, ANN, AccountId(UUID(int=7)), NOON)
    (who,) = waiting.waiters(MUG)
    waiting.told(who, NOON)
    assert waiting.find(who) is None
    waiting.ask(MUG, ANN, None, NOON)
    (again,) = waiting.waiters(MUG)
    assert again != who


def test_whoever_stops_it_waits_for_nothing(waiting):
    waiting.ask(MUG, ANN, None, NOON)
    waiting.ask(POT, ANN, None, NOON)
    waiting.ask(POT, "ben@example.org", None, NOON)
    (who,) = waiting.waiters(MUG)
    waiting.stop(who)
    waiting.stop(uuid4())
    assert (waiting.waiters(MUG), len(waiting.waiters(POT))) == ([], 1)


def test_nobody_fills_the_inbox_of_somebody_else(waiting):
    for n in range(MOST + 1):
        waiting.ask(Sku(f"MUG-{n}"), ANN, None, NOON)
    assert waiting.waiters(Sku(f"MUG-{MOST}")) == []


def test_old_wishes_are_forgotten(waiting):
    day = timedelta(days=1)
    waiting.ask(MUG, ANN, None, NOON - 9 * day)
    waiting.ask(POT, ANN, None, NOON)
    waiting.tidy(NOON - day, NOON - 8 * day)
    assert (waiting.waiters(MUG), len(waiting.waiters(POT))) == ([], 1)


def test_the_address_is_sealed_and_goes_with_the_letter(migrated_url):
    with pool(migrated_url, 2) as it:
        waiting = OnPostgres(it, migrated_url)
        waiting.ask(MUG, ANN, None, NOON)
        with psycopg.connect(migrated_url) as db:
            assert ANN not in str(db.execute("SELECT * FROM work.waiting").fetchall())
        (who,) = waiting.waiters(MUG)
        waiting.told(who, NOON)
        with psycopg.connect(migrated_url) as db:
            assert db.execute("SELECT sealed FROM work.waiting").fetchall() == [(None,)]
