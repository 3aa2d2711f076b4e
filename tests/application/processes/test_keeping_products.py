"""Writing products down and changing them: with their address, their places and the stock of their variants."""

from uuid import UUID

import pytest
from msgspec import structs

from store.application.catalogue.messages import PublishProduct, RelistProduct, RepriceVariant, WithdrawProduct
from store.application.catalogue.records import CompareProduct, GetProductRecord
from store.application.catalogue.wishes import ProductWish
from store.application.processes.import_rows import OpenCategories
from store.application.processes.keeping_products import CreateProduct, ReviseProduct
from store.application.shared.authority import Reach, Scope
from store.application.shared.errors import NoSuch, VersionMoved, WrongFields
from store.domain.catalogue.events import (
    AddressClaimed,
    Description,
    PriceChanged,
    ProductDrafted,
    ProductListed,
    ProductRevised,
    Variant,
)
from store.domain.inventory.events import StockOpened
from store.domain.shared.ids import CategoryId, ProductId, Sku, VendorId, address_of, category_of, stock_of
from store.domain.shared.money import Money
from tests.application.processes.examples import goods
from tests.application.processes.test_importing_products import take_in
from tests.harness.processes import NOON, SOMEBODY, given_facts

pytestmark = [pytest.mark.requirement("R2.2")]
creates = pytest.mark.story("US-2.5", "add products with all details")
edits = pytest.mark.story("US-2.5", "edit products")
validates = pytest.mark.story("US-2.5", "invalid input is refused")

MUG = ProductId(UUID(int=1))
LOAM, OTHER = VendorId(UUID(int=77)), VendorId(UUID(int=78))
OWN, FOREIGN = Scope(Reach.VENDOR, LOAM), Scope(Reach.VENDOR, OTHER)
RED = Variant(Sku("MUG-RED"), Money(900, "EUR"), {"Colour": "Red"})
BLUE = Variant(Sku("MUG-BLUE"), Money(950, "EUR"), {"Colour": "Blue"})
WISH = ProductWish(name="Mug", brand="Kiln", options=("Colour",), variants=(RED, BLUE), category="table")
TABLE = category_of("table")


class Shelf:
    """A shop in memory with two categories, in which products are written down."""

    def __init__(self):
        self.process = given_facts()
        self.do(OpenCategories(paths=(("Table",), ("Kitchen",))))

    def do(self, command):
        return self.process.shop.bus().do(command, SOMEBODY).outcome

    def record(self, name="mug", **more):
        return self.process.ask(GetProductRecord(name=name, **more))

    def facts(self, id):
        return self.process.streams().get(id, [])


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def mug(shelf):
    return shelf.do(CreateProduct(wish=WISH, vendor=LOAM)).product_id


@creates
@pytest.mark.parametrize("draft", [False, True])
def test_a_product_comes_with_its_address_and_the_stock_of_each_variant(shelf, draft):
    moved = shelf.do(CreateProduct(wish=WISH, draft=draft, vendor=LOAM))
    id, said = moved.product_id, Description("mug", "Mug", "Kiln", TABLE, options=("Colour",))
    kind = ProductDrafted if draft else ProductListed
    assert shelf.facts(id) == [kind(at=NOON, product_id=id, description=said, variants=(RED, BLUE), vendor=LOAM)]
    assert shelf.facts(address_of("mug")) == [AddressClaimed(at=NOON, slug="mug", product_id=id)]
    for variant in (RED, BLUE):
        assert shelf.facts(stock_of(variant.sku)) == [StockOpened(at=NOON, sku=variant.sku, product_id=id)]
    assert moved.version == 1


@creates
def test_everything_there_is_to_say_of_it_can_be_said(shelf, mug):
    full = ProductWish(
        name="Bowl", brand="Kiln", slug="Big Bowl!", category="table", categories=("kitchen", "table"),
        text="*Wide*", attributes={"Width": "30 cm", "Oven proof": True}, variants=(Variant(Sku("B"), RED.price),),
        tags=("new",), features=("Stacks",), related=("mug", str(mug)),
    )
    shelf.do(CreateProduct(wish=full))
    record = shelf.record("big-bowl")
    assert (record.slug, record.category, record.categories) == ("big-bowl", "table", ["kitchen"])
    assert (record.attributes, record.tags, record.features) == (full.attributes, ["new"], ["Stacks"])
    assert (record.related, record.vendor, record.state, record.version) == (["mug"], None, "for sale", 1)


@creates
def test_an_address_that_nobody_named_is_one_that_is_free(shelf, mug):
    second = shelf.do(CreateProduct(wish=ProductWish(name="Mug", brand="K", variants=(Variant(Sku("M2"), RED.price),))))
    assert shelf.record(str(second.product_id)).slug == f"mug-{second.product_id.hex[-8:]}"
    named = ProductWish(name="Mug", brand="K", slug="mug", variants=(Variant(Sku("M3"), RED.price),))
    with pytest.raises(WrongFields) as wrong:
        shelf.do(CreateProduct(wish=named))
    assert set(wrong.value.faults) == {"slug"}


@validates
def test_all_that_makes_no_sense_is_said_at_once_and_nothing_happens(shelf, mug):
    before = shelf.process.streams()
    wish = ProductWish(
        name=" ", slug="mug", category="nowhere", categories=("table", "nowhere"), related=("mug", "none"),
        variants=(Variant(RED.sku, Money(0, "EUR")),),
    )
    with pytest.raises(WrongFields) as wrong:
        shelf.do(CreateProduct(wish=wish))
    assert set(wrong.value.faults) == {
        "name", "brand", "slug", "category", "categories.1", "related.1", "variants.0.price", "variants.0.sku",
    }
    with pytest.raises(WrongFields) as wrong:
        shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(
            related=("mug",), variants=(Variant(RED.sku, Money(9, "JPY"), RED.options),),
        )))
    assert set(wrong.value.faults) == {"related.0", "variants.0.price"}
    assert shelf.process.streams() == before


