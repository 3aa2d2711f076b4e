"""Cards, pages and variants show the pictures that the facts of a product tell of, whichever way they came about."""

import pytest
from msgspec import json, structs

from projections.browsing.goods import Goods
from projections.browsing.stitching import IN_PLACE, card, page
from store.application.browsing.messages import ProductCard, ProductDetail
from store.application.catalogue.sizes import named, shown
from store.domain.catalogue.events import Picture, ProductListed, ProductRevised
from store.domain.catalogue.product import Product
from tests.domain.catalogue.test_picturing import added, removed
from tests.domain.catalogue.test_product import BETTER_MUG, BLUE, ID, MUG, NOON, RED
from tests.harness.projections import learning

pytestmark = [pytest.mark.story("US-2.5", "up to ten pictures"), pytest.mark.requirement("R2.1")]
CARD = f"SELECT {card('p')} FROM read.products p"  # noqa: S608 - columns of our own
PAGE = f"SELECT {page()} FROM read.products p {IN_PLACE}"  # noqa: S608 - columns of our own
FIRST, SECOND = named("1" * 32, 1600, 1200), named("2" * 32, 640, 480)
LISTED = ProductListed(
    at=NOON, product_id=ID, description=structs.replace(MUG, pictures=(Picture("a.svg", "A"),)), variants=(RED, BLUE)
)


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner


def act(behaviour, *arguments):
    return lambda product: behaviour(product, *arguments, at=NOON)


ACTS = (
    act(Product.add_picture, FIRST, "From above"), act(Product.add_picture, SECOND, ""),
    act(Product.assign_picture, SECOND, (RED.sku, BLUE.sku)), act(Product.assign_picture, FIRST, (RED.sku,)),
    act(Product.assign_picture, SECOND, ()), act(Product.assign_picture, SECOND, (BLUE.sku,)),
    act(Product.assign_picture, FIRST, (RED.sku, BLUE.sku)), act(Product.assign_picture, "a.svg", (BLUE.sku,)),
    act(Product.move_picture, SECOND, 0), act(Product.describe_picture, SECOND, "Its handle"),
    act(Product.remove_picture, "a.svg"), act(Product.remove_picture, SECOND), act(Product.remove_picture, FIRST),
    act(Product.bring_back_picture, FIRST), act(Product.describe_picture, FIRST, ""),
    act(Product.bring_back_picture, "a.svg"), act(Product.assign_picture, FIRST, (BLUE.sku,)),
    act(Product.move_picture, "a.svg", 0), act(Product.revise, BETTER_MUG, (RED, BLUE)),
)


def looks(goods):
    ((shown_card,),), ((detail,),) = goods.rows(CARD), goods.rows(PAGE)
    said = json.decode(detail, type=ProductDetail)
    variants = {v.sku: (v.image, v.images) for v in said.variants}
    return said.images, json.decode(shown_card, type=ProductCard).image, variants


def test_each_fact_is_seen_as_the_product_itself_has_it(goods):
    goods.given(ID, LISTED)
    product = Product.replay(ID, (LISTED,))
    for behaviour in ACTS:
        behaviour(product)
        goods.given(ID, *product.fresh)
        product.stored()
        goods.runner.catch_up()
        images, first, variants = looks(goods)
        name = product.description.name
        assert images == [shown("/media/", one.name, one.alt or name) for one in product.pictures]
        assert first == (images[0] if images else None)
        words = {one.name: one.alt or name for one in product.pictures}
        assert variants == {
            sku: (
                shown("/media/", one.picture, name) if one.picture else None,
                [shown("/media/", its, words.get(its, name)) for its in one.pictures] if one.more else [],
            ) for sku, one in product.variants.items()
        }
    before = looks(goods)
    goods.runner.rebuild("goods")
    assert looks(goods) == before, "anew from the first fact it is the same"


def test_a_variant_without_a_picture_is_shown_by_the_first_and_one_gets_its_own_back(goods):
    own = structs.replace(RED, picture=FIRST)
    goods.given(ID, structs.replace(LISTED, variants=(own, BLUE)), added(FIRST, 1))
    goods.then("SELECT picture FROM read.variants ORDER BY place", (FIRST,), ("a.svg",))
    goods.given(ID, removed(FIRST))
    goods.then("SELECT picture FROM read.variants ORDER BY place", ("a.svg",), ("a.svg",))
    goods.given(ID, added(FIRST, 0, skus=(own.sku,)))
    goods.then("SELECT picture FROM read.variants ORDER BY place", (FIRST,), (FIRST,))
    assert looks(goods)[2] == {own.sku: (shown("/media/", FIRST, "Mug"), []), BLUE.sku: (None, [])}


def test_facts_of_one_batch_are_taken_in_their_order(goods):
    described = structs.replace(MUG, pictures=(Picture(SECOND),))
    goods.given(ID, LISTED, added(FIRST, 1), ProductRevised(
        at=NOON, product_id=ID, description=described, variants=(RED,)
    ), added("b.svg", 1))
    goods.runner.catch_up()
    assert [image.src for image in looks(goods)[0]] == [f"/media/{SECOND}", "/media/b.svg"]
