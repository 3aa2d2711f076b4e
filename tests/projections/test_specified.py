"""What is said of a product's attributes is shown, chosen by and mended as its category has them."""

import asyncio
from uuid import UUID

import psycopg
import pytest
from msgspec import json
from psycopg_pool import AsyncConnectionPool

from projections.browsing.goods import Goods
from projections.browsing.listing import Listing
from projections.browsing.misfits import MisfitList
from projections.browsing.specified import specified
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import Attribute, ListProducts, ProductPage
from store.application.catalogue.attributes import ListMisfits, Misfit
from store.domain.catalogue.attribute_events import AttributeChanged, AttributeDefined, AttributeRemoved
from store.domain.catalogue.attribute_values import NEEDED
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.catalogue.category_events import CategoryMerged, CategoryMoved, CategoryOpened
from store.domain.catalogue.events import Description, ProductListed, Variant
from store.domain.shared.ids import CategoryId, ProductId, Sku
from store.domain.shared.money import Money
from tests.harness.projections import NOON, learning

pytestmark = pytest.mark.story("US-2.4", "attributes have types")
WEIGHT = AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True)
SAFE = AttributeDefinition("Safe", AttributeKind.YES_NO, filterable=True)
SIZE = AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "L"), required=True)
TOP, BELOW, OTHER = (CategoryId(UUID(int=n)) for n in (1, 2, 3))
MUG = ProductId(UUID(int=9))


def test_those_of_the_category_come_first_and_in_their_order_with_their_units():
    said = {"Ean": "123", "safe": "yes", "Weight": "1.50", "Size": "l"}
    found = specified(said, (WEIGHT, SIZE, SAFE), [{"Colour": "Red"}, {"Colour": "Blue"}])
    assert found.attributes == [
        Attribute("Weight", "1.50 kg", "number", number="1.50", unit="kg"), Attribute("Size", "L", "choice"),
        Attribute("Safe", "Yes", "yes-no", truth=True), Attribute("Ean", "123"),
    ]
    assert found.facets == ["Weight: 1.50 kg", "Safe: Yes", "Ean: 123", "Colour: Red", "Colour: Blue"]
    assert found.row == (found.facets, '{"Weight (kg)":1.50}', None)


def test_what_does_not_fit_is_shown_as_it_is_written_and_listed():
    found = specified({"Weight": "heavy"}, (WEIGHT, SIZE), [])
    assert found.attributes == [Attribute("Weight", "heavy")]
    assert (found.facets, found.numbers) == (["Weight: heavy"], {})
    assert found.misfits == [
        Misfit("Weight", "heavy", "Write a number in kg, such as 1.5."), Misfit("Size", None, NEEDED),
    ]


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        for id, parent in ((TOP, None), (BELOW, TOP), (OTHER, None)):
            learner.given(id, CategoryOpened(at=NOON, category_id=id, slug=f"p{id.int}", name="P", parent=parent))
        said = Description("mug", "Mug", "Kiln", BELOW, attributes={"Weight": "1.5 kg", "Ean": "1"})
        learner.given(MUG, ProductListed(at=NOON, product_id=MUG, description=said, variants=(
            Variant(Sku("MUG"), Money(1, "EUR")),
        )))
        yield learner


def shown(goods):
    goods.runner.catch_up()
    assert goods.status.state == "running", goods.status.error
    ((detail, numbers, misfits),) = goods.rows("SELECT detail || '}', numbers::text, misfits FROM read.products")
    lines = [(it["name"], it["value"]) for it in json.decode(detail)["attributes"]]
    return lines, json.decode(numbers), [it["name"] for it in json.decode(misfits or "[]")]


