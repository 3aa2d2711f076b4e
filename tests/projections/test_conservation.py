"""The laws of conservation on a real log: they hold on every way through the shop, and a bad fact is named."""

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from hypothesis.stateful import invariant
from msgspec import json

from projections.audit.conservation import ConservationLaws
from projections.audit.deals import Deal, order_in
from projections.audit.shelves import STOCK_FACTS, Shelf, sku_of
from projections.shared.projection import Seen
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.rows import Fact, link
from store.domain.inventory.events import (
    Cause,
    StockAdjusted,
    StockCounted,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
)
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.events import OrderCancelled, OrderConfirmed
from store.domain.ordering.order import Order
from store.domain.payments.events import PaymentCaptured, PaymentRequested
from store.domain.payments.payment import Payment
from store.domain.shared.ids import OrderId, order_of, stock_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.test_shop_machine import ShopMachine
from tests.checker.orders import check_orders
from tests.checker.reading import read_log
from tests.checker.stock import check_stock
from tests.harness.drivers.postgres import postgres
from tests.harness.goods import Goods
from tests.harness.shop import Shop

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-3.4", "nothing happens by halves")]

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MUG = Goods("mug", "9.00")
STRANGER = OrderId(uuid4())


class LawsMachine(ShopMachine):
    """Journeys in any order, as in the machine it extends; after each step the laws are asked."""

    @invariant()
    def the_laws_hold(self):
        shelves, deals, payments = {}, {}, {}
        wish, transaction = None, 0
        for row in self.driver.log.select_newest(None, 1_000_000)[::-1]:
            event = self.driver.codec.decode(row.topic, row.state, row.originator_id, row.originator_version)
            before, wish = wish, json.decode(row.metadata)["correlation"]
            transaction += wish != before  # as in Postgres, where what was written together has its position from it
            fact = Seen((transaction << 16) + row.id, row.originator_id, row.originator_version, event)
            if isinstance(event, STOCK_FACTS):
                shelf = shelves.setdefault(sku_of(fact), Shelf(sku_of(fact), fact.stream))
                assert shelf.take(fact) is None
            if isinstance(event, PaymentRequested):
                payments[fact.stream] = event.order_id
            if isinstance(event, ConservationLaws.kinds):
                order = order_in(event) or payments.get(fact.stream)
                if order:
                    deals.setdefault(order, Deal()).take(fact)
        assert [broken for deal in deals.values() for broken in deal.broken()] == []


TestLaws = LawsMachine.TestCase
TestLaws.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)


class Books:
    """A shop with a sold, a sent, a declined and an unpaid order, and a hand that writes facts nobody decided."""

    def __init__(self, driver, url, folder):
        self.driver, self.url = driver, url
        shop = Shop(driver)
        shop.sells(MUG, stock=10)
        ann, ben, eve, joe = (shop.shopper(name) for name in ("Ann", "Ben", "Eve", "Joe"))
        for who, pieces in ((ann, 2), (ben, 1), (eve, 3), (joe, 1)):
            who.puts(pieces, MUG)
        self.sent = ann.checks_out(card="success")
        shop.ships(self.sent)
        self.paid = ben.checks_out(card="success")
        with pytest.raises(Exception, match="declined"):
            eve.checks_out(card="decline")
        self.open = joe.checks_out(card="challenge")
        self._shop = postgres_shop(Settings(database_url=url, data_dir=folder))
        self.shop = self._shop.__enter__()

    def close(self):
        self._shop.__exit__(None, None, None)

    def write(self, *facts):
        """Facts as one transaction, each ``(stream, event)``; gives the position of the last."""
        rows, heads = [], {}
        about = json.encode(Metadata("system:intruder", uuid4(), NOON, NOON))
        for stream, event in facts:
            before = self.shop.log().select_events(stream)
            version, head = heads.get(stream, (len(before), before[-1].hash if before else b""))
            tag, state = self.shop.codec().encode(event, stream, version + 1)
            head = link(head, stream, version + 1, tag, state, about)
            heads[stream] = version + 1, head
            rows.append(Fact(stream, version + 1, tag, state, about, head))
        return self.shop.log().insert_events(rows)[-1]

    def learn(self):
        self.shop.runner().catch_up()

    def offences(self):
        self.learn()
        with psycopg.connect(self.url) as db:
            return db.execute(
                "SELECT law, subject, position, words FROM read.offences ORDER BY position, law"
            ).fetchall()

    def payment(self, bought):
        return Order.replay(order_of(bought.number), self.history(order_of(bought.number))).payment_id

    def history(self, stream):
        return self.shop.journal().read([stream])[stream].events

    def checker_says(self):
        """The positions of all offences that the independent checker finds."""
        facts = read_log(self.url)
        return {it.fact.position for it in (*check_stock(facts), *check_orders(facts))}


