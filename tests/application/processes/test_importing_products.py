"""Taking goods in, again and again, without doing anything twice."""

import pytest
from msgspec import structs

from store.application.catalogue.messages import WithdrawProduct
from store.application.catalogue.pictures import ChangePicture, RecordPicture
from store.application.processes.import_rows import (
    Imported,
    ImportProducts,
    KeyTwice,
    TakeInProducts,
    VariantRow,
)
from store.domain.catalogue.category_events import CategoryOpened
from store.domain.catalogue.errors import NothingToSell, PriceNotPositive
from store.domain.catalogue.events import (
    AddressClaimed,
    Description,
    Picture,
    ProductListed,
    ProductRevised,
    Variant,
)
from store.domain.catalogue.product import Product
from store.domain.catalogue.slugs import category_slug, slugify
from store.domain.inventory.errors import SkuTaken
from store.domain.inventory.events import StockOpened, StockReceived
from store.domain.shared.ids import ProductId, address_of, category_of
from store.domain.shared.money import Money
from tests.application.processes.examples import MUG, MUGS, NINE, goods, product
from tests.harness.processes import NOON, SOMEBODY, given_facts

pytestmark = [
    pytest.mark.requirement("R2.2"),
    pytest.mark.story("US-2.5", "add products with all details"),
]
MUG_ROW, FREE = goods("mug", NINE, 5), Money(0, "EUR")
KITCHEN = category_of("kitchen")
DESCRIBED = Description("mug", "mug", "Kiln", KITCHEN)
LISTED = ProductListed(
    at=NOON, product_id=ProductId(product("mug")), description=DESCRIBED, variants=(Variant(MUG, NINE),)
)


def take_in(*rows):
    return ImportProducts(source="test", rows=rows)


def test_goods_come_in_with_their_category_and_their_first_stock():
    given_facts().when(take_in(MUG_ROW)).then({
        KITCHEN: [CategoryOpened(at=NOON, category_id=KITCHEN, slug="kitchen", name="Kitchen", parent=None)],
        product("mug"): [LISTED],
        address_of("mug"): [AddressClaimed(at=NOON, slug="mug", product_id=ProductId(product("mug")))],
        MUGS: [
            StockOpened(at=NOON, sku=MUG, product_id=ProductId(product("mug"))),
            StockReceived(at=NOON, sku=MUG, quantity=5),
        ],
    })


def test_taking_the_same_in_again_changes_nothing():
    shop = given_facts()
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    assert shop.when(take_in(MUG_ROW)).then_nothing().outcome == Imported(unchanged=1)


def test_what_differs_is_revised_and_stock_is_left_alone():
    shop = given_facts()
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    better = structs.replace(MUG_ROW, text="Better.", variants=(VariantRow(MUG, NINE, 99),))
    revised = ProductRevised(
        at=NOON, product_id=ProductId(product("mug")), description=structs.replace(DESCRIBED, text="Better."),
        variants=(Variant(MUG, NINE),),
    )
    assert shop.when(take_in(better)).then({product("mug"): [revised]}).outcome == Imported(revised=1)


def test_a_file_without_pictures_leaves_those_that_somebody_sent():
    shop = given_facts()
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    sent = RecordPicture(product_id=ProductId(product("mug")), name="sent.jpg", alt="From above")
    shop.shop.bus().do(sent, SOMEBODY)
    assert shop.when(take_in(MUG_ROW)).then_nothing().outcome == Imported(unchanged=1)
    (kept,) = Product.replay(product("mug"), shop.streams()[product("mug")]).pictures
    assert kept == Picture("sent.jpg", "From above")
    other = structs.replace(MUG_ROW, pictures=(Picture("other.svg"),))
    assert shop.shop.bus().do(take_in(other), SOMEBODY).outcome == Imported(revised=1)


def test_a_file_without_pictures_leaves_which_variants_they_show():
    shop = given_facts()
    do = shop.shop.bus().do
    do(take_in(MUG_ROW), SOMEBODY)
    for name in ("one.jpg", "two.jpg"):
        do(RecordPicture(product_id=ProductId(product("mug")), name=name, alt=""), SOMEBODY)
        do(ChangePicture(product_id=ProductId(product("mug")), name=name, skus=(MUG,)), SOMEBODY)
    assert shop.when(take_in(MUG_ROW)).then_nothing().outcome == Imported(unchanged=1)
    assert do(take_in(structs.replace(MUG_ROW, text="Better.")), SOMEBODY).outcome == Imported(revised=1)
    known = Product.replay(product("mug"), shop.streams()[product("mug")]).variants[MUG]
    assert known.pictures == ("one.jpg", "two.jpg")


@pytest.mark.story("US-10.2", "what users write is sanitised")
@pytest.mark.requirement("R10.2")
def test_what_is_told_of_goods_comes_in_without_tags_and_again_changes_nothing():
    shop = given_facts()
    rich = structs.replace(MUG_ROW, text="A <b>big</b> [mug](javascript:x), **0.3 l**.")
    shop.shop.bus().do(take_in(rich), SOMEBODY)
    assert shop.when(take_in(rich)).then_nothing().outcome == Imported(unchanged=1)
    kept = structs.replace(rich, text="A big [mug](#), **0.3 l**.")
    assert shop.when(take_in(kept)).then_nothing().outcome == Imported(unchanged=1)


