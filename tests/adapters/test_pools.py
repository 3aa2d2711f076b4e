"""Connections that lay in a pool while their server went away are noticed before anybody uses one."""

import asyncio

import psycopg
import pytest

from store.adapters.drivers.pools import async_pool, pool

pytestmark = pytest.mark.requirement("R11.3")
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def end_all(url):
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}")


def test_a_thread_never_gets_a_connection_whose_server_went_away(database_url):
    with pool(database_url, 4) as connections:
        held = [connections.getconn() for _ in range(4)]
        for connection in held:
            connections.putconn(connection)
        end_all(database_url)
        for _ in range(8):
            with connections.connection(timeout=5) as db:
                assert db.execute("SELECT 1").fetchone() == (1,)


def test_a_coroutine_never_gets_one_either(database_url):
    async def ask():
        async with async_pool(database_url, 4) as connections:
            held = [await connections.getconn() for _ in range(4)]
            for connection in held:
                await connections.putconn(connection)
            await asyncio.to_thread(end_all, database_url)
            for _ in range(8):
                async with connections.connection(timeout=5) as db:
                    assert await (await db.execute("SELECT 1")).fetchone() == (1,)

    asyncio.run(ask())


def test_a_connection_that_is_well_is_handed_out_again(database_url):
    with pool(database_url, 1) as connections:
        seen = set()
        for _ in range(3):
            with connections.connection() as db:
                seen |= set(db.execute("SELECT pg_backend_pid()"))
    assert len(seen) == 1


def test_a_transaction_left_open_is_ended_before_it_holds_readers_back_for_long(database_url):
    with pool(f"{database_url}&options=-c%20lock_timeout%3D7s", 1) as connections, connections.connection() as db:
        assert db.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("30s",)
        assert db.execute("SHOW lock_timeout").fetchone() == ("7s",), "what the address asks for holds as well"


def test_whoever_asks_gets_the_connection_that_came_back_last(app_url):
    with pool(app_url, 3, least=3) as connections:
        connections.wait()
        first, second, third = (connections.getconn() for _ in range(3))
        for db in (second, third, first):
            connections.putconn(db)
        for _ in range(5):
            with connections.connection() as db:
                assert db is first
        with connections.connection() as one, connections.connection() as other:
            assert (one, other) == (first, third)


def test_coroutines_get_the_connection_that_came_back_last(app_url):
    async def asked():
        async with async_pool(app_url, 3) as connections:
            held = [await connections.getconn() for _ in range(3)]
            for db in held:
                await connections.putconn(db)
            found = []
            for _ in range(5):
                async with connections.connection() as db:
                    found.append(db)
        return held, found

    held, found = asyncio.run(asked())
    assert found == [held[-1]] * 5
