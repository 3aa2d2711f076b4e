"""How many SQL statements a request costs, counted by Postgres itself, and which way it takes to the rows.

Everything between the first and the last byte counts, BEGIN and COMMIT included.
"""

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from litestar.testing import TestClient
from psycopg import sql

from projections.browsing import search_sql, stitching
from store.adapters.drivers.eventlog import postgres as log_in_postgres
from store.adapters.identity import sessions_postgres
from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.browsing.ports import Wanted
from store.application.processes.importing_products import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings

LIST, DETAIL, READ_CART, ADD = 2, 2, 2, 3
PLACE = 5
"""The claim, the offers, the stock, the order's facts, and those of its payment with the answer. Ten were allowed."""
LINES = (1, 10, 100)
ADDRESS = {"name": "Ann Example", "line1": "1 Long Lane", "city": "Berlin", "postal_code": "10115", "country": "DE"}


class Statements:
    """What Postgres wrote into its log about one database."""

    def __init__(self, log: Path) -> None:
        self._log = log

    @contextmanager
    def counted(self):
        """A list that holds the statements once the block is over."""
        found: list[str] = []
        with self._log.open() as lines:
            lines.seek(0, 2)
            yield found
            said = re.findall(r"LOG:  (?:statement|execute [^:]*): (.*(?:\n\t.*)*)", lines.read())
            found += [" ".join(statement.split())[:60] for statement in said]


@pytest.fixture
def statements(postgres, migrated_url):
    name = psycopg.conninfo.conninfo_to_dict(migrated_url)["dbname"]
    with psycopg.connect(migrated_url, autocommit=True) as db:
        db.execute(sql.SQL("ALTER DATABASE {} SET log_statement = 'all'").format(sql.Identifier(name)))
    return Statements(postgres._log)


@pytest.fixture
def shop(statements, migrated_url, tmp_path):
    settings = Settings(
        database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error", rate_limit_keys=("tests",),
        staff_token="the-token-of-the-staff",
        recording=False,  # written apart from any request, many at once
    )
    rows = tuple(
        ProductRow(key=f"thing {n}", name=f"Thing {n}", brand=f"Brand {n % 7}", category=("Things", f"Kind {n % 5}"),
                   slug=f"thing-{n}", text="A thing.", variants=(
                       VariantRow(f"THING-{n}-S", Money(1000 + n, "EUR"), 50, {"Size": "S"}),
                       VariantRow(f"THING-{n}-L", Money(1100 + n, "EUR"), 50, {"Size": "L"}),
                   ), options=("Size",))
        for n in range(max(LINES))
    )
    with postgres_shop(settings) as back_room:
        back_room.runner().prepare()
        caller = Caller(actor="system:test", correlation=uuid4())
        back_room.bus().do(ImportProducts(source="test", rows=rows), caller)
        back_room.runner().catch_up()
    with TestClient(create_app(settings)) as client:
        client.headers["x-api-key"] = "tests"
        client.get("/api/v1/products")  # what is read once in the life of a process
        open_cart(client, 1)
        client.post("/api/v1/carts", headers={"idempotency-key": "the first of its process"})
        yield client


def open_cart(client, lines):
    cart = client.post("/api/v1/carts").json()["id"]
    for n in range(lines):
        answer = client.post(f"/api/v1/carts/{cart}/lines", json={"sku": f"THING-{n}-S"})
        assert answer.status_code == 201, answer.text
    return cart


def cost(statements, request):
    with statements.counted() as found:
        answer = request()
    assert answer.status_code in {200, 201}, answer.text
    assert found, "a request that needs no statement at all was not counted right"
    return found


@pytest.mark.requirement("R9.3")
@pytest.mark.parametrize("asked", ["", "?q=thing", "?category=things/kind-1", "?brand=Brand+1&sort=price&limit=100",
                                   "?facets=1&facet=Size:+S&category=things/kind-1&category=things/kind-2"])
def test_a_list_costs_the_same_few_statements_however_long_it_is(shop, statements, asked):
    found = cost(statements, lambda: shop.get(f"/api/v1/products{asked}"))
    assert len(found) <= LIST, found


