"""Appends go over a connection of their own."""

from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.cart.events import CartOpened
from store.domain.shared.ids import CartId
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
BY = Caller(actor="system:test", correlation=UUID(int=7))


@pytest.fixture
def shop(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, command_threads=2)) as shop:
        yield shop


def append(shop, number):
    id = CartId(UUID(int=number))
    opened = CartOpened(at=NOW, cart_id=id, currency="EUR")
    return shop.journal().hand_in([Change(id, 0, b"", (opened,))], BY, NOW, None).settle()


def test_an_append_waits_for_no_connection_that_commands_hold(shop):
    append(shop, 1)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(shop.pool().connection())
        append(shop, 2)
    assert set(shop.journal().read([UUID(int=1), UUID(int=2)])) == {UUID(int=1), UUID(int=2)}


def test_an_append_after_the_connection_was_lost_goes_over_another(shop, migrated_url):
    append(shop, 1)
    with psycopg.connect(migrated_url, autocommit=True) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    append(shop, 2)
    assert len(shop.journal().read([UUID(int=1), UUID(int=2)])) == 2
