"""Whoever walks through all pages of a search sees each thing once, and as many as were promised at the first page."""

import asyncio
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from projections.browsing import search_ranks
from projections.browsing.facets import facets_from, facets_sql
from projections.browsing.search_postgres import PostgresSearch
from store.adapters.drivers.questions import Questions
from store.application.browsing.ports import Wanted
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.projections.searched import World, row

pytestmark = [
    pytest.mark.requirement("R2.5"), pytest.mark.story("US-2.1", "a page of a cursor misses and repeats nothing"),
]
NAMES = (
    "Mug", "Mug of oat", "Mugs for the harbour", "The mug", "The best of mugs", "Oat mug", "Harbour mug blue",
    "Blue mug", "Blue plate", "Plate with a mug", "Runner", "Running shoe", "Shoe", "Shoe for running", "Harbour",
    "Blue oat harbour", "Mug 2", "Mug 24", "Mug-2 blue", "Oat_mug", "MUG OAT BLUE",
)
LONG = "z" * (search_ranks.LONGEST + 1)
WORDS = (
    "mug", "mugs", "mu", "oat", "blue", "blu", "harbour", "the", "of", "for", "plate", "run", "runn", "running", "shoe",
    "2", "m", "zeppelin", "or", LONG + "x",
)


@pytest.fixture(scope="module")
def walked(module_url, tmp_path_factory):
    """Asks for all pages and for the choices of what is wanted, where so many are looked at closely."""
    settings = Settings(database_url=module_url, data_dir=tmp_path_factory.mktemp("shop"), demo=False)
    with postgres_shop(settings) as shop, asyncio.Runner() as loop:
        shop.runner().prepare()
        World(shop, module_url, None, None).lists(
            *(
                row(name, sku=f"S-{at}", brand=("Fell", "Tide")[at % 2], price=500 + at % 3 * 100, stock=at % 2 * 5,
                    category=("Kitchen", "Mugs") if at % 3 else ("Outdoors",), attributes={"Holds": f"{at % 3}"},
                    text=("", "Goes with a blue mug.", "Made for running, of oat.")[at % 3])
                for at, name in enumerate(NAMES)
            ),
            row(f"Blue {LONG}y", sku="S-long"),
        )
        questions = loop.run(Questions(module_url).__aenter__())
        search = PostgresSearch(questions)

        async def ask(wanted):
            pages, cursor = [], None
            while cursor or not pages:
                pages.append(await search.find(Wanted(**wanted, cursor=cursor)))
                cursor = pages[-1].next_cursor
            asked = Wanted(**wanted | {"some": pages[0].some or wanted.get("some", False)})
            return pages, facets_from(await questions.ask(*facets_sql(asked)), asked, "EUR")

        def walk(closely, **wanted):
            with patch.multiple(search_ranks, CLOSELY=closely, SOME_CLOSELY=closely):
                return loop.run(ask(wanted))

        yield walk
        loop.run(questions.__aexit__(None, None, None))


def asked_for():
    word = st.sampled_from(WORDS)
    said = st.one_of(word, word, st.tuples(word, word).map(lambda two: '"{} {}"'.format(*two)), word.map("-{}".format))
    return st.lists(said, min_size=1, max_size=3).map(" ".join)


filters = st.fixed_dictionaries({}, optional={
    "categories": st.sampled_from([("kitchen/mugs",), ("kitchen", "outdoors")]), "brand": st.just(("Fell",)),
    "price_min": st.just(600), "in_stock": st.booleans(), "facets": st.just(("Holds: 1",)),
})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=asked_for(), closely=st.integers(0, 5), limit=st.integers(1, 8), some=st.booleans(), filters=filters,
    sort=st.sampled_from(["relevance", "relevance", "relevance", "name", "price", "-price", "newest", "popular"]),
)
@example(q="mug", closely=3, limit=2, some=False, filters={}, sort="relevance")
@example(q="mug blue zeppelin", closely=2, limit=1, some=True, filters={"in_stock": True}, sort="relevance")
@example(q="the zeppelin", closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q="zeppelin runn", closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q=f"blue {LONG}x", closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q=f'"blue {LONG}x', closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q="the of", closely=2, limit=1, some=True, filters={}, sort="relevance")
@example(q='\0"mug" -blue', closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q='"blue mug" "blue mug" "blue mug" "blue mug" "blue mug" "blue mug" plate', closely=2, limit=1, some=False,
         filters={}, sort="relevance")
@example(q='"mug" -2&blue', closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q='"mug" 😀', closely=2, limit=1, some=False, filters={}, sort="relevance")
@example(q='"blue mug" harbour', closely=0, limit=1, some=False, filters={}, sort="relevance")
def test_a_walk_sees_each_thing_once_and_as_many_as_were_promised(walked, q, closely, limit, some, filters, sort):
    pages, (total, facets) = walked(closely, q=q, some=some, limit=limit, sort=sort, **filters)
    seen = [id for page in pages for id in page.ids]
    assert len(seen) == len(set(seen))
    assert {page.total for page in pages} == {len(seen)}
    assert all(len(page.ids) == limit for page in pages[:-1])
    assert total == len(seen)
    if "brand" not in filters:
        assert sum(brand.count for brand in facets.brands) == len(seen)
    by_name, _ = walked(5, q=q, some=some, limit=100, sort="name", **filters)
    assert set(seen) == {id for page in by_name for id in page.ids}