def test_a_slip_costs_one_more_and_words_that_nobody_knows_none(shop, statements):
    slip = cost(statements, lambda: shop.get("/api/v1/products?q=thnig"))
    assert len(slip) <= LIST + 1, slip
    assert shop.get("/api/v1/products?q=thnig").json()["corrected"] == {"thnig": "thing"}
    unknown = cost(statements, lambda: shop.get("/api/v1/products?q=zeppelin"))
    assert len(unknown) <= LIST, unknown
    assert shop.get("/api/v1/products?q=thing").json()["corrected"] == {}


@pytest.mark.requirement("R2.5")
@pytest.mark.story("US-2.2", "no result says so")
def test_the_page_says_what_it_looked_for_instead_and_quotes_nobody_unescaped(shop):
    assert "Nothing for <em>thnig</em>. Showing results for <em>thing</em>." in shop.get("/products?q=thnig").text
    assert "<script>x" not in shop.get("/products", params={"q": "thnig<script>x"}).text
    assert "Take all filters off" in shop.get("/products?q=zeppelin&in_stock=1").text


def test_a_product_costs_two_statements(shop, statements):
    assert len(found := cost(statements, lambda: shop.get("/api/v1/products/thing-1"))) <= DETAIL, found


def test_a_cart_costs_the_same_few_statements_however_full_it_is(shop, statements):
    carts = {n: open_cart(shop, n) for n in LINES}
    found = {n: cost(statements, lambda cart=cart: shop.get(f"/api/v1/carts/{cart}")) for n, cart in carts.items()}
    assert all(len(its) <= READ_CART for its in found.values()), found
    assert len({len(its) for its in found.values()}) == 1


def test_putting_something_in_costs_the_same_few_statements_however_full_the_cart_is(shop, statements):
    carts = {n: open_cart(shop, n) for n in LINES}
    found = {
        n: cost(statements, lambda cart=cart: shop.post(f"/api/v1/carts/{cart}/lines", json={"sku": "THING-1-L"}))
        for n, cart in carts.items()
    }
    assert all(len(its) <= ADD for its in found.values()), found
    assert len({len(its) for its in found.values()}) == 1


def test_placing_an_order_costs_the_same_few_statements_however_long_it_is(shop, statements):
    carts = {n: open_cart(shop, n) for n in LINES}
    found = {n: cost(statements, lambda cart=cart: place(shop, cart)) for n, cart in carts.items()}
    assert all(len(its) <= PLACE for its in found.values()), found
    assert len({len(its) for its in found.values()}) == 1


HISTORY, ACTIVITY, CHAIN, DIFFERENCE = 4, 2, 4, 3
STAFF = {"authorization": "Bearer the-token-of-the-staff"}


def test_looking_back_costs_the_same_few_statements_however_many_facts_are_shown(
    shop, statements, migrated_url, tmp_path
):
    place(shop, open_cart(shop, 1))
    settle(migrated_url, tmp_path)
    stock = "/history/inventory/THING-0-S"
    budgets = {
        stock: HISTORY, f"{stock}?version=1": HISTORY, f"{stock}?at=2199-01-01T00:00:00Z": HISTORY,
        f"{stock}/difference?from=0": DIFFERENCE,
        "/history?limit=200": ACTIVITY, "/history?limit=1": ACTIVITY, "/history?about=THING-0-S&actor=guest": ACTIVITY,
    }
    few = {path: len(cost(statements, lambda path=path: look(shop, path))) for path in budgets}
    assert all(few[path] <= most for path, most in budgets.items()), few
    for _ in range(20):
        shop.post("/api/v1/inventory/THING-0-S/receipts", json={"quantity": 1}, headers=STAFF)
    settle(migrated_url, tmp_path)
    many = {path: len(cost(statements, lambda path=path: look(shop, path))) for path in budgets}
    assert all(many[path] <= most for path, most in budgets.items()), many
    wish = look(shop, "/history?limit=1").json()["items"][0]["correlation"]
    assert len(cost(statements, lambda: look(shop, f"/history/chains/{wish}"))) <= CHAIN


def look(client, path):
    return client.get(f"/api/v1{path}", headers=STAFF)


def settle(url, folder):
    settings = Settings(database_url=url, data_dir=folder, demo=False, log_level="error")
    with postgres_shop(settings) as back_room:
        back_room.runner().catch_up()


