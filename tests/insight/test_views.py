"""What analysts see is what the shop itself says."""

import re

import psycopg
import pytest
from psycopg import sql

from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.shared.ids import OrderNumber, Sku
from store.domain.shared.money import Money
from store.entrypoints.wiring.register import EVENTS
from tests.harness.trade import GOODS

VIEWS = (
    "carts", "categories", "facts", "invoice_taxes", "invoices", "ledger", "merged_categories", "order_lines",
    "order_rates", "orders", "payments", "place_movements", "place_stock", "places", "prices", "products", "searches",
    "stock", "stock_movements", "variants",
)


def test_these_views_are_there_and_an_analyst_may_look_at_each(traded):
    assert traded.asks(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'insight' ORDER BY 1"
    ) == [(view,) for view in VIEWS]
    # Nobody moves a category here, looks for anything, writes invoices (test_papers.py has some) or buys in dollars.
    for view in set(VIEWS) - {"merged_categories", "searches", "invoices", "invoice_taxes", "order_rates"}:
        assert traded.asks(sql.SQL("SELECT count(*) FROM insight.{}").format(sql.Identifier(view)))[0][0] > 0, view


def test_each_order_is_as_its_page_has_it(traded):
    rows = traded.asks("SELECT number, status, total_minor, currency, pieces, lines FROM insight.orders")
    assert len(rows) > 10
    for number, status, total, currency, pieces, lines in rows:
        order = traded.driver.order(OrderNumber(number), None)
        assert (order.status, order.total.amount, order.total.currency) == (
            status, Money(total, currency).amount, currency)
        assert (sum(line.quantity for line in order.lines), len(order.lines)) == (pieces, lines)
    assert {status for _, status, *_ in rows} == {"awaiting_payment", "confirmed", "shipped", "cancelled"}


def test_the_lines_of_an_order_and_its_shipping_make_its_total(traded):
    assert traded.asks(
        "SELECT o.number FROM insight.orders o JOIN insight.order_lines l USING (order_id)"
        " GROUP BY o.number, o.total_minor, o.shipping_minor"
        " HAVING sum(l.total_minor) + o.shipping_minor <> o.total_minor"
    ) == []


def test_stock_is_as_the_stock_room_has_it(traded):
    found = traded.asks("SELECT sku, on_hand, reserved, available FROM insight.stock")
    rows = {sku: rest for sku, *rest in found}
    assert set(rows) == {goods.sku for goods in GOODS}
    for sku, (on_hand, reserved, available) in rows.items():
        level = traded.driver.level(Sku(sku))
        assert (level.on_hand, level.reserved, level.available) == (on_hand, reserved, available)
    assert traded.asks(
        "SELECT s.sku FROM insight.stock s JOIN insight.stock_movements m USING (sku)"
        " GROUP BY s.sku, s.on_hand, s.reserved"
        " HAVING sum(m.on_hand_change) <> s.on_hand OR sum(m.reserved_change) <> s.reserved"
    ) == []


def test_what_was_captured_is_what_the_gateway_took(traded):
    captured = dict(traded.asks("SELECT payment_id, captured_minor FROM insight.payments WHERE status = 'captured'"))
    assert captured == {payment: money.minor for payment, money in traded.driver.taken().items()}
    assert {status for (status,) in traded.asks("SELECT DISTINCT status FROM insight.payments")} == {
        "captured", "challenged", "declined"}


def test_a_cart_is_converted_when_its_order_stands_and_left_behind_after_a_day(traded):
    assert {status for (status,) in traded.asks("SELECT DISTINCT status FROM insight.carts")} <= {
        "abandoned", "converted", "open"}
    assert traded.asks(
        "SELECT count(*) FROM insight.carts WHERE status = 'converted'"
    ) == traded.asks("SELECT count(*) FROM insight.orders WHERE status <> 'cancelled'")


def test_products_and_prices_are_as_the_catalogue_has_them(traded):
    rows = traded.asks(
        "SELECT p.name, c.root, c.path, v.sku, insight.amount(v.price_minor, v.currency)::text, p.for_sale"
        " FROM insight.variants v JOIN insight.products p USING (product_id)"
        " JOIN insight.categories c USING (category_id)"
    )
    assert {row[3]: row[4] for row in rows} == {goods.sku: goods.price for goods in GOODS}
    assert {row[1] for row in rows} == {"Kitchen", "Bath"}
    assert ("Ash mug", "Kitchen", "Kitchen / Mugs", "ASH-MUG", "9.90", True) in rows