@pytest.fixture
def books(migrated_url, tmp_path):
    with postgres(migrated_url, tmp_path) as driver:
        it = Books(driver, migrated_url, tmp_path)
        try:
            yield it
        finally:
            it.close()


def test_every_way_through_the_shop_keeps_the_laws(books):
    assert books.offences() == []
    assert books.checker_says() == set()
    with psycopg.connect(books.url) as db:
        assert db.execute("SELECT received, corrected, on_hand, reserved, sold FROM read.pieces").fetchall() == [
            (10, 0, 8, 2, 2)
        ]
        assert db.execute(
            "SELECT count(*), sum(captured), sum(total) FILTER (WHERE paid), count(*) FILTER (WHERE cancelled)"
            " FROM read.deals"
        ).fetchone()[::3] == (4, 1)
        assert db.execute("SELECT bool_and(captured = CASE WHEN paid THEN total ELSE 0 END) FROM read.deals"
                          ).fetchone() == (True,)


def test_what_comes_back_and_what_is_lost_keeps_the_laws(books):
    mug = stock_of(MUG.sku)
    books.write((mug, StockReturned(at=NOON, sku=MUG.sku, quantity=2, written_off=1, reason="")))
    books.write((mug, StockAdjusted(at=NOON, sku=MUG.sku, change=-3, cause=Cause.DAMAGED, reason="")))
    assert books.offences() == []
    assert books.checker_says() == set()
    with psycopg.connect(books.url) as db:
        assert db.execute(
            "SELECT received, corrected, on_hand, reserved, sold, returned FROM read.pieces"
        ).fetchall() == [(10, -4, 6, 2, 2, 2)]
        assert db.execute("SELECT on_hand, reserved FROM read.variants").fetchall() == [(6, 2)]
        assert db.execute("SELECT on_hand, reserved FROM insight.stock").fetchall() == [(6, 2)]
        assert db.execute("SELECT sum(on_hand_change) FROM insight.stock_movements").fetchone() == (6,)


def stock_faults(books):
    mug, order = stock_of(MUG.sku), order_of(books.paid.number)
    return {
        "more reserved than on hand": (
            "stock", (mug, StockReserved(at=NOON, sku=MUG.sku, order_id=STRANGER, quantity=50)),
            "52 pieces are promised",
        ),
        "a count from other books": (
            "stock", (mug, StockCounted(at=NOON, sku=MUG.sku, on_hand=9, was=5, reason="")), "14 pieces came in",
        ),
        "more came back than left": (
            "stock", (mug, StockReturned(at=NOON, sku=MUG.sku, quantity=3, written_off=0, reason="")),
            "3 pieces came back, 2 were sold",
        ),
        "an adjustment below what is promised": (
            "stock", (mug, StockAdjusted(at=NOON, sku=MUG.sku, change=-7, cause=Cause.LOST, reason="")),
            "2 pieces are promised, 1 are on hand",
        ),
        "more sent than was put aside": (
            "stock", (mug, StockShipped(at=NOON, sku=MUG.sku, order_id=order, quantity=7)),
            "more pieces were given back",
        ),
        "goods given back for an order that stands": (
            "orders", (mug, StockReleased(at=NOON, sku=MUG.sku, order_id=order, quantity=1)), "was not cancelled",
        ),
        "a second reservation": (
            "orders", (mug, StockReserved(at=NOON, sku=MUG.sku, order_id=order, quantity=1)),
            f"1 of {MUG.sku} were put aside",
        ),
        "paid for without money": (
            "money", (order_of(books.open.number), OrderConfirmed(at=NOON, order_id=order_of(books.open.number))),
            "no money was taken",
        ),
        "cancelled and nothing given back": (
            "orders", (order_of(books.open.number), OrderCancelled(
                at=NOON, order_id=order_of(books.open.number), reason="")), "payment not declined",
        ),
    }


