"""Makes the roles of the database and hands each what is its own, or says what somebody else has to do.

Roles belong to the whole server, so this comes before the migrations, as whoever the address names. What it does
not need to do it leaves alone: a database administrator may have done it before.
"""

from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection, errors, sql

from store.adapters.drivers.roles import DatabaseRole

LOGIN: Final = "an_account_of_the_shop"
"""Stands in what is printed for the account that nobody named."""

_NAMES: Final[LiteralString] = "'store_owner', 'store_projector', 'store_app', 'store_analyst'"
_OWNERS: Final[LiteralString] = """
(VALUES ('^(log|work|insight)$', 'store_owner'), ('^read(_.*)?$', 'store_projector')) AS o (schemas, owner)
    ON n.nspname ~ o.schemas"""
_STRAYS: Final[LiteralString] = f"""
SELECT format('ALTER SCHEMA %I OWNER TO %I', n.nspname, o.owner) AS statement
FROM pg_namespace n JOIN {_OWNERS} WHERE pg_get_userbyid(n.nspowner) <> o.owner
UNION ALL
SELECT format('ALTER TABLE %I.%I OWNER TO %I', n.nspname, c.relname, o.owner)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN {_OWNERS}
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND pg_get_userbyid(c.relowner) <> o.owner
UNION ALL
SELECT format('ALTER FUNCTION %s OWNER TO %I', p.oid::regprocedure, o.owner)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN {_OWNERS}
WHERE pg_get_userbyid(p.proowner) <> o.owner
UNION ALL
SELECT format('ALTER TABLE public.%I OWNER TO store_owner', c.relname)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
AND (starts_with(c.relname, '_yoyo') OR c.relname = 'yoyo_lock') AND pg_get_userbyid(c.relowner) <> 'store_owner'
"""
"""What stands from before there were roles, and how it comes to its owner."""

_TEMPTING: Final[LiteralString] = """
p.pronamespace = 'pg_catalog'::regnamespace AND (p.proname ~ '^(pg_sleep|pg_(try_)?advisory_|lo_|query_to_|cursor_to_)'
OR p.proname IN ('set_config', 'pg_notify', 'pg_current_xact_id', 'txid_current', 'pg_export_snapshot',
'pg_logical_emit_message', 'pg_cancel_backend', 'pg_terminate_backend'))"""
"""Functions that everybody may call and that do more than look: they wait, lock, tell, change settings, hold the log's
horizon back, run text as a statement."""

ROLES: Final[LiteralString] = """DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY '{store_owner,store_projector,store_app,store_analyst}'::text[] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
    END LOOP;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server made them meanwhile
END $$"""
ADOPTION: Final[LiteralString] = f"""DO $$
DECLARE stray record;
BEGIN
    FOR stray IN {_STRAYS} LOOP
        EXECUTE stray.statement;
    END LOOP;
END $$"""
HARDENING: Final[LiteralString] = f"""DO $$
DECLARE tempting record;
BEGIN
    FOR tempting IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE has_function_privilege('public', p.oid, 'EXECUTE') AND {_TEMPTING} LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', tempting.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO store_owner, store_projector, store_app', tempting.name);
    END LOOP;
END $$"""

_LACKING: Final[LiteralString] = f"""
SELECT count(*) < 4
    OR NOT bool_and(pg_has_role(current_user, r.oid, 'MEMBER'))
    OR NOT bool_or(r.rolname = 'store_projector' AND has_database_privilege(r.oid, current_database(), 'CREATE'))
    OR NOT bool_or(r.rolname = 'store_owner' AND has_database_privilege(r.oid, current_database(), 'CREATE')
                   AND has_schema_privilege(r.oid, 'public', 'CREATE')
                   AND pg_has_role(r.oid, (SELECT oid FROM pg_roles WHERE rolname = 'store_projector'), 'MEMBER'))
    OR EXISTS ({_STRAYS})
FROM pg_roles r WHERE r.rolname IN ({_NAMES})
"""
_SOFT: Final[LiteralString] = f"""
SELECT bool_or(r.rolname = 'store_analyst' AND (has_function_privilege(r.oid, 'pg_sleep(float8)', 'EXECUTE')
                                                OR has_database_privilege(r.oid, current_database(), 'TEMPORARY')))
    OR NOT bool_or(r.rolname = 'store_app' AND pg_has_role(r.oid, 'pg_read_all_stats', 'MEMBER'))
FROM pg_roles r WHERE r.rolname IN ({_NAMES})
"""
_LOCKED_OUT: Final[LiteralString] = (
    f"SELECT NOT bool_and(r.rolcanlogin) FROM pg_roles r WHERE r.rolname IN ({_NAMES})"
)


class RolesMissing(Exception):
    """The database lacks the shop's roles, and this account may not make them."""

    def __init__(self, account: str, reason: str) -> None:
        super().__init__(
            f"the database lacks the shop's roles, and {account} may not make them ({reason})."
            " `store migrate --print-roles` prints what an administrator has to run there, once."
        )


def establish(url: str, *, login: bool) -> None:
    """See to it that the roles are there, have what is theirs, and that whoever *url* names may act as each.

    With *login* they may connect by themselves, without a password: for a server that lets nobody else in.

    :raises RolesMissing: if they are not there and can't be made.
    """
    with psycopg.connect(url, autocommit=True, application_name="store roles") as db:
        if _holds(db, _LACKING):
            try:
                _run(db, needed(db.info.user, db.info.dbname))
            except errors.InsufficientPrivilege as refusal:
                raise RolesMissing(db.info.user, refusal.diag.message_primary or str(refusal)) from refusal
        superuser = _holds(db, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if superuser and (_holds(db, _SOFT) or (login and _holds(db, _LOCKED_OUT))):
            _run(db, wanted(db.info.dbname, login=login))


def script(account: str, database: str) -> str:
    """What an administrator runs in the *database*, as superuser, for a shop that connects as *account*."""
    statements = [*needed(account or LOGIN, database), *wanted(database, login=False)]
    return "\n".join(f"{statement.as_string()};" for statement in statements)


def needed(account: str, database: str) -> list[sql.Composed]:
    """Without these the shop does not run."""
    return [
        _said(ROLES),
        _said("GRANT store_projector TO store_owner"),
        _said("GRANT store_owner, store_projector, store_app, store_analyst TO {}", account),
        _said("GRANT CREATE, TEMPORARY ON DATABASE {} TO store_owner, store_projector", database),
        _said("GRANT USAGE, CREATE ON SCHEMA public TO store_owner"),
        _said(ADOPTION),
    ]


def wanted(database: str, *, login: bool) -> list[sql.Composed]:
    """These make it harder to do harm, and take a superuser."""
    return [
        _said("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", database),
        _said("GRANT pg_read_all_stats TO store_app"),
        _said(HARDENING),
        _said("ALTER ROLE store_analyst SET default_transaction_read_only = on"),
        _said("ALTER ROLE store_analyst SET statement_timeout = '60s'"),
        _said("ALTER ROLE store_analyst SET temp_file_limit = '512MB'"),
        *([_said("ALTER ROLE {} LOGIN", role) for role in DatabaseRole] if login else []),
    ]


def _said(statement: LiteralString, *names: str) -> sql.Composed:
    if not names:
        return sql.Composed([sql.SQL(statement)])
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _run(db: Connection[Any], statements: list[sql.Composed]) -> None:
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended('store/roles', 0))")
        for statement in statements:
            db.execute(statement)


def _holds(db: Connection[Any], question: LiteralString) -> bool:
    row = db.execute(question).fetchone()
    return row is not None and row[0] is not False
