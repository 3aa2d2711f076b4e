"""Files that are none, that say too much, or that reach for what is somebody else's."""

import gzip
from uuid import uuid4

import pytest
from msgspec import json

from store.application.catalogue.categories import DescribeCategory
from store.application.catalogue.imports import (
    FileTooLarge,
    GetImport,
    ImportState,
    ListImportRows,
    NotAFileOfProducts,
    RowResult,
)
from store.application.catalogue.records import GetProductRecord
from store.domain.catalogue.product import Product
from store.domain.shared.ids import (
    Sku,
    address_of,
    category_of,
    category_tree,
    locations,
    product_of,
    search_words,
    stock_of,
)
from store.entrypoints.wiring.imports import UNPACKED
from tests.entrypoints.workers.sending import MUG, Desk, lines

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details")]
validates = pytest.mark.story("US-2.5", "invalid input is refused")


@pytest.mark.requirement("R8.5")
@pytest.mark.parametrize("stream", [
    search_words(), locations(), category_tree(), stock_of(Sku("FUTURE")), category_of("future"), address_of("future"),
    product_of("goods", "future"), uuid4(),
])
def test_a_vendor_begins_no_stream_by_its_id(stream):
    desk = Desk()
    desk.imports(lines(MUG))
    desk.sits(desk.vendor())
    desk.imports(lines(f"product:{stream},Mine,Kitchen,OWN,5.00"))
    assert desk.shop.journal().read([stream]) == {}


def test_the_shop_begins_none_that_follows_from_a_name_either_and_finds_its_own_again():
    desk = Desk()
    id = uuid4()
    rows = lines(f"product:{search_words()},One,Kitchen,ONE,5.00", f"product:{id},Two,Kitchen,TWO,5.00")
    assert desk.stands(desk.imports(rows))[1] == {"new": 2}
    assert desk.shop.journal().read([search_words()]) == {}
    assert desk.asks(GetProductRecord(name=str(id))).name == "Two"
    assert desk.stands(desk.imports(rows))[1] == {"same": 2}


@validates
@pytest.mark.parametrize(("row", "words"), [
    ("big,Big,Kitchen,BIG,5.00,,1000001", "at most 1,000,000 pieces"),
    ("big,Big,Kitchen,BIG,99999999999.00,,1", "more than anybody pays"),
    (f"big,{'x' * 501},Kitchen,BIG,5.00,,1", "longer than 500 characters"),
    ("big,B\u202eig,Kitchen,BIG,5.00,,1", "a sign that nobody sees"),
    (f"big,Big,Kitchen,BIG,5.00,{';'.join(map(str, range(101)))},1", "at most 100 tags"),
])
def test_what_no_list_or_number_holds_is_refused(row, words):
    desk = Desk()
    id = desk.sends(f"key,name,category,sku,price,tags,stock\n{row}\n".encode())
    desk.works()
    assert desk.stands(id) == (ImportState.CHECKED, {"refused": 1})
    assert words in desk.told(id)["big"][1]


@validates
@pytest.mark.parametrize(("said", "words"), [
    ({"category": ["Kitchen", " "]}, "each part of a category has a name"),
    ({"categories": [["Gifts"], [""]]}, "each part of a category has a name"),
    ({"category": ["Kit\u202echen"]}, "the category hold a sign that nobody sees"),
    ({"categories": [["Gi\x7fts"]]}, "that one sees"), ({"tags": ["a\u2066b"]}, "the tags hold a sign"),
    ({"features": ["a\rb"]}, "the features hold a sign"), ({"attributes": {"a\u202eb": "x"}}, "name of an attribute"),
    ({"categories": [["X"]] * 21}, "at most 20 further categories"),
    ({"categories": [["X"] * 13]}, "at most 20 further categories"),
    ({"features": ["x"] * 51}, "at most 50 features"), ({"related": ["x" * 201]}, "at most 20 related"),
], ids=str)
def test_what_a_form_would_not_take_is_not_taken_from_a_file_either(said, words):
    desk = Desk()
    row = {"key": "big", "name": "Big", "category": ["Kitchen"], "variants": [{"sku": "BIG", "price": "5.00"}]} | said
    id = desk.sends(json.encode(row), "goods.jsonl")
    desk.works()
    assert desk.stands(id) == (ImportState.CHECKED, {"refused": 1})
    assert words in desk.told(id)["big"][1]


