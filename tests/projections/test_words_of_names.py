"""Each word of a name stands once more among the words of its product, marked as one: searches look for these first."""

import psycopg
import pytest
from msgspec import structs

from projections.browsing.search_ranks import LONGEST
from store.application.catalogue.categories import DescribeCategory, MoveCategory
from store.application.shared.bus import Caller
from tests.projections.searched import GOODS, row

pytestmark = [pytest.mark.requirement("R2.5"), pytest.mark.story("US-2.2", "search by several criteria")]


def marked(url):
    """The words that are marked, by name."""
    asked = "SELECT name, ARRAY(SELECT lexeme FROM unnest(search) WHERE starts_with(lexeme, '=')) FROM read.products"
    with psycopg.connect(url) as db:
        return {name: set(words) for name, words in db.execute(asked)}


def words_of(name):
    return {f"={word}" for word in name.lower().split()}


def test_they_are_those_of_the_name_and_follow_it(small_shop, migrated_url):
    long = "x" * LONGEST
    small_shop.lists(row("Bowl", text="No mug."), row(f"Mug {long}y {long}z CAFÉ İzmir", sku="M-1"))
    names = marked(migrated_url)
    assert names.pop(f"Mug {long}y {long}z CAFÉ İzmir") == {"=mug", f"={long}", "=café", "=izmir"}
    assert names == {name: words_of(name) for name in names}
    small_shop.lists(structs.replace(GOODS[0], name="Haven cup"))
    names = marked(migrated_url)
    assert names["Haven cup"] == {"=haven", "=cup"}
    assert "Harbour mug" not in names


def test_they_stay_where_a_category_is_called_otherwise_or_goes_elsewhere(small_shop, migrated_url):
    with psycopg.connect(migrated_url) as db:
        places = dict(db.execute("SELECT name, id FROM read.categories").fetchall())
    caller = Caller(actor="system:test", correlation=places["Mugs"])
    small_shop.shop.bus().do(DescribeCategory(category_id=places["Mugs"], name="Cups", text=""), caller)
    small_shop.shop.bus().do(MoveCategory(category_id=places["Kettles"], parent=places["Outdoors"]), caller)
    small_shop.settle()
    assert set(small_shop.names("cups")) == {"Harbour mug", "Oat mug"}
    assert small_shop.names("outdoors copper") == ["Copper kettle"]
    assert marked(migrated_url) == {it.name: words_of(it.name) for it in GOODS}
