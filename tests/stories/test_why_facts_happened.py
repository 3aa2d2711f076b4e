"""Each fact of an order says which fact before it was its reason, all the way back to somebody's wish."""

import pytest
from msgspec import json

from store.adapters.drivers.eventlog.journal import Metadata
from store.domain.shared.ids import fact_id
from tests.harness.drivers.memory import Memory
from tests.harness.drivers.postgres import postgres

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-2.5", "changes leave an audit trail")]


@pytest.fixture(params=["memory", "postgres"])
def driver(request, tmp_path):
    if request.param == "memory":
        yield Memory()
        return
    with postgres(request.getfixturevalue("migrated_url"), tmp_path) as driver:
        yield driver


@pytest.fixture
def causes(driver):
    """What is in the log: for each tag the tags of the facts that were the reason, newest order last."""

    def read():
        rows = driver.log.select_notifications(1, 10**6)
        names = {fact_id(row.originator_id, row.originator_version): row.topic for row in rows}
        said = [(row.topic, json.decode(row.metadata, type=Metadata)) for row in rows]
        return {
            tag: (about.correlation, names[about.causation] if about.causation else None) for tag, about in said
        }

    return read


def test_money_that_came_names_the_order_as_its_reason(causes, shop, ann, mug):
    shop.sells(mug)
    ann.buys(1, mug)
    found = causes()
    wish, nothing = found["ordering/placed-1"]
    assert nothing is None, "a person was the reason"
    placing = {tag for tag, (correlation, cause) in found.items() if correlation == wish and cause is None}
    for tag in ("payments/captured-1", "ordering/confirmed-1"):
        correlation, cause = found[tag]
        assert correlation == wish
        assert cause in placing, tag


def test_a_card_that_was_refused_names_the_order_as_its_reason(causes, shop, ann, mug):
    shop.sells(mug)
    with pytest.raises(Exception, match="CardDeclined"):
        ann.buys(1, mug, card="decline")
    found = causes()
    for tag in ("payments/declined-1", "ordering/cancelled-1", "inventory/released-1", "cart/reopened-1"):
        assert found[tag][0] == found["ordering/placed-1"][0]
        assert found[tag][1] is not None, tag
