"""What was sold over time: of each vendor and of all, in days that begin where the shop is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import anyio
import psycopg
import pytest
from msgspec import structs
from psycopg_pool import AsyncConnectionPool

from projections.ordering.part_list import PartList
from projections.ordering.sales_reader import SOLD_BY_DAY, SalesFigures
from projections.ordering.sold import ALL_GOODS
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.application.ordering.sales import LookAtSales
from store.application.shared.answers import Price
from store.application.shared.authority import Reach, Scope
from store.domain.ordering.events import Canceller, PiecesCancelled, PiecesReturned, Share
from store.domain.ordering.screening_events import ReviewBegun
from store.domain.shared.ids import OrderNumber, ReturnId, order_of
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, NOON, SHIPPED, eur
from tests.domain.ordering.test_parts import HAT, LOAM, MUG, POT, SHED, THREE
from tests.harness.projections import learning

pytestmark = [pytest.mark.story("US-4.3", "figures over time"), pytest.mark.requirement("R8.1")]
ROWS = "SELECT vendor, quarter, currency, orders, pieces, value FROM read.sold ORDER BY vendor, quarter"
VENDOR = UUID(int=LOAM.int)
FILL = """
INSERT INTO read.sold SELECT lpad(v::text, 32, '0')::uuid, %(now)s - n * interval '15 minutes', 'EUR', 1, 2, 900
FROM generate_series(1, 200) v, generate_series(1, 3840) n
"""
FEWER = PiecesCancelled(
    at=NOON, order_id=ID, pieces={HAT: 3}, reason="x", by=Canceller.STAFF, share=Share(eur(1200), eur(0), eur(0)),
    parts={SHED: {HAT: 3}},
)


def back(pieces, minor):
    return PiecesReturned(
        at=NOON, order_id=ID, return_id=ReturnId(UUID(int=9)), pieces=pieces, reason="x",
        share=Share(eur(minor), eur(0), eur(0)),
    )


class Stands:
    """A clock that stands still."""

    def __init__(self, now):
        self._now = now

    def now(self):
        return self._now


def figures(url, now, zone="UTC", scope=None):
    """What is answered to whoever asks at that moment."""
    async def ask():
        async with AsyncConnectionPool(as_role(url, DatabaseRole.APP), min_size=1, max_size=1) as pool:
            return await SalesFigures(pool, Stands(now)).look(
                LookAtSales(zone=zone, **({"scope": scope} if scope else {}))
            )

    return anyio.run(ask)


def bought(n, at, facts=(CONFIRMED,)):
    """An order of its own, placed then."""
    number = OrderNumber(f"AAAAA-{n:05}")
    id = order_of(number)
    return id, tuple(
        structs.replace(fact, order_id=id, **({"number": number, "at": at} if fact is THREE else {}))
        for fact in (THREE, *facts)
    )


@pytest.fixture
def sold(migrated_url):
    with learning(migrated_url, PartList()) as learner:
        yield learner


def test_what_was_paid_for_is_sold_to_somebody_and_to_all(sold):
    sold.given(ID, THREE).then(ROWS)
    sold.given(ID, CONFIRMED).then(
        ROWS, (ALL_GOODS, NOON, "EUR", 1, 8, 4300), (VENDOR, NOON, "EUR", 1, 1, 500),
    )


def test_what_is_cancelled_or_came_back_is_not_sold_after_all(sold):
    sold.given(ID, THREE, CONFIRMED, FEWER).then(
        ROWS, (ALL_GOODS, NOON, "EUR", 1, 5, 3100), (VENDOR, NOON, "EUR", 1, 1, 500),
    )
    sold.given(ID, SHIPPED, back({POT: 1}, 500)).then(ROWS, (ALL_GOODS, NOON, "EUR", 1, 4, 2600))
    sold.given(ID, back({MUG: 2}, 1800)).then(ROWS, (ALL_GOODS, NOON, "EUR", 1, 2, 800))
    sold.given(ID, back({HAT: 2}, 800)).then(ROWS)


@pytest.mark.parametrize("undone", [CANCELLED, ReviewBegun(at=NOON, order_id=ID)])
def test_what_came_to_nothing_or_is_held_leaves_no_trace(sold, undone):
    sold.given(ID, THREE, CONFIRMED)
    sold.runner.catch_up()
    sold.given(ID, undone).then(ROWS)


def test_thirty_days_are_shown_beside_the_thirty_before(sold, migrated_url):
    for n, days in enumerate((0, 0, 29, 30, 59, 60)):
        sold.given(*_spread(bought(n, NOON - timedelta(days=days))))
    sold.runner.catch_up()
    seen = figures(migrated_url, NOON)
    assert (seen.since, seen.until) == ((NOON - timedelta(days=29)).date(), NOON.date())
    assert (seen.now.orders, seen.now.pieces, seen.now.revenue) == (3, 24, [Price("129.00", "EUR")])
    assert (seen.before.orders, seen.before.revenue, seen.now.change) == (2, [Price("86.00", "EUR")], {"EUR": 50})
    assert [it.orders for it in seen.days] == [1, *[0] * 28, 2]
    assert seen.days[1].revenue == []
    own = figures(migrated_url, NOON, scope=Scope(Reach.VENDOR, LOAM))
    assert (own.now.orders, own.now.pieces, own.now.revenue) == (3, 3, [Price("15.00", "EUR")])
    for nobody in (Scope(Reach.VENDOR, UUID(int=5)), Scope(Reach.ACCOUNT, LOAM)):
        assert figures(migrated_url, NOON, scope=nobody).now.orders == 0


@pytest.mark.requirement("R8.2")
def test_days_are_those_of_the_shop_also_where_the_clock_is_put_back(sold, migrated_url):
    """In Lisbon the 25th of October 2026 has 25 hours, in Kathmandu days begin at a quarter past."""
    last, next_ = datetime(2026, 10, 25, 23, 50, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)
    for n, at in enumerate((datetime(2026, 10, 24, 23, 0, tzinfo=UTC), last, next_)):
        sold.given(*_spread(bought(n, at)))
    for n, at in ((7, datetime(2026, 10, 20, 18, 14, tzinfo=UTC)), (8, datetime(2026, 10, 20, 18, 15, tzinfo=UTC))):
        sold.given(*_spread(bought(n, at)))
    sold.runner.catch_up()
    lisbon = figures(migrated_url, datetime(2026, 10, 26, 9, tzinfo=UTC), "Europe/Lisbon")
    assert [(it.day.day, it.orders) for it in lisbon.days if it.orders] == [(20, 2), (25, 2), (26, 1)]
    there = figures(migrated_url, datetime(2026, 10, 26, 9, tzinfo=UTC), "Asia/Kathmandu")
    assert [(it.day.day, it.orders) for it in there.days if it.orders] == [(20, 1), (21, 1), (25, 1), (26, 2)]


@pytest.mark.requirement("R9.3")
def test_figures_come_from_an_index_whatever_others_sold(sold, migrated_url):
    """Two hundred vendors in forty days; asked for are some of one."""
    values = {"zone": "UTC", "vendor": UUID(int=7), "since": NOON - timedelta(days=20), "before": NOON}
    with psycopg.connect(migrated_url, autocommit=True) as db:
        db.execute(FILL, {"now": NOON})
        db.execute("ANALYZE read.sold")
        ((said,),) = db.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {SOLD_BY_DAY}", values).fetchall()
    scan = next(node for node in _nodes(said[0]["Plan"]) if "Relation Name" in node)
    assert "sold_pkey" in {node.get("Index Name") for node in _nodes(said[0]["Plan"])}
    assert scan["Actual Rows"] == 20 * 96


def _nodes(node):
    return [node, *(it for inner in node.get("Plans", ()) for it in _nodes(inner))]


def _spread(order):
    id, facts = order
    return id, *facts
