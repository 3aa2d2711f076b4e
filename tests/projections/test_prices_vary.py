"""A card says "from" only where another variant costs more."""

import pytest
from msgspec import json, structs

from projections.browsing.goods import Goods
from projections.browsing.stitching import IN_PLACE, card, page
from projections.shared.copies import KEPT, NEXT, SERVING
from store.application.browsing.messages import ProductCard, ProductDetail
from store.domain.catalogue.events import PriceChanged, ProductRevised
from store.domain.shared.money import Money
from tests.domain.catalogue.test_product import BLUE, ID, LISTED, NOON, RED
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.requirement("R2.4"), pytest.mark.story("US-2.1", "a price says from where another variant costs more"),
]
CARD = f"SELECT {card('p')} FROM read.products p"  # noqa: S608 - columns of our own
PAGE = f"SELECT {page()} FROM read.products p {IN_PLACE}"  # noqa: S608 - columns of our own


class OldGoods(Goods):
    """The read model as the version before made it: its pieces of price say nothing more."""

    def project(self, facts, db):
        super().project(facts, db)
        db.execute("UPDATE products SET priced = regexp_replace(priced, ',.price_varies.:(true|false)', '')")


class NewGoods(Goods):
    revision = OldGoods.revision + 1


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner


def varies(goods):
    """What the card and the page say: the same."""
    goods.runner.catch_up()
    ((shown,),), ((detail,),) = goods.rows(CARD), goods.rows(PAGE)
    said = json.decode(shown, type=ProductCard).price_varies
    assert json.decode(detail, type=ProductDetail).price_varies == said
    assert f'"price_varies":{str(said).lower()}' in shown, "said, not supposed"
    return said


def costs(sku, minor):
    price = Money(minor, "EUR")
    return PriceChanged(at=NOON, product_id=ID, sku=sku, price=price, list_price=None, was=price)


def test_prices_vary_while_one_variant_costs_more_than_another(goods):
    goods.given(ID, LISTED)
    assert varies(goods) is True
    goods.given(ID, costs(BLUE.sku, RED.price.minor))
    assert varies(goods) is False, "a higher list price alone is no higher price"
    goods.given(ID, costs(RED.sku, 100))
    assert varies(goods) is True
    goods.given(ID, ProductRevised(at=NOON, product_id=ID, description=LISTED.description, variants=(RED,)))
    assert varies(goods) is False


def test_what_an_older_version_learnt_is_shown_until_it_is_learnt_anew(migrated_url):
    with learning(migrated_url, OldGoods("/media/")) as learner:
        learner.given(ID, structs.replace(LISTED, variants=(RED, structs.replace(BLUE, price=RED.price))))
        learner.runner.catch_up()
        assert learner.status.state == "running", learner.status.error
        ((shown,),), ((detail,),) = learner.rows(CARD), learner.rows(PAGE)
        assert "price_varies" not in shown
        assert json.decode(shown, type=ProductCard).price_varies is True, "they may, as far as anybody knows"
        assert json.decode(detail, type=ProductDetail).price_varies is True
        newer = learner.another(NewGoods("/media/"))
        newer.prepare()
        assert {copy.schema for copy in newer.copies.all()} == {SERVING, NEXT}
        newer.catch_up()
        assert {copy.schema for copy in newer.copies.all()} == {SERVING, KEPT}
        ((shown,),) = learner.rows(CARD)
        assert '"price_varies":false' in shown
