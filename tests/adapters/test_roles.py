"""What each role of the database may not do, tried; and how the roles come to be."""

from contextlib import closing
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from store.adapters.drivers.roles import DatabaseRole, as_role
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

pytestmark = pytest.mark.story("US-10.1", "database users may do little")
APP, PROJECTOR, ANALYST, OWNER = (
    DatabaseRole.APP, DatabaseRole.PROJECTOR, DatabaseRole.ANALYST, DatabaseRole.OWNER
)

FACT = (
    "INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)"
    " VALUES (gen_random_uuid(), 1, log.first_position(), 'a/b-1', '{}', '{}', '')"
)


@pytest.fixture(scope="module")
def shop_url(postgres, tmp_path_factory):
    """A database that was migrated as the embedded one is: each role may log in."""
    name = f"roles_{uuid4().hex}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = postgres.url(name)
    migrate(Settings(database_url=url, data_dir=tmp_path_factory.mktemp("roles"), embedded=True))
    with psycopg.connect(as_role(url, APP)) as db:
        db.execute(FACT)
    return url


@pytest.fixture(params=["logged in as it", "turned into it"])
def acting_as(request, shop_url):
    """A connection as a role: of its own, or of whoever may act as all of them."""
    opened = []

    def connect(role):
        url = as_role(shop_url, role, login=request.param == "logged in as it")
        opened.append(psycopg.connect(url, autocommit=True))
        return opened[-1]

    yield connect
    for db in opened:
        db.close()


@pytest.mark.parametrize("statement", [
    "UPDATE log.events SET state = '{}'",
    "DELETE FROM log.events",
    "TRUNCATE log.events",
    "TRUNCATE log.events_0",
    "UPDATE log.events_1 SET version = 7",
    "ALTER TABLE log.events DISABLE TRIGGER ALL",
    "ALTER TABLE log.events ADD COLUMN x int",
    "DROP TABLE log.events",
    "DROP TRIGGER facts_stay ON log.events",
    "CREATE OR REPLACE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "INSERT INTO log.incarnations (number, base) VALUES (2, 0)",
    "INSERT INTO log.events_0 SELECT * FROM log.events_0",
    "SET session_replication_role = replica",
    "CREATE TABLE work.mine (x int)",
    "CREATE TABLE read.mine (x int)",
    "CREATE TABLE public.mine (x int)",
    "CREATE SCHEMA mine",
    "CREATE TEMPORARY TABLE mine (x int)",
    "DROP TABLE work.sessions",
    "ALTER TABLE work.sessions ADD COLUMN x int",
    "INSERT INTO read.projections VALUES ('x', 1, 1, 0, 'running')",
    "UPDATE read.orders SET total = 0",
    "DELETE FROM read.products",
    "CREATE EXTENSION vector",
    "CREATE ROLE mine",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY work.mails FROM PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT * FROM pg_ls_dir('/')",
    "SELECT lo_export(1, '/tmp/mine')",
    "ALTER SYSTEM SET fsync = off",
    "SELECT rolpassword FROM pg_authid",
])
def test_the_app_changes_no_fact_and_no_table(acting_as, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        acting_as(APP).execute(statement)


@pytest.mark.parametrize("statement", [
    FACT,
    "UPDATE log.events SET state = '{}'",
    "DELETE FROM log.events",
    "TRUNCATE log.events",
    "ALTER TABLE log.events DISABLE TRIGGER facts_stay",
    "SET session_replication_role = replica",
    "SELECT * FROM work.credentials",
    "SELECT * FROM work.sessions",
    "UPDATE work.outbox SET outcome = 'sent'",
    "DELETE FROM work.outbox",
    "CREATE TABLE log.mine (x int)",
    "CREATE TABLE work.mine (x int)",
    "SELECT work.drop_idempotency_day('2026-01-01')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/hostname')",
])
def test_the_projector_writes_no_fact_and_knows_no_secret(acting_as, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        acting_as(PROJECTOR).execute(statement)


@pytest.mark.parametrize("statement", [
    "SELECT * FROM log.events",
    "SELECT log.horizon()",
    "SELECT * FROM work.credentials",
    "SELECT * FROM work.sessions",
    "SELECT * FROM work.mails",
    "SELECT * FROM work.idempotency",
    "SELECT * FROM read.orders",
    "SELECT * FROM read.projections",
    FACT,
    "CREATE TABLE public.mine (x int)",
    "CREATE TEMPORARY TABLE mine (x int)",
    "CREATE SCHEMA mine",
    "SET session_replication_role = replica",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT * FROM pg_read_binary_file('/etc/hostname')",
    "SELECT * FROM pg_ls_dir('/')",
    "SELECT pg_sleep(0)",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1)",
    "SELECT pg_notify('a', 'b')",
    "SELECT set_config('statement_timeout', '0', false)",
    "SELECT pg_current_xact_id()",
    "SELECT txid_current()",
    "SELECT query_to_xml('SELECT 1', true, true, '')",
    "SELECT lo_create(0)",
    "SELECT pg_terminate_backend(1)",
    "SELECT * FROM pg_stat_file('postgresql.conf')",
    "SELECT rolpassword FROM pg_authid",
    "SET temp_file_limit = -1",
    "ALTER ROLE store_analyst SET temp_file_limit = -1",
])
def test_an_analyst_sees_no_table_and_only_looks(acting_as, statement):
    db = acting_as(ANALYST)
    with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)) as refused:
        db.execute(statement)
    assert "denied" in str(refused.value) or "read-only" in str(refused.value)


