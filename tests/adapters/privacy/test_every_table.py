"""Every table of every schema is swept when somebody is forgotten, or says why it need not be."""

from fnmatch import fnmatch

import psycopg
import pytest

from store.adapters.privacy.places import COPIES, HOLDS_NO_PERSON, SWEPT

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure reaches every place"),
]
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
DECLARED = {
    *HOLDS_NO_PERSON, *COPIES, *(place.table for place in SWEPT), *(table for place in SWEPT for table in place.along),
}


def declared(schema, table):
    """Copies of read models go by the name of the table, the tables themselves by both."""
    names = [f"{schema}.{table}", *([table] if schema.startswith("read") else [])]
    return any(fnmatch(name, pattern) for name in names for pattern in DECLARED)


def tables(url):
    with psycopg.connect(url) as db:
        return db.execute(_TABLES).fetchall()


def test_every_table_is_declared(migrated_url):
    found = tables(migrated_url)
    assert len(found) > 40
    assert [f"{schema}.{table}" for schema, table in found if not declared(schema, table)] == []


def test_a_table_that_nobody_declared_is_noticed(migrated_url):
    with psycopg.connect(migrated_url, autocommit=True) as db:
        db.execute("CREATE TABLE work.diaries (account uuid, words text)")
        db.execute("CREATE TABLE read_next.diaries (account uuid)")
    undeclared = {(schema, table) for schema, table in tables(migrated_url) if not declared(schema, table)}
    assert undeclared == {("work", "diaries"), ("read_next", "diaries")}


def test_no_declaration_is_left_over(migrated_url):
    there = {f"{schema}.{table}" for schema, table in tables(migrated_url)}
    there |= {table for _, table in tables(migrated_url)}
    assert [pattern for pattern in DECLARED if not any(fnmatch(name, pattern) for name in there)] == []


def test_nothing_is_swept_and_declared_empty_at_once():
    assert {place.table for place in SWEPT} & set(HOLDS_NO_PERSON) == set()
