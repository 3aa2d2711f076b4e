"""Analysts see nothing that leads to a person, before somebody is forgotten and after; the index of search neither."""

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from projections.browsing.goods import Goods
from store.adapters.drivers.eventlog.codec import tag_of
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.application.identity.roles import GRANTS
from store.application.shared.authority import Permission
from store.domain.shared.ids import address_book_of, erasure_of, preferences_of, subject_of
from store.entrypoints.wiring.register import EVENTS
from tests.adapters.privacy.somebody import EMAIL, WORDS, Somebody, open_shop

pytestmark = [
    pytest.mark.requirement("R10.4"), pytest.mark.story("US-10.4", "analysts see nothing that leads to a person"),
]
TRACKING = "1Z-TRACKED-12345"


@pytest.fixture
def ann(migrated_url, tmp_path):
    with open_shop(migrated_url, tmp_path) as shop:
        yield Somebody(shop)


def seen(url):
    """Every row of every view that analysts have, as text, and every column."""
    with psycopg.connect(as_role(url, DatabaseRole.ANALYST)) as db:
        columns = db.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'insight'"
        ).fetchall()
        rows = b""
        for view in sorted({table for table, _ in columns}):
            asked = sql.SQL("COPY (SELECT * FROM insight.{}) TO STDOUT").format(sql.Identifier(view))
            with db.cursor().copy(asked) as copied:
                rows += b"".join(bytes(row) for row in copied)
    return columns, rows


def test_no_column_and_no_row_leads_to_anybody(ann, migrated_url):
    order = ann.shop.buys(EMAIL, ann.account)
    ann.shop.ships(order.number, TRACKING)
    account = ann.account
    ids = [account, subject_of(account), address_book_of(account), preferences_of(account), erasure_of(account)]
    for _ in ("before", "after"):
        columns, rows = seen(migrated_url)
        assert len(columns) > 50
        of_books = {("ledger", "account")}  # what is booked there, and no person
        assert not [name for table, name in columns if (table, name) not in of_books and any(word in name for word in (
            "account", "actor_id", "email", "name_of", "subject", "phone", "address", "tracking", "digest",
        ))]
        assert not [text for text in (*WORDS, *map(str, ids), TRACKING) if text.encode() in rows]
        ann.leaves()
        ann.shop.undertakes()
    assert ann.standing().state == "deferred"


def test_who_is_who_can_be_told_apart_and_not_found_out(ann, migrated_url):
    """What is one account's goes by one pseudonym, made with a salt that only the view itself can read."""
    with psycopg.connect(as_role(migrated_url, DatabaseRole.ANALYST), autocommit=True) as db:
        streams = db.execute(
            "SELECT DISTINCT stream, payload ->> 'account_id' FROM insight.facts"
            " WHERE tag IN ('identity/registered-1', 'identity/renamed-1')"
        ).fetchall()
        assert len(streams) == 1
        assert str(streams[0][0]) == streams[0][1] != str(ann.account)
        with pytest.raises(InsufficientPrivilege):
            db.execute("SELECT salt FROM work.salts")
    with psycopg.connect(as_role(migrated_url, DatabaseRole.APP)) as db, pytest.raises(InsufficientPrivilege):
        db.execute("SELECT salt FROM work.salts")


def test_documents_of_the_search_are_made_of_facts_that_know_nobody():
    """Shown by type: no fact that goods are learnt from has a personal field, or names an account."""
    learnt = {str(kind.__struct_config__.tag) for kind in Goods.kinds}
    of_events = [kind for kind in EVENTS if tag_of(kind) in learnt]
    assert {tag_of(kind) for kind in of_events} == learnt
    for kind in of_events:
        assert not [name for name, hint in kind.__annotations__.items() if "Personal" in str(hint) or "account" in name]


def test_what_names_one_thing_is_this_and_leads_whoever_may_see_persons_anyway(migrated_url):
    """An order's number and a place in the log name a thing, no person. Somebody who may look those up finds one, and
    so may see persons already: nobody may ask and may not look (ADR 168).
    """
    with psycopg.connect(as_role(migrated_url, DatabaseRole.ANALYST)) as db:
        named = {name for [name] in db.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'insight'"
            " AND (data_type = 'uuid' OR column_name IN ('position', 'number', 'order_number'))"
        ).fetchall()}
        for table in ("log.events", "read.activity", "work.blind_index"):
            with pytest.raises(InsufficientPrivilege), db.transaction():
                db.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(*table.split("."))))
    goods = {it for it in named if it.split(".")[1] in {"product_id", "category_id", "parent_id", "into_id"}}
    assert named - goods == {
        "facts.position", "facts.stream", "facts.correlation", "facts.causation", "stock_movements.position",
        "place_movements.position",
        "orders.number", "orders.order_id", "orders.cart_id", "orders.payment_id", "order_lines.number",
        "order_lines.order_id", "payments.order_number", "payments.order_id", "payments.payment_id",
        "carts.cart_id", "carts.order_number", "stock_movements.order_id", "ledger.position", "ledger.order_id",
        "ledger.order_number", "ledger.stream", "invoices.number", "invoices.order_id", "invoices.order_number",
        "invoice_taxes.number", "order_rates.order_id", "order_rates.number",
    }
    looking = {Permission.READ_HISTORY, Permission.READ_PERSONS, Permission.READ_ORDERS}
    asking = [grant for grant in GRANTS.values() if Permission.ASK_DATA in grant.everywhere]
    assert asking
    assert all(looking <= grant.everywhere for grant in asking)