def place(client, cart):
    form = {"cart_id": cart, "email": "ann@example.com", "shipping_address": ADDRESS,
            "payment": {"method": "sandbox", "token": "success"}}
    return client.post("/api/v1/orders", json=form, headers={"idempotency-key": f"key of {cart}"})


@pytest.mark.story("US-9.2", "partitioning that prunes")
@pytest.mark.requirement("R9.3")
def test_a_stream_is_read_from_one_partition_and_the_log_in_order_of_position(shop, migrated_url):
    del shop
    with psycopg.connect(migrated_url, autocommit=True) as db:
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
@pytest.mark.parametrize(("asked", "index"), [
    (Wanted(), "products_newest"), (Wanted(sort="price"), "products_price"), (Wanted(sort="name"), "products_name"),
    (Wanted(sort="popular"), "products_popular"), (Wanted(facets=("Colour: Rare",)), "products_facets"),
    (Wanted(q="rare", sort="relevance"), "products_search"), (Wanted(brand=("Rare",)), "products_brand"),
])
def test_a_page_of_products_comes_from_an_index(shop, migrated_url, asked, index):
    del shop
    with psycopg.connect(migrated_url, autocommit=True) as db:
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
    assert index in {node.get("Index Name") for node in found}


@pytest.mark.requirement("R9.5")
def test_a_search_costs_the_same_just_after_an_import_as_later(shop, migrated_url):
    del shop
    with psycopg.connect(migrated_url, autocommit=True) as db:
        ((options,),) = db.execute("SELECT reloptions FROM pg_class WHERE relname = 'products_search'").fetchall()
    assert "fastupdate=off" in options, "or each search reads a list of what came last, until a vacuum sorts it in"


def plan(db, query, values, said="EXPLAIN (FORMAT JSON) "):
    """All nodes of the way Postgres takes."""
    ((said,),) = db.execute(f"{said}{query}", values).fetchall()
    waiting, nodes = [said[0]["Plan"]], []
    while waiting:
        nodes.append(waiting.pop())
        waiting += nodes[-1].get("Plans", [])
    return nodes


def kinds(nodes):
    return {node["Node Type"] for node in nodes}


@pytest.mark.requirement("R1.5")
@pytest.mark.requirement("R9.3")
def test_a_pass_or_a_session_costs_one_statement_and_a_guest_none(shop, statements, migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path)
    with postgres_shop(settings) as back_room:
        session, token = PostgresSessions(back_room.pool()).open(
            AccountId(uuid4()), Role.CUSTOMER, "", back_room.clock().now()
        )
        shown = back_room.passes().sign(session, back_room.clock().now())
    asked = "/api/v1/products/thing-1"
    without = cost(statements, lambda: shop.get(asked))
    with_pass = cost(statements, lambda: shop.get(asked, headers={"authorization": f"Bearer {shown}"}))
    assert (len(with_pass) - len(without), [it for it in without if "work.sessions" in it]) == (1, [])
    shop.cookies.clear()
    shop.get("/products/thing-1")  # the categories are kept for a few seconds
    guest = cost(statements, lambda: shop.get("/products/thing-1"))
    shop.get("/products/thing-1", headers={"cookie": f"{ACCOUNT_COOKIE}={token}"})  # and faces for half a minute
    known = cost(statements, lambda: shop.get("/products/thing-1", headers={"cookie": f"{ACCOUNT_COOKIE}={token}"}))
    assert (len(known) - len(guest), [it for it in guest if "work.sessions" in it]) == (1, [])


@pytest.mark.requirement("R9.3")
def test_a_session_is_found_by_an_index(migrated_url):
    with psycopg.connect(migrated_url) as db:
        for look in (sessions_postgres._FIND, sessions_postgres._FIND_BY_ID):
            db.execute("SET enable_seqscan = off")
            values = sessions_postgres._at(datetime.now(UTC)) | {"token": b"", "id": uuid4()}
            plan = "\n".join(row[0] for row in db.execute(f"EXPLAIN {look}", values))
            assert re.search("Index (Only )?Scan using sessions_(pkey|id_key)", plan), plan
            assert "Seq Scan on sessions" not in plan, plan
