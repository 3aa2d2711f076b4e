"""The list of parts: what is paid for and to be sent, and how far that is."""

from uuid import UUID

import psycopg
import pytest
from msgspec import structs

from projections.ordering.order_list import OrderList
from projections.ordering.part_list import PartList
from store.domain.ordering.events import Canceller, ParcelDelivered, PiecesCancelled, Share
from store.domain.ordering.life import Stage
from store.domain.ordering.screening_events import ReviewBegun, ReviewPassed
from store.domain.shared.ids import ParcelId, part_of
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, NOON, PARCEL, PART, SHIPPED, eur, sent
from tests.domain.ordering.test_parts import HAT, LOAM, LOAMS, MUG, POT, SHED, THREE, processing
from tests.harness.projections import learning

pytestmark = [pytest.mark.story("US-4.3", "a vendor's orders are listed"), pytest.mark.requirement("R4.2")]
ROWS = (
    "SELECT place, vendor, status, pieces, waiting, value, sent_at FROM read.parts ORDER BY place, vendor NULLS FIRST"
)
MAIN, SHEDS, VENDORS = ("MAIN", None), ("SHED", None), ("MAIN", LOAM)


@pytest.fixture
def parts(migrated_url):
    with learning(migrated_url, PartList()) as learner:
        yield learner


def test_what_nobody_paid_for_is_not_listed(parts):
    parts.given(ID, THREE).then(ROWS)
    parts.given(ID, CANCELLED).then(ROWS)


def test_an_order_is_listed_part_by_part_with_what_was_paid_for_its_goods(parts):
    assert {PART, SHED, LOAMS} == {part_of(ID, vendor, place) for place, vendor in (MAIN, SHEDS, VENDORS)}
    parts.given(ID, THREE, CONFIRMED).then(
        ROWS, (*MAIN, "awaiting", 4, 4, 2600, None), (*VENDORS, "awaiting", 1, 1, 500, None),
        (*SHEDS, "awaiting", 3, 3, 1200, None),
    )


@pytest.mark.story("US-3.4", "fraud checks look at purchases")
def test_what_is_held_is_listed_once_somebody_found_it_good(parts):
    parts.given(ID, THREE, CONFIRMED, ReviewBegun(at=NOON, order_id=ID)).then("SELECT count(*) FROM read.parts", (0,))
    parts.given(ID, ReviewPassed(at=NOON, order_id=ID)).then("SELECT count(*) FROM read.parts", (3,))


@pytest.mark.story("US-3.4", "fraud checks look at purchases")
def test_what_is_held_while_its_parts_are_listed_leaves_the_list(parts):
    parts.given(ID, THREE, CONFIRMED).then("SELECT count(*) FROM read.parts", (3,))
    parts.given(ID, ReviewBegun(at=NOON, order_id=ID)).then("SELECT count(*) FROM read.parts", (0,))


def test_each_part_goes_its_own_way_whatever_batches_the_facts_come_in(parts):
    other = ParcelId(UUID(int=7))
    parts.given(ID, THREE, CONFIRMED, processing)
    parts.runner.catch_up()
    parts.given(
        ID, sent({POT: 1}, part=LOAMS), ParcelDelivered(at=NOON, order_id=ID, part_id=LOAMS, parcel_id=PARCEL),
        sent({MUG: 1}, other), PiecesCancelled(
            at=NOON, order_id=ID, pieces={HAT: 3}, reason="x", by=Canceller.STAFF,
            share=Share(eur(1200), eur(0), eur(0)), parts={SHED: {HAT: 3}},
        ),
    ).then(
        ROWS, (*MAIN, "partly_shipped", 4, 3, 2600, NOON), (*VENDORS, "delivered", 1, 0, 500, NOON),
        (*SHEDS, "cancelled", 0, 0, 0, None),
    )
    parts.given(ID, SHIPPED).then(
        ROWS, (*MAIN, "shipped", 4, 0, 2600, NOON), (*VENDORS, "delivered", 1, 0, 500, NOON),
        (*SHEDS, "cancelled", 0, 0, 0, None),
    )


@pytest.mark.story("US-4.2", "the current status")
def test_the_list_of_orders_learns_how_an_order_stands_from_facts_about_its_parts(migrated_url):
    with learning(migrated_url, OrderList()) as orders:
        orders.given(ID, THREE, CONFIRMED, processing).then("SELECT status FROM read.orders", ("processing",))
        partly = structs.replace(sent({POT: 1}, part=LOAMS), stands=Stage.PARTLY_SHIPPED)
        orders.given(ID, partly, sent({MUG: 1})).then("SELECT status FROM read.orders", ("partly_shipped",))


@pytest.mark.story("US-4.2", "the current status")
def test_analysts_see_an_order_stand_as_its_newest_fact_says(parts, migrated_url):
    packed, partly = structs.replace(processing), structs.replace(sent({MUG: 1}), stands=Stage.PARTLY_SHIPPED)
    seen = []
    with psycopg.connect(migrated_url, autocommit=True) as db:
        for facts in ((THREE,), (CONFIRMED,), (packed,), (partly, sent({POT: 1}, part=LOAMS)), (SHIPPED,)):
            parts.given(ID, *facts)
            seen += db.execute("SELECT status, shipped_at IS NOT NULL FROM insight.orders").fetchall()
    assert seen == [
        ("awaiting_payment", False), ("confirmed", False), ("processing", False), ("partly_shipped", True),
        ("shipped", True),
    ]