@validates
def test_a_product_of_countless_lines_is_refused_without_keeping_them():
    desk = Desk()
    id = desk.sends(b"key\n" + b"k\n" * 5_000 + b"m\n")
    desk.works()
    (first, _) = desk.asks(ListImportRows(import_id=id)).items
    assert (first.line, first.result) == (2, RowResult.REFUSED)


@validates
@pytest.mark.requirement("R2.1")
@pytest.mark.parametrize(("file", "data", "words"), [
    ("goods.csv", b"what,is,this\n1,2,3\n", "unknown column 'what'"),
    ("goods.csv", b"\xff\xfe\x00", "damaged or of another kind"),
    ("goods.csv.gz", lines(MUG), "not packed with gzip"),
    ("goods.jsonl.gz", gzip.compress(bytes(UNPACKED + 1), 1), "larger than 100 MB"),
])
def test_a_file_that_is_none_says_why(file, data, words):
    desk = Desk()
    id = desk.sends(data, file)
    desk.works()
    found = desk.asks(GetImport(import_id=id))
    assert (found.state, words in found.error) == (ImportState.FAILED, True), found.error


@validates
def test_files_of_another_kind_are_not_kept():
    for file, data in (("goods.exe", b"x"), ("goods", b"x"), ("goods.csv", b"")):
        with pytest.raises(NotAFileOfProducts):
            Desk().sends(data, file)
    with pytest.raises(FileTooLarge):
        Desk().sends(bytes(20_000_001))


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_vendors_bring_in_their_own_goods_and_touch_no_others():
    desk = Desk()
    desk.imports(lines(MUG))
    mug, vera = product_of("goods", "mug"), desk.vendor()
    desk.sits(vera)
    told = desk.told(desk.imports(lines(
        "mug,Mine,Kitchen,OWN,5.00", f"product:{mug},Mine too,Kitchen,OWN-2,5.00", "pan,Pan,Kitchen,MUG,5.00",
        "hat,Hat,Hats,HAT,5.00",
    )))
    assert told["mug"] == ("new", ""), "the same key is another product"
    assert [told[key][0] for key in (f"product:{mug}", "pan", "hat")] == ["refused"] * 3
    assert "There is no product" in told[f"product:{mug}"][1]
    assert "There is no category Hats here" in told["hat"][1]
    assert desk.product("mug").name == "Mug"
    own = desk.shop.journal().read([product_of(f"{vera}/goods", "mug")])
    ((id, history),) = own.items()
    assert Product.replay(id, history.events).vendor == vera


@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
def test_vendors_name_places_as_the_shop_calls_them_now():
    desk = Desk()
    desk.imports(lines(MUG))
    desk.does(DescribeCategory(category_id=category_of("kitchen"), name="Scullery", text=""))
    desk.sits(desk.vendor())
    told = desk.told(desk.imports(lines("pan,Pan,Scullery,PAN,5.00", "pot,Pot,Kitchen,POT,5.00")))
    assert told == {"pan": ("new", ""), "pot": ("new", "")}


@pytest.mark.requirement("R8.5")
@pytest.mark.parametrize("stream", [stock_of(Sku("MUG")), category_of("kitchen"), uuid4(), search_words()])
def test_a_product_that_is_said_to_go_with_what_is_no_product_is_looked_at_as_before(stream):
    desk = Desk()
    row = f'{{"key": "pan", "name": "Pan", "category": ["Kitchen"], "related": ["mug", "product:{stream}"],'
    row += ' "variants": [{"sku": "PAN", "price": "5.00"}]}'
    desk.imports(lines(MUG))
    assert desk.told(desk.imports(row.encode(), file="goods.jsonl")) == {"pan": ("new", "")}
    assert desk.product("pan").related == ["mug"]
