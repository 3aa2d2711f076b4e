"""Where products stand, whether shoppers see them, and what was asked for them before: learnt from their facts."""

from datetime import timedelta

import pytest
from msgspec import json, structs

from projections.browsing.goods import Goods
from projections.browsing.stitching import IN_PLACE, page
from store.application.browsing.messages import ProductDetail
from store.domain.catalogue.category_events import CategoryOpened
from store.domain.catalogue.events import PriceChanged, ProductDrafted, ProductListed, ProductRevised
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
    PublicationCalledOff,
    PublicationPlanned,
)
from store.domain.shared.ids import category_of, product_of
from tests.domain.catalogue.test_product import ID, LISTED, MUG, NOON, RED, eur
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R2.3")]
PAGE = f"SELECT {page()} FROM read.products p {IN_PLACE} WHERE p.id = '{ID}'"  # noqa: S608 - columns of our own
SOON = NOON + timedelta(hours=1)


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner


def day(number):
    return NOON + timedelta(days=number)


def row(goods, columns):
    goods.runner.catch_up()
    assert goods.status.state == "running", goods.status.error
    return goods.rows(f"SELECT {columns} FROM read.products WHERE id = '{ID}'")[0]  # noqa: S608 - as above


def lowest(goods):
    goods.runner.catch_up()
    assert goods.status.state == "running", goods.status.error
    ((ready,),) = goods.rows(PAGE)
    found = json.decode(ready, type=ProductDetail)
    assert found.lowest_price == found.variants[0].lowest_price
    return found.lowest_price and found.lowest_price.amount


def costs(number, minor, list_price=None):
    return PriceChanged(
        at=day(number), product_id=ID, sku=RED.sku, price=eur(minor), list_price=list_price and eur(list_price),
        was=eur(1),
    )


def listed(**more):
    return ProductListed(at=NOON, product_id=ID, description=structs.replace(MUG, **more), variants=(RED,))


def test_a_product_stands_as_its_facts_say(goods):
    facts = [
        (ProductDrafted(at=NOON, product_id=ID, description=MUG, variants=(RED,)), ("draft", False, None)),
        (PublicationPlanned(at=NOON, product_id=ID, due=SOON), ("draft", False, SOON)),
        (PublicationCalledOff(at=NOON, product_id=ID), ("draft", False, None)),
        (PublicationPlanned(at=NOON, product_id=ID, due=SOON), ("draft", False, SOON)),
        (ProductPublished(at=NOON, product_id=ID), ("listed", True, None)),
        (ProductRevised(at=NOON, product_id=ID, description=MUG, variants=(RED,)), ("listed", True, None)),
        (ProductWithdrawn(at=NOON, product_id=ID, reason="broke"), ("withdrawn", False, None)),
        (ProductRelisted(at=NOON, product_id=ID, for_sale=True), ("listed", True, None)),
        (ProductUnpublished(at=NOON, product_id=ID), ("draft", False, None)),
        (ProductRevised(at=NOON, product_id=ID, description=MUG, variants=(RED,)), ("draft", False, None)),
        (ProductWithdrawn(at=NOON, product_id=ID, reason="broke"), ("withdrawn", False, None)),
        (ProductRelisted(at=NOON, product_id=ID, for_sale=False), ("draft", False, None)),
    ]
    for fact, stands in facts:
        goods.given(ID, fact)
        assert row(goods, "stage, for_sale, due") == stands, fact


def test_what_goes_on_sale_is_as_new_as_that(goods):
    other = product_of("test", "other")
    goods.given(ID, ProductDrafted(at=NOON, product_id=ID, description=MUG, variants=(RED,)))
    later = structs.replace(LISTED, product_id=other, variants=(structs.replace(RED, sku="OTHER"),))
    goods.given(other, later).given(ID, ProductPublished(at=NOON, product_id=ID))
    goods.runner.catch_up()
    assert goods.rows("SELECT id FROM read.products WHERE for_sale ORDER BY listed DESC")[0] == (ID,)


def test_former_addresses_are_kept_and_one_that_is_taken_up_again_is_none(goods):
    goods.given(ID, listed(slug="a"))
    for slug, former in (("b", ["a"]), ("c", ["a", "b"]), ("c", ["a", "b"]), ("a", ["b", "c"])):
        revised = ProductRevised(at=NOON, product_id=ID, description=structs.replace(MUG, slug=slug), variants=(RED,))
        goods.given(ID, revised)
        assert row(goods, "slug, former") == (slug, former)


@pytest.mark.story("US-7.1", "multi-level hierarchy")
def test_a_product_stands_in_all_its_categories_and_those_above(goods):
    places = {slug: category_of(slug) for slug in ("table", "table/mugs", "gifts")}
    goods.given(ID, listed(category=places["table/mugs"], categories=(places["gifts"],)))
    for slug in ("table/mugs", "gifts", "table"):  # a child may come before its parent, and goods before both
        parent = places["table"] if slug == "table/mugs" else None
        goods.given(places[slug], CategoryOpened(
            at=NOON, category_id=places[slug], slug=slug, name=slug.title(), parent=parent
        ))
    (path,) = row(goods, "path")
    assert set(path) == set(places.values())
    counted = dict(goods.rows("SELECT place, products FROM read.shelves"))
    assert [counted[place] for place in places.values()] == [1, 1, 1]


@pytest.mark.story("US-2.4", "price and discount")
def test_the_lowest_of_thirty_days_stands_beside_a_reduction_alone(goods):
    goods.given(ID, listed())
    assert lowest(goods) is None
    goods.given(ID, costs(40, 700)).given(ID, costs(50, 900))
    assert lowest(goods) is None, "nothing is struck through"
    goods.given(ID, costs(60, 800, 900))
    assert lowest(goods) == "7.00"
    goods.given(ID, ProductRevised(at=day(70), product_id=ID, description=structs.replace(MUG, name="Cup"), variants=(
        structs.replace(RED, price=eur(800), list_price=eur(900)),
    )))
    assert lowest(goods) == "7.00", "it is the same reduction"
    goods.given(ID, ProductRevised(at=day(95), product_id=ID, description=structs.replace(MUG, name="Jug"), variants=(
        structs.replace(RED, price=eur(800), list_price=eur(900)),
    )))
    assert lowest(goods) == "7.00", "and goes on with what was asked before it began, however long it lasts"
    goods.given(ID, costs(100, 850, 900))
    assert lowest(goods) == "8.00"
    goods.given(ID, costs(101, 900))
    assert lowest(goods) is None


@pytest.mark.story("US-2.4", "price and discount")
def test_what_was_asked_of_nobody_is_no_prior_price(goods):
    goods.given(ID, ProductDrafted(at=NOON, product_id=ID, description=MUG, variants=(RED,)))
    goods.given(ID, costs(1, 500, 900)).given(ID, ProductPublished(at=day(2), product_id=ID))
    assert lowest(goods) is None, "a draft cost nobody anything"
    goods.given(ID, costs(3, 600, 900))
    assert lowest(goods) == "5.00"
    goods.given(ID, ProductWithdrawn(at=day(4), product_id=ID, reason="broke"))
    goods.given(ID, ProductRelisted(at=day(60), product_id=ID, for_sale=True)).given(ID, costs(61, 400, 900))
    assert lowest(goods) == "6.00", "what it cost since it came back"
    goods.given(ID, ProductUnpublished(at=day(62), product_id=ID)).given(ID, costs(63, 900))
    goods.given(ID, ProductPublished(at=day(120), product_id=ID)).given(ID, costs(121, 800, 900))
    assert lowest(goods) == "9.00", "4.00 was asked of nobody while it was a draft"
