"""A search elsewhere may forgive what Postgres takes by the letter: its lists have choices all the same."""

import asyncio

import pytest
from msgspec import json

from projections.browsing.listing import Listing
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import ListProducts, ProductPage
from store.application.browsing.ports import Found

pytestmark = [pytest.mark.requirement("R2.4"), pytest.mark.story("US-2.3", "choices show their counts")]


class Elsewhere:
    """A search that always finds the same."""

    def __init__(self, *ids):
        self._ids = ids

    async def find(self, wanted):
        del wanted
        return Found([*self._ids], len(self._ids), None)


def listed(world, url, q, *names):
    async def ask():
        async with Questions(url) as questions:
            search = Elsewhere(*(world.id_of(name) for name in names))
            listing = Listing(questions, "EUR", MemoryCache(), search=search)
            return json.decode(await listing.page(ListProducts(q=q, facets=True)), type=ProductPage)

    return asyncio.run(ask())


def test_what_was_found_in_spite_of_a_slip_has_the_choices_of_what_was_meant(small_shop, migrated_url):
    page = listed(small_shop, migrated_url, "ketle", "Copper kettle")
    assert [item.name for item in page.items] == ["Copper kettle"]
    assert [(brand.name, brand.count) for brand in page.facets.brands] == [("Ember", 1)]
    assert page.facets.price is not None


def test_where_nothing_was_found_there_is_nothing_to_choose(small_shop, migrated_url):
    page = listed(small_shop, migrated_url, "zeppelin")
    assert (page.items, page.facets.brands, page.facets.price) == ([], [], None)
