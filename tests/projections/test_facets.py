"""What a list says each choice leaves is what is left when somebody chooses it."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json

from projections.browsing import listing, search_sql
from projections.browsing.listing import Listing
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import ListProducts, ProductPage
from store.application.catalogue.attributes import DefineAttribute
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.application.shared.errors import BadValue
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.shared.ids import category_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

pytestmark = [
    pytest.mark.requirement("R2.4"),
    pytest.mark.story("US-2.3", "choices show their counts"),
]
PLACES = (("Kitchen", "Mugs"), ("Kitchen", "Mugs", "Big"), ("Kitchen", "Bowls"), ("Garden",), ("Garden", "Pots"))
SLUGS = ("kitchen", "kitchen/mugs", "kitchen/mugs/big", "kitchen/bowls", "garden", "garden/pots")
COLOURS, SIZES = ("Red", "Blue", "Green"), ("S", "M", "L")
KNOWN = {"Colour": COLOURS, "Size": SIZES, "Handmade": ("Yes", "No")}
"""All that there is to choose of each."""


DEFINED = {
    "kitchen": (
        AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True),
        AttributeDefinition("Colour", AttributeKind.CHOICE, choices=("Green", "Red", "Blue"), filterable=True),
        AttributeDefinition("Volume", AttributeKind.NUMBER, filterable=True),
    ),
    "kitchen/mugs": (
        AttributeDefinition("Handmade", AttributeKind.YES_NO, filterable=True),
        AttributeDefinition("Serial", AttributeKind.TEXT),
    ),
    "kitchen/mugs/big": (AttributeDefinition("Weight", AttributeKind.NUMBER, unit="g", filterable=True),),
}
"""What the categories say: numbers below in another unit than above, and garden nothing at all."""


def weight(n):
    written = (f"{n % 9}.{n % 4}0 kg", n % 5, "heavy", n * 100.5)[n % 4]
    return {"Weight": written, "Volume": f"{n % 3}"} if n % 6 else {}


def goods(n):
    colours = {"Colour": COLOURS[n % 3]} if n % 5 else {}
    sizes = SIZES[: 1 + n % 3]
    return ProductRow(
        key=f"{n}", name=f"{'Mug' if n % 2 else 'Bowl'} {n}", brand=("Ember", "Fell", "Tide")[n % 7 % 3],
        category=PLACES[n % 5], attributes=colours | {"Handmade": n % 4 == 0} | weight(n), options=("Size",),
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
        for slug, definitions in DEFINED.items():
            for it in definitions:
                shop.bus().do(
                    DefineAttribute(category_id=category_of(slug), definition=it),
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
    "range": st.lists(st.sampled_from((
        "Weight (kg): 1..3", "Weight (kg): 2.5..", "Weight (kg): ..4", "Weight (g): 100..", "Volume: 1..",
        "Volume: ..0",
    )), max_size=2, unique_by=lambda it: it.split(":")[0]).map(tuple),
    "price_min": st.sampled_from(("2.00", "5")), "price_max": st.sampled_from(("7.00", "9")),
    "in_stock": st.booleans(),
})


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(wanted=CHOSEN)
def test_every_count_is_what_is_left_when_it_is_chosen_alone_of_its_kind(listed, wanted):
    facets = listed(**wanted, facets=True, limit=1).facets
    for one in facets.categories:
        assert listed(**wanted | {"category": (one.slug,)}, limit=1).total == one.count, one
    brands = {one.name: one.count for one in facets.brands}
    for brand in ("Ember", "Fell", "Tide"):
        assert listed(**wanted | {"brand": (brand,)}, limit=1).total == brands.get(brand, 0), brand
    for attribute in facets.attributes:
        if attribute.kind == "number":
            check_bounds(listed, wanted, attribute.range)
            continue
        others = tuple(it for it in wanted.get("facet", ()) if not it.startswith(f"{attribute.name}: "))
        counts = {one.value: one.count for one in attribute.values}
        for value in {*counts, *KNOWN.get(attribute.name, ())}:
            left = listed(**wanted | {"facet": (*others, f"{attribute.name}: {value}")}, limit=1).total
            alone = left == 1 and value not in counts  # what a single product has needn't be offered
            assert alone or left == counts.get(value, 0), (attribute.name, value)
    assert listed(**wanted | {"in_stock": True}, limit=1).total == facets.in_stock
    free = {name: value for name, value in wanted.items() if not name.startswith("price")}
    if facets.price:
        within = {"price_min": facets.price.min, "price_max": facets.price.max}
        assert listed(**free, **within, limit=1).total == listed(**free, limit=1).total > 0
    else:
        assert listed(**free, limit=1).total == 0


def check_bounds(listed, wanted, bounds):
    """Nothing lies beyond them, something at each, and what was chosen of the number itself counts for nothing."""
    if bounds is None:
        return
    others = tuple(it for it in wanted.get("range", ()) if not it.startswith(f"{bounds.key}: "))

    def left(choice):
        return listed(**wanted | {"range": (*others, f"{bounds.key}: {choice}")}, limit=1).total

    low, high, step = Decimal(bounds.min), Decimal(bounds.max), Decimal("0.000001")
    assert left(f"{low}..{high}") == left(f"{low}..") == left(f"..{high}") > 0, bounds
    assert left(f"{high + step}..") == left(f"..{low - step}") == 0, bounds
    assert left(f"{low}..{low}") > 0 < left(f"{high}..{high}"), bounds


@pytest.mark.story("US-2.3", "a range of any number")
def test_what_a_category_names_comes_first_in_its_order_and_numbers_as_ranges(listed):
    def offered(slug, **more):
        found = listed(category=(slug,), facets=True, **more).facets.attributes
        return [(it.name, it.kind, it.unit or [value.value for value in it.values]) for it in found]

    assert offered("kitchen")[:3] == [
        ("Weight", "number", "kg"), ("Colour", "choice", ["Green", "Red", "Blue"]), ("Volume", "number", []),
    ]
    assert [it[:2] for it in offered("kitchen")[3:]] == [("Size", ""), ("Handmade", "")]
    assert ("Handmade", "yes-no", ["Yes", "No"]) in offered("kitchen/mugs")
    assert offered("kitchen/mugs/big")[0] == ("Weight", "number", "g")
    assert [it[1] for it in offered("garden")] == [""] * len(offered("garden"))
    both = offered("kitchen/mugs/big", brand=("Ember",)), listed(category=("kitchen/mugs/big", "garden"), facets=True)
    assert both[0][0] == ("Weight", "number", "g")
    assert both[1].facets.attributes[0].range.key == "Weight (g)"


@pytest.mark.story("US-2.3", "a range of any number")
@pytest.mark.parametrize("wrong", ["Weight", "Weight (kg): ", "Weight (kg): ..", "Weight (kg): a..b", ": 1..2",
                                   "Weight (kg): 1e3..", "Weight (kg): 1..2..3"])
def test_bounds_that_are_none_are_refused(listed, wrong):
    with pytest.raises(BadValue):
        listed(range=(wrong,))


@pytest.mark.story("US-2.1", "pages come within two seconds")
def test_more_than_are_counted_are_told_as_more(listed, monkeypatch):
    for module in (search_sql, listing):
        monkeypatch.setattr(module, "COUNTED", 9)
    for more, total in (({}, 60), ({"q": "mug"}, 30), ({"price_min": "1"}, 60), ({"category": ("garden",)}, 24)):
        page = listed(**more, limit=7)
        assert (page.total, page.total_is_lower_bound) == (9, total > 9), more
    few = listed(category=("kitchen/mugs/big",), brand=("Tide",), limit=1)
    assert (few.total, few.total_is_lower_bound) == (few.total, False)
    assert few.total < 9


def test_a_number_nobody_has_leaves_nothing(listed):
    assert listed(range=("Height (m): 1..",), limit=1).total == 0
    with pytest.raises(BadValue):
        listed(range=tuple(f"N {n}: 1.." for n in range(7)))


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