def test_goods_follow_what_their_category_says_by_now(goods):
    free = [("Weight", "1.5 kg"), ("Ean", "1")]
    assert shown(goods) == (free, {}, [])
    goods.given(TOP, AttributeDefined(at=NOON, category_id=TOP, definition=WEIGHT))
    assert shown(goods) == (free, {"Weight (kg)": 1.5}, [])
    mass = AttributeDefinition("Mass", AttributeKind.NUMBER, unit="kg", formerly=("Weight",))
    goods.given(TOP, AttributeChanged(at=NOON, category_id=TOP, was="Weight", definition=mass))
    assert shown(goods) == ([("Mass", "1.5 kg"), ("Ean", "1")], {}, []), "renamed, and no longer to filter by"
    goods.given(BELOW, AttributeDefined(at=NOON, category_id=BELOW, definition=AttributeDefinition(
        "Mass", AttributeKind.NUMBER, unit="g", filterable=True, formerly=("Weight",)
    )))
    assert shown(goods)[1:] == ({}, ["Mass"]), "1.5 kg is no number of grams"
    goods.given(BELOW, AttributeRemoved(at=NOON, category_id=BELOW, name="Mass"))
    assert shown(goods)[1:] == ({}, [])
    goods.given(TOP, AttributeRemoved(at=NOON, category_id=TOP, name="Mass"))
    assert shown(goods) == (free, {}, [])


def test_goods_are_found_by_what_their_page_says_and_written_only_where_it_is_something_else(goods):
    shown(goods)
    ((search, before),) = goods.rows("SELECT search::text, xmin::text FROM read.products")
    goods.given(TOP, AttributeDefined(at=NOON, category_id=TOP, definition=SAFE))
    shown(goods)
    assert goods.rows("SELECT search::text, xmin::text FROM read.products") == [(search, before)]
    goods.given(TOP, AttributeDefined(at=NOON, category_id=TOP, definition=AttributeDefinition(
        "Burden", AttributeKind.NUMBER, unit="kg", formerly=("Weight",)
    )))
    assert shown(goods)[0] == [("Burden", "1.5 kg"), ("Ean", "1")]
    ((now,),) = goods.rows("SELECT search @@ 'burden' AND NOT search @@ 'weight' FROM read.products")
    assert now


def test_goods_follow_their_category_to_where_it_goes(goods):
    goods.given(OTHER, AttributeDefined(at=NOON, category_id=OTHER, definition=WEIGHT))
    assert shown(goods)[1] == {}
    goods.given(BELOW, CategoryMoved(at=NOON, category_id=BELOW, parent=OTHER, was=TOP))
    assert shown(goods)[1] == {"Weight (kg)": 1.5}
    goods.given(BELOW, CategoryMerged(at=NOON, category_id=BELOW, into=TOP))
    assert shown(goods)[1] == {}
    goods.given(TOP, CategoryMerged(at=NOON, category_id=TOP, into=OTHER))
    assert shown(goods)[1] == {"Weight (kg)": 1.5}


def test_lists_do_with_the_tables_of_an_older_version_until_the_new_ones_are_there(goods, migrated_url):
    goods.runner.catch_up()
    with psycopg.connect(migrated_url) as db:
        db.execute("ALTER TABLE read.products DROP COLUMN numbers, DROP COLUMN misfits, DROP COLUMN said")
        db.execute("ALTER TABLE read.categories DROP COLUMN own, DROP COLUMN defined")

    async def asked():
        async with Questions(migrated_url) as questions, AsyncConnectionPool(migrated_url, open=False) as pool:
            page = await Listing(questions, "EUR", MemoryCache()).page(ListProducts(category=("p1",), facets=True))
            return page, await MisfitList(pool).misfits(ListMisfits(category_id=TOP))

    page, misfits = asyncio.run(asked())
    found = json.decode(page, type=ProductPage)
    assert (found.total, [it.name for it in found.facets.attributes], misfits.total) == (1, [], 0)


def test_while_the_tables_know_no_marks_all_is_offered_but_attributes(goods, migrated_url):
    goods.runner.catch_up()
    with psycopg.connect(migrated_url) as db:
        db.execute("DROP TABLE read.marks")
        db.execute("ALTER TABLE read.products DROP COLUMN marks")

    async def asked(**wanted):
        async with Questions(migrated_url) as questions:
            return await Listing(questions, "EUR", MemoryCache()).page(ListProducts(**wanted, facets=True))

    for wanted in ({}, {"category": ("p1",)}, {"brand": ("Kiln",)}, {"facet": ("Ean: 1",)}):
        found = json.decode(asyncio.run(asked(**wanted)), type=ProductPage)
        assert (found.total, [it.name for it in found.facets.brands], found.facets.attributes) == (1, ["Kiln"], [])
