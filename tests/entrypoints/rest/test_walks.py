"""Walking through all products by cursor, while new ones are put on the shelves."""

import itertools
from uuid import uuid4

import pytest

from projections.shared.pages import cursor_of
from tests.entrypoints.rest.conftest import row

fresh = itertools.count(1)


def walk(api, between=lambda: None, **query):
    """Every id, page by page; *between* happens after each page."""
    seen, cursor = [], None
    while True:
        page = api.expects(200, "GET", "/products", params={**query, **({"cursor": cursor} if cursor else {})})
        seen += [(item["id"], item["name"], float(item["price"]["amount"])) for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return seen
        between()


def arrives(api):
    """One more product: dear or cheap, with a name that comes early or late."""
    number = next(fresh)
    name = f"{'Aardvark' if number % 2 else 'Zebra'} {number}"
    goods = row(number, f"fresh-{number}", f"FRESH-{number}", minor=1 if number % 3 else 99_900)
    api.sells(type(goods)(**{field: getattr(goods, field) for field in goods.__struct_fields__} | {"name": name}))


@pytest.mark.story("US-2.1", "a page of a cursor misses and repeats nothing")
@pytest.mark.parametrize("sort", ["newest", "price", "-price", "name", "relevance"])
def test_a_walk_misses_and_repeats_nothing_while_goods_arrive(api, sort):
    query = {"sort": sort, "limit": 41, **({"q": "thing"} if sort == "relevance" else {})}
    before = walk(api, **query)
    seen = walk(api, lambda: arrives(api), **query)
    assert len({id for id, *_ in seen}) == len(seen)
    assert {id for id, *_ in before} <= {id for id, *_ in seen}
    assert len(before) >= 298


@pytest.mark.story("US-2.1", "sort by price and name")
def test_each_sort_is_sorted(api):
    prices = [price for _, _, price in walk(api, sort="price", limit=100)]
    assert prices == sorted(prices)
    dear = [price for _, _, price in walk(api, sort="-price", limit=100)]
    assert dear == sorted(dear, reverse=True)
    names = [name.casefold() for _, name, _ in walk(api, sort="name", limit=100)]
    assert names == sorted(names)


@pytest.mark.story("US-7.1", "multi-level hierarchy")
def test_categories_stand_under_each_other_and_hold_what_is_below_them(api):
    [things] = [one for one in api.expects(200, "GET", "/categories") if one["name"] == "Things"]
    assert {one["name"] for one in things["children"]} == {f"Shelf {number}" for number in range(5)}
    for one in (things, *things["children"]):
        page = api.expects(200, "GET", "/products", params={"category": one["slug"], "limit": 1})
        assert page["total"] == one["count"]
    within, *below = (
        {id for id, *_ in walk(api, category=one["slug"], limit=100)} for one in (things, *things["children"])
    )
    assert len(within) == things["count"], "what stands in two of them is counted once"
    assert within >= set().union(*below)


def test_the_total_is_the_number_of_things_there_are_with_every_filter(api):
    between = {"price_min": "10", "price_max": "20"}
    for query in ({}, {"q": "thing"}, {"brand": "Maker 3"}, between, {"in_stock": "true"}):
        page = api.expects(200, "GET", "/products", params={**query, "limit": 1})
        assert (page["total"], page["total_is_lower_bound"]) == (len(walk(api, **query, limit=100)), False)


@pytest.mark.requirement("R2.5")
@pytest.mark.story("US-2.1", "a page of a cursor misses and repeats nothing")
@pytest.mark.parametrize(("sort", "at"), [
    ("price", 2**63), ("newest", -2**70), ("popular", 2**15), ("popular", 2**40), ("relevance", 2**31),
    ("name", "a\0b"), ("price", 1.5), ("price", "1"), ("name", 1), ("price", None), ("price", [1]), ("newest", True),
])
def test_a_cursor_that_no_list_gave_is_refused_whatever_it_says(api, sort, at):
    made = cursor_of(sort, at, str(uuid4()))
    asked = {"sort": sort, "cursor": made} | ({"q": "thing"} if sort == "relevance" else {})
    assert api.expects(400, "GET", "/products", params=asked)["type"] == "/problems/BadCursor"
    assert "start again" in api.asks_page(f"/products?sort={sort}&q={asked.get('q', '')}&cursor={made}").text


@pytest.mark.requirement("R2.5")
def test_a_cursor_of_another_list_is_refused_by_each(api):
    of_stock = api.expects(200, "GET", "/inventory", params={"limit": 1}, headers=api.staff)["next_cursor"]
    of_goods = api.expects(200, "GET", "/products", params={"limit": 1})["next_cursor"]
    assert of_stock
    assert of_goods
    others = (("/products", of_stock), ("/inventory", of_goods), ("/orders", of_goods), ("/orders", of_stock))
    for path, cursor in others:
        told = api.expects(400, "GET", path, params={"cursor": cursor}, headers=api.staff)
        assert told["type"] == "/problems/BadCursor", path