def test_goods_without_stock_can_be_counted_from_the_start():
    shop = given_facts()
    none_yet = structs.replace(MUG_ROW, variants=(VariantRow(MUG, NINE),))
    shop.shop.bus().do(take_in(none_yet), SOMEBODY)
    assert shop.streams()[MUGS] == [StockOpened(at=NOON, sku=MUG, product_id=ProductId(product("mug")))]


def test_a_category_is_opened_with_all_above_it_and_only_once():
    shop = given_facts()
    deep = structs.replace(MUG_ROW, category=("Kitchen", "Drinking", "Mugs"))
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    shop.shop.bus().do(take_in(deep), SOMEBODY)
    opened = [e for events in shop.streams().values() for e in events if isinstance(e, CategoryOpened)]
    assert [(e.slug, e.parent) for e in sorted(opened, key=lambda e: len(e.slug))] == [
        ("kitchen", None), ("kitchen/drinking", KITCHEN),
        ("kitchen/drinking/mugs", category_of("kitchen/drinking")),
    ]


@pytest.mark.parametrize(("rows", "error"), [
    ((structs.replace(MUG_ROW, variants=()),), NothingToSell),
    ((MUG_ROW, goods("hat", FREE, 1)), PriceNotPositive),
    ((MUG_ROW, structs.replace(MUG_ROW, name="other")), KeyTwice),
    ((MUG_ROW, structs.replace(goods("cup", NINE, 1), variants=(VariantRow(MUG, NINE, 1),))), SkuTaken),
], ids=["nothing to sell", "for free", "a key twice", "a SKU twice"])
def test_one_row_that_makes_no_sense_keeps_the_whole_batch_out(rows, error):
    given_facts().when(TakeInProducts(source="test", rows=rows)).then_raises(error)


def test_a_sku_of_another_product_is_refused_later_too():
    shop = given_facts()
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    thief = structs.replace(goods("cup", NINE, 1), variants=(VariantRow(MUG, NINE, 1),))
    shop.when(take_in(thief)).then_raises(SkuTaken, sku=MUG)


@pytest.mark.requirement("R2.3")
def test_what_was_withdrawn_stays_withdrawn_and_the_others_come_in():
    shop = given_facts()
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    shop.shop.bus().do(WithdrawProduct(product_id=ProductId(product("mug")), reason="broke"), SOMEBODY)
    done = shop.shop.bus().do(take_in(MUG_ROW, goods("hat", NINE, 1)), SOMEBODY).outcome
    assert done == Imported(listed=1, unchanged=1)


@pytest.mark.parametrize(("text", "slug"), [
    ("Crème & Co's", "creme-and-cos"), ("  A  B  ", "a-b"), ("日本", "日本"), ("!?", "21-3f"), ("x" * 99, "x" * 80),
    ("a/b?c=<d>", "a-b-c-d"),
    ("a" * 79 + " b", "a" * 79),
])
def test_a_name_becomes_an_address(text, slug):
    assert slugify(text) == slug


def test_a_product_without_an_address_gets_one_from_its_name():
    shop = given_facts()
    shop.shop.bus().do(take_in(structs.replace(MUG_ROW, slug="", name="Ash Mug")), SOMEBODY)
    assert slugs(shop) == {"mug": "ash-mug"}


def test_an_address_leads_to_one_product_for_ever():
    shop = given_facts()
    namesake = structs.replace(goods("cup", NINE, 1), slug="mug")
    shop.shop.bus().do(take_in(MUG_ROW), SOMEBODY)
    shop.shop.bus().do(take_in(namesake), SOMEBODY)
    assert slugs(shop) == {"mug": "mug", "cup": f"mug-{product('cup').hex[:8]}"}
    shop.when(take_in(namesake)).then_nothing()


def test_two_of_one_batch_do_not_get_one_address():
    shop = given_facts()
    shop.shop.bus().do(take_in(MUG_ROW, structs.replace(goods("cup", NINE, 1), slug="mug")), SOMEBODY)
    assert len(set(slugs(shop).values())) == 2


@pytest.mark.parametrize(("wish", "slug"), [
    ("suggest", "suggest-"), ("../../x", "x"), ("É" * 300, "e" * 80), ("a/b?c#d", "a-b-c-d"), ("%2e%2e", "2e-2e"),
    ("///", "2f-2f-2f"), ("\U00010348" * 300, "\U00010348" * 60),
], ids=lambda text: text[:8])
def test_an_odd_address_becomes_one_that_can_be_asked_for(wish, slug):
    shop = given_facts()
    shop.shop.bus().do(take_in(structs.replace(MUG_ROW, slug=wish, name="Mug")), SOMEBODY)
    assert slugs(shop) == {"mug": slug}


def slugs(shop):
    facts = [fact for events in shop.streams().values() for fact in events if isinstance(fact, ProductListed)]
    listed = {fact.product_id: fact.description.slug for fact in facts}
    return {key: listed[product(key)] for key in ("mug", "cup") if product(key) in listed}


def test_two_categories_never_share_an_address():
    assert category_slug(("Kitchen", "Mugs")) != category_slug(("Kitchen Mugs",))
    assert category_slug(("台所",)) != category_slug(("寝室",))