@pytest.mark.parametrize("name", [
    "more reserved than on hand", "a count from other books", "more came back than left",
    "an adjustment below what is promised", "more sent than was put aside",
    "goods given back for an order that stands", "a second reservation", "paid for without money",
    "cancelled and nothing given back",
])
def test_a_fact_that_breaks_a_law_is_named_as_the_checker_names_it(books, name):
    law, fact, words = stock_faults(books)[name]
    position = books.write(fact)
    named = {(of, at): said for of, _, at, said in books.offences()}
    assert words in named[law, position], named
    assert min(at for _, at in named) == position
    assert position in books.checker_says()


def test_a_capture_larger_than_the_order_is_named(books):
    payment, order = books.payment(books.open), order_of(books.open.number)
    last = books.write((payment, PaymentCaptured(
        at=NOON, payment_id=payment, reference="x", amount=Money(999_999, "EUR"))
    ), (order, OrderConfirmed(at=NOON, order_id=order)))
    (law, subject, position, words), owed = books.offences()
    assert (law, subject) == ("money", books.open.number)
    assert owed[:3] == ("ledger", books.open.number, last)
    assert "EUR 9999.99 were taken" in words
    assert position == books.shop.log().select_events(payment)[-1].id


def test_money_taken_twice_for_one_order_is_named_by_the_second_time(books):
    payment = books.payment(books.paid)
    amount = Payment.replay(payment, books.history(payment)).amount
    position = books.write((payment, PaymentCaptured(at=NOON, payment_id=payment, reference="y", amount=amount)))
    owed = f"it is settled, and {amount.currency} -{amount.amount} are still owed for it"
    assert books.offences() == [
        ("ledger", books.paid.number, position, owed), ("money", books.paid.number, position, "it was charged before"),
    ]


def test_the_first_offence_stays_whatever_follows(books):
    mug = stock_of(MUG.sku)
    first = books.write((mug, StockCounted(at=NOON, sku=MUG.sku, on_hand=9, was=5, reason="")))
    books.learn()
    books.write((mug, StockReceived(at=NOON, sku=MUG.sku, quantity=1)))
    assert [(law, position) for law, _, position, _ in books.offences()] == [("stock", first)]


def test_where_a_batch_ends_changes_nothing(books):
    """An order's facts stand in several streams: read one by one, it is half placed for a while."""
    books.write((stock_of(MUG.sku), StockReserved(at=NOON, sku=MUG.sku, order_id=STRANGER, quantity=50)))
    runner = books.shop.runner()
    books.learn()
    whole = tables(books.url)
    runner._batch = 1
    with psycopg.connect(books.url) as db:
        db.execute("UPDATE read.copies SET position = 0 WHERE name = 'conservation'")
        db.execute("TRUNCATE read.pieces, read.pieces_at, read.deals, read.offences")
    books.learn()
    assert tables(books.url) == whole


def tables(url):
    with psycopg.connect(url) as db:
        return [db.execute(statement).fetchall() for statement in (
            "SELECT * FROM read.pieces ORDER BY sku", "SELECT * FROM read.deals ORDER BY id",
            "SELECT * FROM read.pieces_at ORDER BY sku, location",
            "SELECT * FROM read.offences ORDER BY law, thing",
        )]


def test_pieces_of_one_sku_in_two_streams_are_named(books):
    stream = uuid4()
    position = books.write((stream, StockReceived(at=NOON, sku=MUG.sku, quantity=1)))
    assert [(law, at) for law, _, at, _ in books.offences()] == [("stock", position)]
    assert Inventory.replay(stream, books.history(stream)).on_hand == 1