@pytest.mark.parametrize("role", [APP, PROJECTOR, ANALYST])
@pytest.mark.parametrize("upward", [
    "SET ROLE store_owner", "SET ROLE postgres", "RESET ROLE; SET ROLE store_owner",
    "SET SESSION AUTHORIZATION postgres", "SET SESSION AUTHORIZATION DEFAULT; SET ROLE postgres",
    "GRANT store_owner TO CURRENT_USER", "ALTER ROLE CURRENT_USER SUPERUSER",
])
def test_whoever_is_logged_in_as_a_role_becomes_nobody_else(shop_url, role, upward):
    with (
        closing(psycopg.connect(as_role(shop_url, role, login=True), autocommit=True)) as db,
        pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)),
    ):
        db.execute(upward)


def test_the_log_stays_even_under_its_owner(acting_as):
    for statement in ("UPDATE log.events SET state = '{}'", "DELETE FROM log.events", "TRUNCATE log.events"):
        db = acting_as(OWNER)
        with pytest.raises(errors.RaiseException, match="never changed"):
            db.execute(statement)


def test_the_app_appends_and_works_and_the_projector_makes_tables(acting_as):
    app, projector = acting_as(APP), acting_as(PROJECTOR)
    app.execute(FACT)
    app.execute("INSERT INTO work.smtp_sent (id, claimed_at) VALUES (gen_random_uuid(), now())")
    app.execute("SELECT count(*) FROM read.products")
    projector.execute("CREATE TABLE read.mine (x int)")
    projector.execute("SELECT count(*) FROM log.events")
    projector.execute("DROP TABLE read.mine")


def test_what_is_made_later_has_the_same_rights(shop_url):
    """A migration to come, and a read model to come: nobody has to remember to grant."""
    with closing(psycopg.connect(as_role(shop_url, OWNER), autocommit=True)) as owner:
        owner.execute("CREATE TABLE work.later (x int)")
        owner.execute("CREATE TABLE log.later (x int)")
        owner.execute("CREATE TABLE read.later (x int)")
    with psycopg.connect(as_role(shop_url, PROJECTOR, login=True)) as projector:
        projector.execute("INSERT INTO read.later VALUES (1)")
        projector.execute("CREATE TABLE read.latest (x int)")
    with closing(psycopg.connect(as_role(shop_url, APP, login=True), autocommit=True)) as app:
        app.execute("INSERT INTO work.later VALUES (1)")
        app.execute("SELECT * FROM read.later, read.latest, log.later")
        for statement in ("INSERT INTO log.later VALUES (1)", "DELETE FROM read.later", "DELETE FROM read.latest"):
            with pytest.raises(errors.InsufficientPrivilege):
                app.execute(statement)
    with psycopg.connect(shop_url) as db:
        db.execute("DROP TABLE work.later, log.later, read.later, read.latest")
