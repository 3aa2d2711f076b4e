"""What a list says each choice leaves is what is left when somebody chooses it."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json

from projections.browsing.listing import Listing
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import ListProducts, ProductPage
from store.application.processes.importing_products import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.application.shared.errors import BadValue
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

pytestmark = [
    pytest.mark.xdist_group("facets"), pytest.mark.requirement("R2.4"),
    pytest.mark.story("US-2.3", "choices show their counts"),
]
PLACES = (("Kitchen", "Mugs"), ("Kitchen", "Mugs", "Big"), ("Kitchen", "Bowls"), ("Garden",), ("Garden", "Pots"))
SLUGS = ("kitchen", "kitchen/mugs", "kitchen/mugs/big", "kitchen/bowls", "garden", "garden/pots")
COLOURS, SIZES = ("Red", "Blue", "Green"), ("S", "M", "L")


def goods(n):
    colours = {"Colour": COLOURS[n % 3]} if n % 5 else {}
    sizes = SIZES[: 1 + n % 3]
    return ProductRow(
        key=f"{n}", name=f"{'Mug' if n % 2 else 'Bowl'} {n}", brand=("Ember", "Fell", "Tide")[n % 7 % 3],
        category=PLACES[n % 5], attributes=colours | {"Handmade": n % 4 == 0}, options=("Size",),
        variants=tuple(
            VariantRow(f"F-{n}-{size}", Money(100 * (1 + n % 11), "EUR"), n % 3, {"Size": size}) for size in sizes
        ),
    )


@pytest.fixture(scope="module")
def listed(module_url, tmp_path_factory):
    settings = Settings(database_url=module_url, data_dir=tmp_path_factory.mktemp("facets"), demo=False)
    with postgres_shop(settings) as shop:
        shop.runner().prepare()
        shop.bus().do(
            ImportProducts(source="test", rows=tuple(goods(n) for n in range(60))),
            Caller(actor="system:test", correlation=uuid4()),
        )
        shop.runner().catch_up()

    with asyncio.Runner() as runner:
        questions = Questions(module_url)
        runner.run(questions.__aenter__())
        yield lambda **wanted: json.decode(
            runner.run(Listing(questions, "EUR", MemoryCache()).page(ListProducts(**wanted))), type=ProductPage
        )
        runner.run(questions.__aexit__(None, None, None))


CHOSEN = st.fixed_dictionaries({}, optional={
    "q": st.sampled_from(("mug", "bowl")),
    "category": st.lists(st.sampled_from(SLUGS), max_size=2, unique=True).map(tuple),
    "brand": st.lists(st.sampled_from(("Ember", "Fell", "Tide")), max_size=2, unique=True).map(tuple),
    "facet": st.lists(st.sampled_from((
        *(f"Colour: {colour}" for colour in COLOURS), *(f"Size: {size}" for size in SIZES), "Handmade: Yes",
    )), max_size=3, unique=True).map(tuple),
    "price_min": st.sampled_from(("2.00", "5")), "price_max": st.sampled_from(("7.00", "9")),
    "in_stock": st.booleans(),
})


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(wanted=CHOSEN)
def test_every_count_is_what_is_left_when_it_is_chosen_alone_of_its_kind(listed, wanted):
    facets = listed(**wanted, facets=True, limit=1).facets
    for one in facets.categories:
        assert listed(**wanted | {"category": (one.slug,)}, limit=1).total == one.count, one
    for one in facets.brands:
        assert listed(**wanted | {"brand": (one.name,)}, limit=1).total == one.count, one
    for attribute in facets.attributes:
        others = tuple(it for it in wanted.get("facet", ()) if not it.startswith(f"{attribute.name}: "))
        for one in attribute.values:
            assert listed(**wanted | {"facet": (*others, one.facet)}, limit=1).total == one.count, one
    assert listed(**wanted | {"in_stock": True}, limit=1).total == facets.in_stock
    free = {name: value for name, value in wanted.items() if not name.startswith("price")}
    if facets.price:
        within = {"price_min": facets.price.min, "price_max": facets.price.max}
        assert listed(**free, **within, limit=1).total == listed(**free, limit=1).total > 0
    else:
        assert listed(**free, limit=1).total == 0


@pytest.mark.story("US-2.3", "choose several categories and brands")
def test_of_several_of_one_kind_any_will_do_and_of_each_kind_there_must_be_one(listed):
    each = [listed(category=(slug,), limit=1).total for slug in ("kitchen/mugs", "garden")]
    assert listed(category=("kitchen/mugs", "garden"), limit=1).total == sum(each)
    reds = listed(facet=("Colour: Red",), limit=1).total
    blues = listed(facet=("Colour: Blue",), limit=1).total
    assert listed(facet=("Colour: Red", "Colour: Blue"), limit=1).total == reds + blues
    assert listed(facet=("Colour: Red", "Size: L"), limit=1).total < reds


def test_a_place_and_what_is_below_it_counts_each_product_once(listed):
    assert listed(category=("kitchen", "kitchen/mugs"), limit=1).total == listed(category=("kitchen",), limit=1).total


def test_categories_are_the_topmost_and_those_below_what_is_chosen(listed):
    top = [(one.slug, one.parent) for one in listed(facets=True).facets.categories]
    assert sorted(top) == [("garden", None), ("kitchen", None)]
    below = {(one.slug, one.parent) for one in listed(category=("kitchen/mugs",), facets=True).facets.categories}
    assert below == {
        ("garden", None), ("kitchen", None), ("kitchen/mugs", "kitchen"), ("kitchen/bowls", "kitchen"),
        ("kitchen/mugs/big", "kitchen/mugs"),
    }


def test_more_attributes_at_once_than_make_sense_are_refused(listed):
    with pytest.raises(BadValue):
        listed(facet=tuple(f"Name {n}: x" for n in range(9)))
