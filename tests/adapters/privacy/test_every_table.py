"""Every table of every schema is swept when somebody is forgotten, or says why it need not be."""

from fnmatch import fnmatch

import psycopg
import pytest

from store.adapters.privacy.places import COPIES, SWEPT, paired
from store.application.privacy.elsewhere import OF_NOBODY
from store.application.privacy.holdings import HOLDINGS, Goes, Stays

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure reaches every place"),
]
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
PARTS = {
    "work.idempotency_*": "work.idempotency", "read.orders_*": "read.orders",
    "log.events_*": "log.events", "public._yoyo_*": "", "public.yoyo_*": "",
}
"""Partitions are as the whole is, and what migrations write down speaks of the machine."""


def declared(schema, table):
    """A table of a read model stands there once, whatever the copy."""
    name = f"read.{table}" if schema.startswith("read") else f"{schema}.{table}"
    whole = next((whole for pattern, whole in PARTS.items() if fnmatch(name, pattern)), name)
    return whole == "" or whole in HOLDINGS or whole in OF_NOBODY


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
    found = tables(migrated_url)
    there = {f"{schema}.{table}" for schema, table in found} | {
        f"read.{table}" for schema, table in found if schema.startswith("read")
    }
    assert {*HOLDINGS, *OF_NOBODY} - there == {"read.projections"}, "which is a view"


def test_a_table_that_speaks_of_persons_goes_or_says_why_it_stays():
    stays = {table: holding.end.why for table, holding in HOLDINGS.items() if isinstance(holding.end, Stays)}
    assert all(stays.values())
    assert set(stays) == {
        "read.orders", "read.parts", "read.part_states", "read.parcels_under_way", "read.returns", "read.activity",
        "read.discounts_given", "read.segment_lists",
        "work.departures", "work.stripe_intents", "work.stripe_setups", "work.paypal_orders",
    }


def test_what_is_declared_to_go_is_swept_and_nothing_else():
    swept = {place.table for place in SWEPT} | {table for place in SWEPT for table in place.along}
    ends = {table: holding.end for table, holding in HOLDINGS.items()}
    ends |= {table: it.goes for table, it in OF_NOBODY.items()}
    going = {table for table, end in ends.items() if isinstance(end, Goes)}
    assert swept | {f"read.{table}" for table in COPIES} == going


@pytest.mark.parametrize(("going", "statements"), [
    ({"work.diaries": ""}, {}), ({}, {"work.diaries": "DELETE FROM work.diaries"}),
    ({"work.pages": "work.diaries"}, {}),
])
def test_a_table_in_one_list_and_not_in_the_other_stops_the_shop(going, statements):
    with pytest.raises(LookupError, match=r"work\.diaries"):
        paired(going, statements)
