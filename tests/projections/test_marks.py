"""The numbers that goods are chosen by follow the goods, however these come, change and go."""

import pytest
from msgspec import structs

from projections.browsing.goods import Goods
from store.domain.catalogue.attribute_events import AttributeDefined
from store.domain.catalogue.category_events import CategoryMerged, CategoryMoved, CategoryOpened
from store.domain.catalogue.events import Description, ProductListed, ProductRevised, Variant
from store.domain.catalogue.standing_events import ProductRelisted, ProductWithdrawn
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.domain.catalogue.test_product import ID, LISTED, NOON
from tests.harness.projections import learning
from tests.projections.test_specified import BELOW, MUG, OTHER, TOP, WEIGHT

pytestmark = [pytest.mark.requirement("R2.4"), pytest.mark.story("US-2.3", "choices show their counts")]
COUNTED = """
SELECT facet, count(*)::int FROM read.products, unnest(facets || (': ' || brand)) AS facet WHERE for_sale GROUP BY facet
ORDER BY facet
"""


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner


def kept(goods):
    goods.runner.catch_up()
    found = goods.rows("SELECT facet, products FROM read.marks ORDER BY facet")
    assert found == goods.rows(COUNTED)
    assert not goods.rows("SELECT FROM read.marks WHERE mark <> hashtextextended(facet, 0)")
    assert not goods.rows(
        "SELECT FROM read.products p, unnest(p.marks, p.facets) AS it (mark, facet)"
        " WHERE mark IS DISTINCT FROM hashtextextended(facet, 0)"
    )
    return dict(found)


def test_they_follow_a_product_that_is_said_otherwise_taken_out_and_brought_back(goods):
    goods.given(ID, LISTED)
    first = kept(goods)
    assert first[f": {LISTED.description.brand}"] == 1
    said = structs.replace(LISTED.description, brand="Another", attributes={"Glaze": "Celadon"})
    goods.given(ID, ProductRevised(at=NOON, product_id=ID, description=said, variants=LISTED.variants))
    second = kept(goods)
    assert (second[": Another"], second["Glaze: Celadon"]) == (1, 1)
    assert f": {LISTED.description.brand}" not in second
    goods.given(ID, ProductWithdrawn(at=NOON, product_id=ID, reason="broken"))
    assert kept(goods) == {}
    goods.given(ID, ProductRelisted(at=NOON, product_id=ID, for_sale=True))
    assert kept(goods) == second


def test_they_follow_what_a_category_says_and_where_it_goes(goods):
    for id, parent in ((TOP, None), (BELOW, TOP), (OTHER, None)):
        goods.given(id, CategoryOpened(at=NOON, category_id=id, slug=f"p{id.int}", name="P", parent=parent))
    said = Description("mug", "Mug", "Kiln", BELOW, attributes={"Weight": "1.5", "Ean": "1"})
    goods.given(MUG, ProductListed(
        at=NOON, product_id=MUG, description=said, variants=(Variant(Sku("MUG"), Money(1, "EUR")),)
    ))
    assert kept(goods) == {": Kiln": 1, "Ean: 1": 1, "Weight: 1.5": 1}
    goods.given(TOP, AttributeDefined(at=NOON, category_id=TOP, definition=WEIGHT))
    assert kept(goods) == {": Kiln": 1, "Ean: 1": 1, "Weight: 1.5 kg": 1}
    goods.given(BELOW, CategoryMoved(at=NOON, category_id=BELOW, parent=OTHER, was=TOP))
    assert "Weight: 1.5" in kept(goods)
    goods.given(BELOW, CategoryMerged(at=NOON, category_id=BELOW, into=TOP))
    assert "Weight: 1.5 kg" in kept(goods)
