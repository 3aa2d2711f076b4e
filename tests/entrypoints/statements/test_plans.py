"""Which way Postgres takes to the rows."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from projections.browsing import heads, search_ranks, search_sql, stitching
from store.adapters.drivers.eventlog import postgres as log_in_postgres
from store.adapters.identity import sessions_postgres, sessions_redis
from store.application.browsing.ports import Wanted


@pytest.mark.story("US-9.2", "partitioning that prunes")
@pytest.mark.requirement("R9.3")
def test_a_stream_is_read_from_one_partition_and_the_log_in_order_of_position(shop, module_url):
    del shop
    with psycopg.connect(module_url, autocommit=True) as db:
        db.execute("ANALYZE log.events")
        stream, leaf = db.execute("SELECT stream, tableoid::regclass::text FROM log.events LIMIT 1").fetchone()
        for mode in ("force_generic_plan", "force_custom_plan"):  # as commands ask, and as queries may
            db.execute(f"SET plan_cache_mode = {mode}")
            db.execute(f"PREPARE {mode} (uuid[]) AS {log_in_postgres.STREAMS.replace('%(streams)s', '$1')}")
            read = plan(db, f"EXECUTE {mode} (ARRAY['{stream}']::uuid[])", None, "EXPLAIN (ANALYZE, FORMAT JSON) ")
            looked_at = [node for node in read if node["Actual Loops"] and "Relation Name" in node]
            assert {f"log.{node['Relation Name']}" for node in looked_at} == {leaf}
            assert "Seq Scan" not in kinds(read)
        tail = plan(
            db, f"SELECT {log_in_postgres.COLUMNS} FROM log.events WHERE position > %s AND position < %s"  # noqa: S608 - columns of our own
            " ORDER BY position LIMIT 100", [1, 2**62],
        )
        assert {"Merge Append", "Index Scan"} <= kinds(tail)
        assert not {"Sort", "Incremental Sort", "Seq Scan"} & kinds(tail)


@pytest.mark.story("US-9.2", "indexes for the queries there are")
@pytest.mark.story("US-2.1", "pages come within two seconds")
@pytest.mark.parametrize(("asked", "index"), [
    (Wanted(), "products_newest"), (Wanted(sort="price"), "products_price"), (Wanted(sort="name"), "products_name"),
    (Wanted(sort="popular"), "products_popular"), (Wanted(facets=("Colour: Rare",)), "products_facets"),
    (Wanted(q="rare", sort="relevance"), "products_search"), (Wanted(brand=("Rare",)), "products_brand"),
])
def test_a_page_of_products_comes_from_an_index(shop, module_url, asked, index):
    del shop
    with psycopg.connect(module_url) as db:
        db.execute(
            "INSERT INTO read.products (id, slug, name, brand, category, path, for_sale, listed, currency, price, few,"
            " popular, facets, card, priced, detail, search)"
            " SELECT gen_random_uuid(), slug || n, name || n, CASE n WHEN 1 THEN 'Rare' ELSE brand || n % 40 END,"
            " category, path, for_sale, listed + n, currency, price + n, few, n,"
            " CASE n WHEN 1 THEN '{\"Colour: Rare\"}'::text[] ELSE '{}' END, card, priced, detail,"
            " CASE n WHEN 1 THEN to_tsvector('english', 'rare') ELSE search END"
            " FROM read.products, generate_series(1, 100) AS n"
        )
        db.execute("ANALYZE read.products")
        values = search_sql.values_of(asked)
        found = plan(db, search_sql.page_of(asked, stitching.card("p"), values), values)
        db.rollback()
        db.autocommit = True
        db.execute("VACUUM read.products")  # as if they had never been there
    assert index in {node.get("Index Name") for node in found}


@pytest.mark.requirement("R9.5")
def test_a_search_costs_the_same_just_after_an_import_as_later(shop, module_url):
    del shop
    with psycopg.connect(module_url, autocommit=True) as db:
        waiting = dict(db.execute(
            "SELECT c.relname, gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
            " WHERE a.amname = 'gin' AND c.relnamespace = 'read'::regnamespace AND c.relname ~ '^(products|words)_'"
        ).fetchall())
    assert "products_search" in waiting
    assert set(waiting.values()) == {0}, "each search reads a list of what came last, until a vacuum sorts it in"


@pytest.mark.requirement("R2.5")
@pytest.mark.parametrize(("enough", "asked"), [(1, 0), (1_000, 1)])
def test_as_long_as_enough_have_the_words_in_their_names_nobody_looks_elsewhere(
    shop, module_url, monkeypatch, enough, asked
):
    del shop
    monkeypatch.setattr(search_ranks, "CLOSELY", enough)
    wanted = Wanted(q="thing", sort="relevance", limit=0)
    values = search_sql.values_of(wanted)
    with psycopg.connect(module_url) as db:
        found = plan(db, search_sql.page_of(wanted, "p.id", values), values, "EXPLAIN (ANALYZE, FORMAT JSON) ")
    rest = next(node for node in found if node.get("Subplan Name") == "CTE rest")
    assert [node["Actual Loops"] for node in below(rest) if node.get("Relation Name") == "products"] == [asked]


@pytest.mark.requirement("R2.5")
def test_what_a_search_is_for_is_learnt_without_reading_all_goods(shop, module_url):
    del shop
    with psycopg.connect(module_url) as db:
        found = plan(db, heads.BEHIND, {"head": "thing", "into": []})
    assert [node["Node Type"] for node in found if node.get("Relation Name") == "products"] == ["Bitmap Heap Scan"]


def plan(db, query, values, said="EXPLAIN (FORMAT JSON) "):
    """All nodes of the way Postgres takes."""
    ((said,),) = db.execute(f"{said}{query}", values).fetchall()
    return below(said[0]["Plan"])


def below(node):
    """*node* and all below it."""
    waiting, nodes = [node], []
    while waiting:
        nodes.append(waiting.pop())
        waiting += nodes[-1].get("Plans", [])
    return nodes


def kinds(nodes):
    return {node["Node Type"] for node in nodes}


@pytest.mark.requirement("R9.3")
def test_a_session_is_found_by_an_index(module_url):
    with psycopg.connect(module_url) as db:
        for look in (
            sessions_postgres._FIND, sessions_postgres._FIND_BY_ID, sessions_redis._BY_TOKEN, sessions_redis._BY_ID,
        ):
            db.execute("SET enable_seqscan = off")
            values = sessions_postgres.values_at(datetime.now(UTC)) | {"token": b"", "id": uuid4()}
            plan = "\n".join(row[0] for row in db.execute(f"EXPLAIN {look}", values))
            assert re.search("Index (Only )?Scan using sessions_(pkey|id_key)", plan), plan
            assert "Seq Scan on sessions" not in plan, plan