def test_a_price_has_a_beginning_and_an_end(traded):
    goods = GOODS[4]
    before = traded.asks("SELECT price_minor, valid_until FROM insight.prices WHERE sku = %s", goods.sku)
    traded.driver.reprice(goods, Money.parse("20.00", "EUR"))
    try:
        after = traded.asks(
            "SELECT price_minor, valid_until IS NULL FROM insight.prices WHERE sku = %s ORDER BY valid_from",
            goods.sku,
        )
        assert before == [(goods.money.minor, None)]
        assert after == [(goods.money.minor, False), (2000, True)]
        assert traded.asks("SELECT price_minor FROM insight.variants WHERE sku = %s", goods.sku) == [(2000,)]
    finally:
        traded.driver.reprice(goods, goods.money)


@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_no_person_is_in_what_analysts_see(traded):
    """Neither in the clear nor sealed: not even what could be opened one day leaves the shop."""
    payloads = traded.asks("SELECT payload::text FROM insight.facts WHERE tag = 'ordering/placed-1'")
    assert len(payloads) > 10
    for (payload,) in payloads:
        assert not re.search(r"sealed|email|address|Main Street|example\.org", payload), payload
    with psycopg.connect(traded.url) as db:
        assert "sealed" in db.execute("SELECT state FROM log.events WHERE tag = 'ordering/placed-1'").fetchone()[0]


def test_views_read_the_forms_in_which_facts_are_written_today(traded):
    """A fact that gets a new form has to get a place in the views as well."""
    with psycopg.connect(traded.url) as db:
        definitions = " ".join(row[0] for row in db.execute(
            "SELECT pg_get_viewdef(c.oid) FROM pg_class c"
            " WHERE c.relnamespace = 'insight'::regnamespace AND relkind = 'v'"
        ))
    read = set(re.findall(r"'([a-z]+/[a-z-]+-[0-9]+)'", definitions))
    written = {tag_of(kind) for kind in EVENTS}
    assert len(read) > 20
    assert read <= written
    contexts = {"ordering", "payments", "invoicing", "cart", "inventory", "catalogue"}
    unseen = {tag for tag in written if tag.split("/")[0] in contexts} - read
    nobody_asks = {
        "catalogue/address-claimed-1", "catalogue/tree-changed-1", "catalogue/search-words-set-1",
        "catalogue/publication-planned-1", "catalogue/publication-called-off-1", "inventory/ran-low-1",
        "inventory/threshold-set-1", "inventory/cost-told-1", "cart/taken-1", "ordering/claimed-1",
        "cart/quoted-1", "cart/currency-chosen-1", "catalogue/prices-said-1",
            "cart/code-entered-1", "cart/code-added-1", "cart/code-taken-out-1",
            "payments/refund-requested-1", "payments/refund-failed-1",
        "invoicing/number-given-1", "invoicing/made-out-1", "ordering/business-declared-1",
        "ordering/vat-number-checked-1",
        "ordering/return-claimed-1", "ordering/return-let-go-1", "cart/purchase-refused-1",
        "ordering/cancel-policy-set-1",
        "ordering/judged-1", "ordering/review-begun-1", "ordering/review-due-1", "ordering/review-passed-1",
        "ordering/parcel-booked-1", "ordering/booking-called-off-1", "ordering/parcel-scanned-1",
        *(f"catalogue/attribute-{what}-1" for what in ("defined", "changed", "moved", "removed")),
        *(f"catalogue/picture-{what}-1" for what in ("added", "removed", "moved", "described", "assigned")),
    }
    assert unseen == nobody_asks, "show it in a view, or say here that nobody asks for it"


def test_amounts_have_the_decimals_of_their_currency(traded):
    for currency, shown in (("EUR", "12.50"), ("JPY", "1250"), ("KWD", "1.250")):
        assert traded.asks("SELECT insight.amount(1250, %s)::text", currency) == [(shown,)]
        assert Money(1250, currency).amount == shown
