"""What somebody does is told to whoever works in the background: seldom, in time, and never in anybody's way."""

from contextlib import closing
from threading import Event, Thread
from time import monotonic

import psycopg
import pytest

from store.adapters.drivers import stirring
from store.adapters.drivers.lead import PostgresLead
from store.adapters.drivers.pools import pool
from store.adapters.drivers.prepared import ask
from store.adapters.drivers.stirring import SELDOM, Ear, Stirring
from store.entrypoints.workers import projector

pytestmark = [pytest.mark.requirement("R9.4")]
SOON = 15.0
TERMINATE = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s"


@pytest.fixture
def connections(app_url):
    with pool(app_url, 2) as connections:
        yield connections


@pytest.fixture
def ear(app_url):
    with closing(Ear(app_url)) as ear:
        assert ear.hear(), "what was said before it listened may have been missed"
        yield ear


class Hearing(Thread):
    """Listens once, in a thread of its own."""

    def __init__(self, ear):
        super().__init__(daemon=True)
        self.ear, self.heard = ear, None
        self.start()

    def run(self):
        self.heard = self.ear.hear()

    def said(self):
        self.join(SOON)
        return self.heard


def test_what_was_done_is_heard(ear, connections):
    hearing = Hearing(ear)
    with closing(Stirring(connections)) as stir:
        stir()
        assert hearing.said() is True


def test_what_was_done_before_anybody_waited_is_heard(ear, connections):
    with closing(Stirring(connections)) as stir:
        stir()
    assert Hearing(ear).said() is True


def test_a_busy_shop_says_so_once_a_second(connections, monkeypatch):
    said, now, heard = [], [100.0], Event()

    def noted(db, statement, values):
        said.append(now[0])
        heard.set()
        return ask(db, statement, values)

    monkeypatch.setattr(stirring, "ask", noted)
    with closing(Stirring(connections, lambda: now[0])) as stir:
        for _ in range(3):
            stir()
        assert heard.wait(SOON)
        now[0] += SELDOM
        stir()
    assert said == [100.0, 100.0 + SELDOM]
    assert SELDOM < projector.A_WHILE, "who heard the last word still looks when the next one may be said"


def test_nobody_is_kept_from_anything_where_it_cannot_be_said(connections):
    stir = Stirring(connections)
    connections.close()
    stir()
    stir.close()
    stir._said = -SELDOM
    stir()


def test_who_listens_can_be_told_that_it_is_over(ear):
    hearing = Hearing(ear)
    ear.stop()
    assert hearing.said() is False


def test_an_ear_whose_connection_is_lost_listens_on_another(ear, connections, migrated_url):
    with psycopg.connect(migrated_url, autocommit=True) as other:
        other.execute(TERMINATE, ("store ear",))
    with pytest.raises(psycopg.OperationalError):
        ear.hear()
    assert ear.hear()
    test_what_was_done_is_heard(ear, connections)


def test_a_lead_is_sure_until_its_connection_is_lost(app_url, migrated_url):
    with closing(PostgresLead(app_url, "something")) as lead, psycopg.connect(migrated_url, autocommit=True) as other:
        assert not lead.is_sure
        assert lead.held()
        assert lead.is_sure
        other.execute(TERMINATE, ("store lead",))
        assert not lead.is_sure
        with pytest.raises(psycopg.OperationalError):
            lead.held()
        assert lead.held()


def test_who_leads_or_listens_looks_after_both_ends_of_the_connection(app_url):
    with closing(Ear(app_url)) as ear, closing(PostgresLead(app_url, "something else")) as lead:
        assert ear.hear()
        assert lead.held()
        for db in (ear._db, lead._db):
            assert db.info.get_parameters()["keepalives_idle"] == "10", "the system's own two hours are too long"
        assert "tcp_keepalives_idle=10" in lead._db.info.get_parameters()["options"]


@pytest.mark.parametrize(("trusted", "sure"), [(60.0, True), (0.0, False)], ids=["lately", "long ago"])
def test_what_the_server_said_is_relied_on_for_a_while(app_url, trusted, sure):
    with closing(PostgresLead(app_url, "a third thing", trusted)) as lead:
        assert not lead.is_sure
        assert lead.held()
        assert lead.is_sure is sure
        assert lead.held(), "asked again, or relied on"


def test_nobody_who_ends_waits_for_long_until_the_last_word_is_heard(connections):
    stir = Stirring(connections)
    with connections.connection(), connections.connection():  # there is no third
        stir()
        began = monotonic()
        stir.close()
        assert monotonic() - began < stirring.LAST_WORD + 5
    Stirring(connections).close()
