"""Mails of one message are asked for, kept and settled together, each of them once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from psycopg_pool import PoolClosed

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.notifications.duties_postgres import PostgresDuties
from store.adapters.notifications.mailer_memory import MemoryDuties
from store.adapters.notifications.mailer_sandbox import SandboxMailer
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.notifications.ports import Forgotten, Outcome
from tests.adapters.notifications.test_mailer_contract import ANN, NOON, mail

pytestmark = pytest.mark.requirement("R9.4")
FIRST, SECOND, OTHER = (UUID(int=n) for n in (1, 2, 3))


@pytest.fixture
def connections(app_url):
    with pool(app_url, 4) as connections:
        yield connections


@pytest.fixture
def owed(connections):
    """Three mails that are due."""
    with connections.connection() as db:
        for id in (FIRST, SECOND, OTHER):
            db.execute(
                "INSERT INTO work.outbox (id, about, kind, correlation, caused_at)"
                " VALUES (%s, %s, 'order_confirmation', %s, %s)", (id, id, id, NOON),
            )


@pytest.fixture(params=["memory", "postgres"])
def duties(request):
    if request.param == "memory":
        return MemoryDuties()
    request.getfixturevalue("owed")
    return PostgresDuties(request.getfixturevalue("connections"))


def test_what_is_settled_together_is_known_within_and_afterwards(duties):
    with duties.together([FIRST, SECOND]):
        assert duties.outcome(FIRST) is None
        duties.settle(FIRST, Outcome.SENT, NOON)
        duties.settle(FIRST, Outcome.REFUSED, NOON)
        assert duties.outcome(FIRST) is Outcome.SENT, "the first word stands"
    assert (duties.outcome(FIRST), duties.outcome(SECOND)) == (Outcome.SENT, None)


def test_what_was_settled_before_is_known_and_stays(duties):
    duties.settle(FIRST, Outcome.REFUSED, NOON)
    with duties.together([FIRST]):
        assert duties.outcome(FIRST) is Outcome.REFUSED
        duties.settle(FIRST, Outcome.SENT, NOON)
    assert duties.outcome(FIRST) is Outcome.REFUSED


def test_another_one_is_seen_to_at_once(duties):
    with duties.together([FIRST]):
        duties.settle(OTHER, Outcome.SENT, NOON)
        assert duties.outcome(OTHER) is Outcome.SENT
    with duties.together([]):
        assert duties.outcome(OTHER) is Outcome.SENT


@pytest.mark.usefixtures("owed")
class TestOnPostgres:
    def test_what_somebody_else_settled_meanwhile_stays(self, connections):
        ours, theirs = PostgresDuties(connections), PostgresDuties(connections)
        with ours.together([FIRST, SECOND]):
            theirs.settle(FIRST, Outcome.REFUSED, NOON)
            for id in (FIRST, SECOND):
                ours.settle(id, Outcome.SENT, NOON + timedelta(minutes=1))
        assert (theirs.outcome(FIRST), theirs.outcome(SECOND)) == (Outcome.REFUSED, Outcome.SENT)
        with connections.connection() as db:
            assert db.execute("SELECT done_at FROM work.outbox WHERE id = %s", (SECOND,)).fetchone() == (
                NOON + timedelta(minutes=1),
            )

    def test_nothing_is_settled_if_the_block_fails(self, connections):
        duties = PostgresDuties(connections)

        def fail():
            with duties.together([FIRST]):
                duties.settle(FIRST, Outcome.SENT, NOON)
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert duties.outcome(FIRST) is None
        duties.settle(FIRST, Outcome.SENT, NOON)
        assert duties.outcome(FIRST) is Outcome.SENT, "and the next one is written at once again"

    def test_mails_are_kept_at_the_end_and_each_once(self, connections):
        mailer = SandboxMailer(connections, Vault(MemoryKeys()))
        mailer.send(mail(1), NOON)
        with mailer.together():
            for n in (1, 2, 2):
                mailer.send(mail(n), NOON + timedelta(minutes=1))
            assert kept(connections) == {FIRST: NOON}
        assert kept(connections) == {FIRST: NOON, SECOND: NOON + timedelta(minutes=1)}
        mailer.send(mail(3), NOON)
        assert len(kept(connections)) == 3

    def test_who_was_forgotten_is_told_nothing_and_takes_no_other_mail_along(self, connections):
        keys = MemoryKeys()
        mailer = SandboxMailer(connections, Vault(keys))
        with mailer.together():
            mailer.send(mail(1), NOON)
            keys.destroy(ANN)
            with pytest.raises(Forgotten):
                mailer.send(mail(2), NOON)
        assert {*kept(connections)} == {FIRST}

    def test_mails_that_could_not_be_kept_are_not_settled(self, connections, app_url):
        with pool(app_url, 1, least=0) as gone:
            mailer = SandboxMailer(gone, Vault(MemoryKeys()))
        duties = PostgresDuties(connections)

        def fail():
            with duties.together([FIRST]), mailer.together():
                mailer.send(mail(1), NOON)
                duties.settle(FIRST, Outcome.SENT, NOON)

        with pytest.raises(PoolClosed):
            fail()
        assert duties.outcome(FIRST) is None
        assert kept(connections) == {}


def kept(connections) -> dict[UUID, datetime]:
    with connections.connection() as db:
        return {id: at.astimezone(UTC) for id, at in db.execute("SELECT id, sent_at FROM work.mails")}
