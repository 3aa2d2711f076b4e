"""What is kept for a while goes when it is over, and room is made for the days to come."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from store.adapters.drivers.lead import PostgresLead
from store.adapters.drivers.pools import pool
from store.adapters.drivers.tidying import AHEAD, KEPT, forget_sessions, tidy_idempotency

pytestmark = pytest.mark.requirement("R9.4")
TODAY = date(2026, 5, 31)


@pytest.fixture
def connections(app_url):
    with pool(app_url, 4) as connections:
        yield connections


def asked(connections, day):
    with connections.connection() as db:
        db.execute(
            "INSERT INTO work.idempotency (day, principal, route, key, body, leased_till, subject)"
            " VALUES (%s, 'guest', 'POST /orders', 'key', 'body', now(), %s)", (day, UUID(int=1)),
        )


def kept(connections):
    """Which days are kept, and where."""
    with connections.connection() as db:
        rows = db.execute("SELECT day, tableoid::regclass::text FROM work.idempotency ORDER BY day").fetchall()
    return [(day, table.removeprefix("work.idempotency_")) for day, table in rows]


def partitions(connections):
    with connections.connection() as db:
        return sorted(row[0] for row in db.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'work.idempotency'::regclass"
        ))


def test_days_to_come_have_a_place_of_their_own(connections):
    tidy_idempotency(connections, TODAY)
    for days in range(AHEAD + 1):
        asked(connections, TODAY + timedelta(days=days))
    assert [place for _, place in kept(connections)] == ["20260531", "20260601", "20260602", "20260603"]
    asked(connections, TODAY + timedelta(days=AHEAD + 1))
    assert kept(connections)[-1][1] == "rest"


def test_a_day_that_began_without_a_place_of_its_own_stays_where_it_is(connections):
    asked(connections, TODAY)
    tidy_idempotency(connections, TODAY)
    assert kept(connections) == [(TODAY, "rest")]
    asked(connections, TODAY + timedelta(days=1))
    assert kept(connections)[-1] == (TODAY + timedelta(days=1), "20260601")


def test_yesterday_is_kept_and_what_is_older_than_two_days_is_dropped(connections):
    asked(connections, TODAY)
    for days in range(10):
        tidy_idempotency(connections, TODAY + timedelta(days=days))
        if days:
            asked(connections, TODAY + timedelta(days=days))
        assert kept(connections)[0][0] == TODAY + timedelta(days=max(0, days - KEPT))
    assert len(partitions(connections)) == 1 + KEPT + 1 + AHEAD


def test_tidying_again_changes_nothing(connections):
    tidy_idempotency(connections, TODAY)
    before = partitions(connections)
    tidy_idempotency(connections, TODAY)
    assert partitions(connections) == before


def test_sessions_that_are_over_are_forgotten(connections):
    now = datetime.now(UTC)
    with connections.connection() as db:
        for number, days in enumerate((-1, 1)):
            db.execute(
                "INSERT INTO work.sessions (token, account, role, device, idle, opened_at, seen_at, proven_at,"
                " expires_at, ends_at) VALUES (%s, %s, 'x', '', '1 hour', now(), now(), now(), %s, %s)",
                (bytes([number]), UUID(int=1), now + timedelta(days=days), now + timedelta(days=9)),
            )
        forget_sessions(connections)
        assert [bytes(row[0]) for row in db.execute("SELECT token FROM work.sessions")] == [b"\x01"]


def test_one_leads_until_it_goes_and_then_another(app_url):
    first, second, elsewhere = (PostgresLead(app_url, name) for name in ("a", "a", "b"))
    try:
        assert [first.held(), second.held(), first.held(), elsewhere.held()] == [True, False, True, True]
        first.close()
        assert second.held()
        assert not first.held()
    finally:
        for lead in (first, second, elsewhere):
            lead.close()
