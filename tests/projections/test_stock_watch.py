"""What runs low calls for a letter, once; and numbers of their own are known."""

import pytest

from projections.inventory.thresholds import Thresholds
from projections.notifications.stock_mails import StockMails
from store.domain.inventory.events import StockRanLow, ThresholdSet
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import Sku, follow_up, stock_of
from tests.harness.projections import NOON, learning

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "an alert when stock is low")]
MUG, POT = Sku("MUG"), Sku("POT")


def at(sku, threshold):
    return ThresholdSet(at=NOON, sku=sku, threshold=threshold)


def test_each_crossing_calls_for_one_letter(migrated_url):
    low = StockRanLow(at=NOON, sku=MUG, available=1, threshold=2)
    with learning(migrated_url, StockMails()) as learner:
        learner.given(stock_of(MUG), at(MUG, 2), low).then(
            "SELECT id, about, kind FROM work.outbox",
            (follow_up(stock_of(MUG), "2/mail/low_stock"), stock_of(MUG), "low_stock"),
        )


def test_the_last_number_of_each_is_known_and_none_where_it_was_left_to_the_shop(migrated_url):
    with learning(migrated_url, Thresholds()) as learner:
        learner.given(stock_of(MUG), at(MUG, 2), at(MUG, 3)).given(stock_of(POT), at(POT, 4), at(POT, None)).then(
            "SELECT sku, threshold FROM read.thresholds", ("MUG", 3)
        )


def test_numbers_of_single_places_are_known_beside_those_over_all(migrated_url):
    def there(threshold, place):
        return ThresholdSet(at=NOON, sku=MUG, threshold=threshold, location=LocationCode(place))

    with learning(migrated_url, Thresholds()) as learner:
        learner.given(
            stock_of(MUG), at(MUG, 2), there(4, "SHED"), there(5, "SHED"), there(1, "MAIN"), there(None, "MAIN"),
        ).then("SELECT sku, location, threshold FROM read.place_thresholds", ("MUG", "SHED", 5))