@edits
def test_what_is_not_said_stays_as_it_is(shelf, mug):
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(text="Round."), version=1))
    said = Description("mug", "Mug", "Kiln", TABLE, "Round.", options=("Colour",))
    assert shelf.facts(mug)[1:] == [ProductRevised(at=NOON, product_id=mug, description=said, variants=(RED, BLUE))]
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(text="Round.")))
    assert len(shelf.facts(mug)) == 2


@edits
def test_another_price_alone_is_a_fact_of_its_own(shelf, mug):
    cheaper = Variant(RED.sku, Money(800, "EUR"), RED.options, Money(900, "EUR"))
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(variants=(cheaper, BLUE))))
    assert shelf.facts(mug)[1:] == [PriceChanged(
        at=NOON, product_id=mug, sku=RED.sku, price=cheaper.price, list_price=cheaper.list_price, was=RED.price,
    )]


@edits
def test_an_address_moves_and_the_one_before_leads_on(shelf, mug):
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(slug="cup")))
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(slug="beaker")))
    assert {shelf.record(name).id for name in ("mug", "cup", "beaker")} == {mug}
    assert shelf.record("mug").slug == "beaker"
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(slug="mug")))
    assert shelf.record("cup").slug == "mug"
    assert shelf.facts(address_of("mug")) == [AddressClaimed(at=NOON, slug="mug", product_id=mug)]


@edits
@pytest.mark.requirement("R2.2")
def test_nobody_writes_over_what_they_have_not_seen(shelf, mug):
    shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(text="Round."), version=1))
    with pytest.raises(VersionMoved):
        shelf.do(ReviseProduct(product_id=mug, wish=ProductWish(name="Cup"), version=1))
    cheap = RepriceVariant(product_id=mug, sku=RED.sku, price=Money(100, "EUR"), version=2, scope=OWN)
    shelf.do(cheap)
    found = shelf.process.ask(CompareProduct(product_id=mug, version=1))
    assert (found.seen.version, found.now.version) == (1, 3)
    assert {change.field: (change.was, change.now) for change in found.changes if change.field == "description"} == {
        "description": ("", "Round."),
    }
    assert {change.field for change in found.changes} == {"description", "variants.MUG-RED"}
    assert shelf.process.ask(CompareProduct(product_id=mug, version=9)).seen is None


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_vendor_is_told_of_the_goods_of_others_that_there_are_none(shelf, mug):
    commands = [
        lambda scope, it: ReviseProduct(product_id=it, wish=ProductWish(name="Cup"), scope=scope),
        lambda scope, it: RepriceVariant(product_id=it, sku=RED.sku, price=BLUE.price, scope=scope),
        lambda scope, it: WithdrawProduct(product_id=it, reason="broken", scope=scope),
        lambda scope, it: RelistProduct(product_id=it, scope=scope),
        lambda scope, it: PublishProduct(product_id=it, scope=scope),
    ]
    own = shelf.do(CreateProduct(wish=ProductWish(name="Own", brand="K", variants=(Variant(Sku("O"), RED.price),))))
    for command in commands:
        for id in (mug, own.product_id, ProductId(UUID(int=99))):
            with pytest.raises(NoSuch) as refused:
                shelf.do(command(FOREIGN, id))
            assert str(refused.value) == f"There is no product {id}."
        shelf.do(command(OWN, mug))
    with pytest.raises(NoSuch):
        shelf.record(str(mug), scope=FOREIGN)
    assert shelf.record(str(mug), scope=OWN).vendor == LOAM


def test_an_import_leaves_alone_what_it_does_not_speak_of(shelf):
    shelf.do(take_in(goods("mug", Money(900, "EUR"), 5)))
    id = shelf.record("mug").id
    shelf.do(ReviseProduct(product_id=id, wish=ProductWish(features=("Stacks",), categories=("table",), slug="cup")))
    shelf.do(take_in(structs.replace(goods("mug", Money(700, "EUR"), 5), slug="")))
    record = shelf.record("cup")
    assert (record.features, record.categories, record.slug) == (["Stacks"], ["table"], "cup")
    assert record.variants[0].price.amount == "7.00"
    shelf.do(take_in(goods("mug", Money(700, "EUR"), 5)))
    assert shelf.record("cup").slug == "mug"  # what a file does say, holds


@edits
def test_what_came_in_as_it_could_is_changed_without_mending_all_of_it(shelf):
    row = structs.replace(goods("mug", Money(900, "EUR"), 5), brand="", pictures=())
    shelf.do(take_in(structs.replace(row, variants=(structs.replace(row.variants[0], picture="gone.svg"),))))
    id = shelf.record("mug").id
    shelf.do(ReviseProduct(product_id=id, wish=ProductWish(name="Cup")))
    assert shelf.record("mug").name == "Cup"
    with pytest.raises(WrongFields) as wrong:
        shelf.do(ReviseProduct(product_id=id, wish=ProductWish(brand=" ", options=())))
    assert set(wrong.value.faults) == {"brand", "variants.0.picture"}


def test_a_name_that_leads_nowhere_is_no_product(shelf, mug):
    for name in ("nothing", str(UUID(int=5)), str(CategoryId(TABLE))):
        with pytest.raises(NoSuch):
            shelf.record(name)
    with pytest.raises(NoSuch):
        shelf.record("mug", version=7)
    assert shelf.record("mug", version=1).version == 1
