"""How the roles of the database come to be, and how addresses name them."""

from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from store.adapters.drivers.granting import RolesMissing, establish, script
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.entrypoints.wiring.migrate import migrate, roles_script
from store.entrypoints.wiring.settings import Settings

pytestmark = pytest.mark.story("US-10.1", "database users may do little")
APP, ANALYST = DatabaseRole.APP, DatabaseRole.ANALYST
FACT = (
    "INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)"
    " VALUES (gen_random_uuid(), 1, log.first_position(), 'a/b-1', '{}', '{}', '')"
)


def test_an_address_says_which_role_it_means_and_keeps_what_it_said():
    url = "postgresql://ann:s%20cret@db.example:5433/store?options=-c%20work_mem%3D8MB&sslmode=require"
    app = as_role(url, APP)
    asked = psycopg.conninfo.conninfo_to_dict(app)
    assert (asked["user"], asked["password"], asked["host"], asked["port"]) == ("ann", "s cret", "db.example", "5433")
    assert asked["options"] == "-c work_mem=8MB -c role=store_app"
    assert asked["sslmode"] == "require"
    assert psycopg.conninfo.conninfo_to_dict(as_role(url, ANALYST, login=True))["user"] == "store_analyst"


def test_a_role_may_have_an_address_of_its_own():
    settings = Settings(database_url="postgresql://a@x/s", database_url_analyst="postgresql://b@y/s", embedded=True)
    assert settings.database_as(ANALYST).startswith("postgresql://b@y/s")
    assert settings.database_as(APP).startswith("postgresql://store_app@x/s")


@pytest.fixture
def ordinary(postgres, database_url):
    """An empty database that belongs to an account with no rights beyond it."""
    name = f"somebody_{uuid4().hex[:12]}"
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        belongs = sql.SQL("ALTER DATABASE {} OWNER TO {}")
        db.execute(belongs.format(sql.Identifier(db.info.dbname), sql.Identifier(name)))
    yield database_url.replace("postgres@", f"{name}@"), name
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        found = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
        db.execute(belongs.format(sql.Identifier(found), sql.Identifier("postgres")))
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute(sql.SQL("DROP OWNED BY {} CASCADE; DROP ROLE {}").format(*[sql.Identifier(name)] * 2))


def test_an_account_that_may_not_make_roles_is_told_what_to_have_run(ordinary, database_url, tmp_path):
    url, name = ordinary
    settings = Settings(database_url=url, data_dir=tmp_path)
    with pytest.raises(RolesMissing, match=f"{name} may not make them.*--print-roles"):
        migrate(settings)
    said = roles_script(settings)
    assert f'TO "{name}"' in said
    with psycopg.connect(database_url, autocommit=True) as administrator:
        administrator.execute(said)
    migrate(settings)
    with psycopg.connect(settings.database_as(APP)) as db:
        db.execute(FACT)
        with pytest.raises(errors.InsufficientPrivilege):
            db.execute("DELETE FROM log.events")


def test_an_account_that_may_make_roles_needs_nobody(ordinary, database_url, tmp_path, monkeypatch):
    """The roles of this server exist already, so they get other names for a while."""
    url, name = ordinary
    rename = sql.SQL("ALTER ROLE {} RENAME TO {}")
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(sql.Identifier(name)))
        for role in DatabaseRole:
            db.execute(rename.format(sql.Identifier(role), sql.Identifier(f"{role}_away")))
    try:
        migrate(Settings(database_url=url, data_dir=tmp_path))
        with psycopg.connect(as_role(url, APP)) as db:
            db.execute(FACT)
            assert db.execute("SELECT current_user").fetchone() == ("store_app",)
    finally:
        with psycopg.connect(database_url, autocommit=True) as db:
            for role in DatabaseRole:
                db.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(sql.Identifier(role)))
            for role in DatabaseRole:
                db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
                db.execute(rename.format(sql.Identifier(f"{role}_away"), sql.Identifier(role)))


def test_a_database_from_before_there_were_roles_comes_to_its_owners(database_url, tmp_path):
    """As the version before made it: every table belongs to whoever migrated."""
    settings = Settings(database_url=database_url, data_dir=tmp_path, embedded=True)
    migrate(settings)
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute("REASSIGN OWNED BY store_owner, store_projector TO postgres")
        before = db.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = 'postgres'").fetchone()
    migrate(settings)
    with psycopg.connect(database_url) as db:
        owners = dict(db.execute(
            "SELECT n.nspname, array_agg(DISTINCT pg_get_userbyid(c.relowner)::text) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname IN ('log', 'work', 'read', 'public') AND c.relkind IN ('r', 'p') GROUP BY 1"
        ).fetchall())
    assert before[0] > 20
    assert owners == {
        "log": ["store_owner"], "work": ["store_owner"], "public": ["store_owner"], "read": ["store_projector"]
    }


def test_the_script_stands_by_itself():
    said = script("ann", "store")
    assert "CREATE ROLE" in said
    assert 'GRANT store_owner, store_projector, store_app, store_analyst TO "ann";' in said


def test_what_is_there_is_not_made_again(database_url, tmp_path):
    migrate(Settings(database_url=database_url, data_dir=tmp_path, embedded=True))
    written: LiteralString = (
        "SELECT (SELECT max(xmin::text::bigint) FROM pg_proc),"
        " (SELECT max(xmin::text::bigint) FROM pg_db_role_setting),"
        " (SELECT max(xmin::text::bigint) FROM pg_auth_members),"
        " (SELECT xmin::text::bigint FROM pg_database WHERE datname = current_database())"
    )
    with psycopg.connect(database_url, autocommit=True) as db:
        before = db.execute(written).fetchone()
        establish(database_url, login=True)
        assert db.execute(written).fetchone() == before
