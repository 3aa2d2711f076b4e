"""The list of goods must not stop because of what somebody imported."""

import pytest
from msgspec import structs

from projections.browsing.goods import Goods
from store.domain.shared.ids import product_of
from tests.domain.catalogue.test_product import ID, LISTED
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.requirement("R2.3"),
    pytest.mark.story("US-2.1", "what was imported cannot stop the list"),
]
OTHER = product_of("test", "another")


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner


def test_two_products_at_one_address_stop_nothing(goods):
    variants = tuple(structs.replace(variant, sku=f"OTHER-{variant.sku}") for variant in LISTED.variants)
    same_address = structs.replace(LISTED, product_id=OTHER, variants=variants)
    goods.given(ID, LISTED).given(OTHER, same_address)
    goods.runner.catch_up()
    assert goods.status.state == "running", goods.status.error
    assert len(goods.rows("SELECT id FROM read.products")) == 2
