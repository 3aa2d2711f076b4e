"""What rows say is looked at as everywhere else, and told before anything happens."""

import json
from uuid import uuid4

import pytest

from store.application.catalogue.imports import ImportState, StartImport
from store.application.catalogue.messages import UnpublishProduct, WithdrawProduct
from store.application.catalogue.records import GetProductRecord
from store.domain.shared.ids import Sku, product_of, stock_of
from tests.entrypoints.workers.sending import MUG, Desk, lines

pytestmark = [
    pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details"),
    pytest.mark.story("US-2.5", "invalid input is refused"),
]


def test_one_id_in_capitals_and_in_small_letters_is_one_product():
    desk, id = Desk(), uuid4()
    told = desk.told(desk.imports(lines(
        f"product:{id},One,Kitchen,ONE,5.00", f"product:{str(id).upper()},Two,Kitchen,TWO,5.00",
    )))
    assert told[f"product:{id}"] == ("new", "")
    assert told[f"product:{str(id).upper()}"] == ("refused", f"the key 'product:{id}' is used on line 2 already")
    again = desk.told(desk.imports(lines(f"product:{str(id).upper()},One,Kitchen,ONE,6.00")))
    assert again[f"product:{str(id).upper()}"] == ("changed", "")
    assert desk.asks(GetProductRecord(name=str(id))).variants[0].price.amount == "6.00"


@pytest.mark.parametrize(("variants", "words"), [
    ([{"sku": "A", "price": "5.00"}, {"sku": "B", "price": "5.00"}], "Several variants need an option"),
    ([{"sku": "A", "price": "5.00", "list_price": "5.00"}], "A: What was asked before a reduction is more"),
    ([{"sku": "A", "price": "5.00", "options": {"Size": ""}}], "A: Give each option of the product a value"),
    ([{"sku": "A", "price": "5.00", "picture": "b.webp"}], "A: The product has no such picture."),
])
def test_what_a_form_would_refuse_is_refused_before_anything_happens(variants, words):
    desk = Desk()
    line = {"key": "x", "name": "X", "category": ["Kitchen"], "variants": variants, "pictures": [{"name": "a.webp"}]}
    id = desk.sends(json.dumps(line).encode(), file="goods.jsonl")
    desk.works()
    assert desk.stands(id) == (ImportState.CHECKED, {"refused": 1})
    assert words in desk.told(id)["x"][1]
    desk.does(StartImport(import_id=id))
    desk.works()
    assert desk.stands(id) == (ImportState.DONE, {"refused": 1})


def test_a_price_in_another_currency_says_nothing_of_the_command_line():
    desk = Desk()
    id = desk.sends(b"key,name,category,sku,price,currency\nmug,Mug,Kitchen,MUG,9.00,USD\n")
    desk.works()
    assert desk.told(id)[2] == ("refused", "the price is in USD, the shop sells in EUR")


def test_more_pictures_than_a_product_shows_are_refused():
    desk = Desk()
    names = ";".join(f"{n}.webp" for n in range(11))
    id = desk.sends(f"key,name,category,sku,price,pictures\nmug,Mug,Kitchen,MUG,9.00,{names}\n".encode())
    desk.works()
    assert "at most 10 pictures" in desk.told(id)["mug"][1]


def test_a_withdrawn_product_says_that_it_stays_so_and_opens_no_stock():
    desk = Desk()
    desk.imports(lines(MUG))
    desk.does(WithdrawProduct(product_id=product_of("goods", "mug"), reason="cracked"))
    more = lines("mug,Mug,Kitchen,MUG-2,9.00", "pot,Pot,Kitchen,POT,19.00")
    id = desk.imports(more)
    assert desk.told(id)["mug"] == ("same", "It is withdrawn, and stays as it is until somebody brings it back.")
    assert desk.told(id)["pot"] == ("new", "")
    assert desk.shop.journal().read([stock_of(Sku("MUG-2"))]) == {}
    desk.imports(lines("cup,Cup,Kitchen,MUG-2,3.00"), source="elsewhere")
    assert desk.product("cup", "elsewhere").variants[0].sku == "MUG-2"


def test_a_draft_is_changed_and_stays_a_draft():
    desk = Desk()
    desk.imports(lines(MUG))
    desk.does(UnpublishProduct(product_id=product_of("goods", "mug")))
    assert desk.told(desk.imports(lines(MUG.replace("9.00", "8.00"))))["mug"] == ("changed", "")
    record = desk.product("mug")
    assert (record.state, record.variants[0].price.amount) == ("draft", "8.00")
