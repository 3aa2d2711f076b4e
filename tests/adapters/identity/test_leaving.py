"""Somebody is forgotten: nothing that is kept names them, their address is free, and what remains still verifies."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg.sql import SQL, Identifier

from store.adapters.drivers.pools import pool
from store.adapters.drivers.world import SystemClock
from store.adapters.identity.departures_memory import MemoryDepartures
from store.adapters.identity.departures_postgres import PostgresDepartures
from store.application.identity.another_email import ConfirmEmailChange, RequestEmailChange
from store.application.identity.errors import WrongLogin
from store.application.identity.farewell import DeleteAccount, RequestDeletion
from store.application.identity.messages import LogIn, Secret
from store.application.identity.own_account import RequestPasswordReset
from store.application.privacy.steps import DecideErasure, OpenDeparture
from store.application.shared.bus import Caller
from store.domain.shared.ids import AccountId, follow_up
from store.domain.shared.personal import Erased
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.undertaker import Undertaker
from tests.adapters.identity.test_moving_races import PASSWORD, People
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.story("US-6.1", "delete the account"), pytest.mark.requirement("R6.2"),
    pytest.mark.story("US-10.4", "who was forgotten can be read nowhere"),
]
ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL, NEW = "quillfeather@example.org", "quillfeather@new.example"
TABLES = ("credentials", "sessions", "refresh_tokens", "mail_tokens", "second_factors", "recovery_codes", "blind_index",
          "departures")


@pytest.fixture(params=["memory", "postgres"])
def departures(request):
    if request.param == "memory":
        yield MemoryDepartures()
    else:
        with pool(request.getfixturevalue("app_url"), 2) as connections:
            yield PostgresDepartures(connections)


def test_who_is_to_go_stands_on_a_list_until_they_are_crossed_out(departures):
    departures.note(ANN, NOON)
    departures.note(BEN, NOON + timedelta(days=1))
    departures.note(BEN, NOON - timedelta(days=1))
    assert list(departures.due(NOON - timedelta(seconds=1))) == [BEN]
    assert list(departures.due(NOON)) == [BEN, ANN]
    departures.cross_out(BEN)
    departures.cross_out(BEN)
    assert list(departures.due(NOON)) == [ANN]


@pytest.fixture
def settings(migrated_url, tmp_path):
    return Settings(database_url=migrated_url, data_dir=tmp_path, command_threads=2)


@pytest.fixture
def shop(settings):
    with postgres_shop(settings) as found:
        yield found


@pytest.fixture
def later(settings):
    """The same shop two weeks and a day on."""
    with postgres_shop(settings) as found:
        found.clock.override(Later(SystemClock(UTC)))
        yield found


class Later:
    """A clock that is ahead."""

    def __init__(self, clock):
        self._clock = clock

    def now(self):
        return self._clock.now() + timedelta(days=15)


def undertaker(shop):
    return Undertaker(shop.departures(), shop.pending_erasures(), shop.bus(), shop.clock())


def kept(shop):
    with shop.pool().connection() as db:
        count = SQL("SELECT count(*) FROM work.{}")
        return {table: db.execute(count.format(Identifier(table))).fetchone()[0] for table in TABLES}


@pytest.mark.requirement("R10.2")
def test_nothing_is_left_of_whoever_goes_and_what_remains_still_verifies(shop, later):
    people = People(shop)
    inside = people.joins(EMAIL)
    ids = {"account_id": inside.account_id, "session_id": inside.session_id}
    factors = shop.factors()
    factors.begin(inside.account_id)
    factors.renew_codes(inside.account_id)
    people.do(RequestEmailChange(**ids, email=NEW))
    people.do(ConfirmEmailChange(token=people.link(NEW, "email_change"), **ids))
    people.do(RequestPasswordReset(email=NEW))
    settle(shop)
    people.post.to(NEW)
    people.do(RequestDeletion(**ids))
    with pytest.raises(WrongLogin):
        people.do(LogIn(email=NEW, password=PASSWORD))
    undertaker(shop)()
    assert kept(shop)["departures"] == 1, "not yet"
    undertaker(later)()
    assert kept(shop) == dict.fromkeys(TABLES, 0)
    subject = follow_up(inside.account_id, "subject")
    assert shop.keys().find(subject) is None
    facts = shop.journal().read([inside.account_id])[inside.account_id].events
    assert all(isinstance(fact.email.value, Erased) for fact in facts if hasattr(fact, "email"))
    assert type(facts[-1]).__name__ == "AccountDeleted"
    verified, _ = shop.verifier().verify()
    assert verified.faults == []
    again = people.joins(EMAIL)
    assert again.account_id != inside.account_id
    assert shop.keys().find(follow_up(again.account_id, "subject"))
    assert shop.verifier().verify()[0].faults == []


def test_what_a_crash_left_undone_is_done_the_next_time(shop, later):
    people = People(shop)
    inside = people.joins(EMAIL)
    people.do(RequestDeletion(account_id=inside.account_id, session_id=inside.session_id))
    by = Caller(actor="system:test", correlation=uuid4())
    erasure = later.bus().transact(OpenDeparture(account_id=inside.account_id), by, None, final=False).outcome
    later.bus().transact(DecideErasure(erasure_id=erasure, orders=()), by, None, final=False)
    assert kept(shop)["credentials"] == 1, "it died right after the fact"
    undertaker(later)()
    assert kept(shop) == dict.fromkeys(TABLES, 0)
    assert shop.keys().find(follow_up(inside.account_id, "subject")) is None


def test_who_is_noted_for_nothing_is_crossed_out_and_stays(shop):
    people = People(shop)
    inside = people.joins(EMAIL)
    shop.departures().note(inside.account_id, NOON)
    assert people.do(DeleteAccount(account_id=inside.account_id)) is False
    assert kept(shop)["departures"] == 0
    people.do(LogIn(email=EMAIL, password=Secret(PASSWORD.value)))
