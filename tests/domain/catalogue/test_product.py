"""What is for sale, in which variants, at which prices."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest

from store.domain.catalogue.errors import (
    AlreadyListed,
    MixedCurrencies,
    NotForSale,
    NothingToSell,
    PriceNotPositive,
    SkuMalformed,
    SkuTwice,
    UnknownVariant,
)
from store.domain.catalogue.events import Description, PriceChanged, ProductListed, ProductRevised, Variant
from store.domain.catalogue.product import Product
from store.domain.catalogue.standing_events import ProductWithdrawn
from store.domain.shared.ids import CategoryId, Sku, product_of
from store.domain.shared.money import Money
from tests.harness.scenario import given

ID = product_of("test", "mug")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


def eur(minor):
    return Money(minor, "EUR")


MUG = Description("mug", "Mug", "Kiln", CategoryId(UUID(int=1)))
BETTER_MUG = Description("mug", "Better mug", "Kiln", CategoryId(UUID(int=1)))
RED = Variant(Sku("MUG-RED"), eur(900), {"Colour": "Red"}, picture="red.svg")
BLUE = Variant(Sku("MUG-BLUE"), eur(950), {"Colour": "Blue"}, list_price=eur(1200))
LISTED = ProductListed(at=NOON, product_id=ID, description=MUG, variants=(RED, BLUE))
WITHDRAWN = ProductWithdrawn(at=NOON, product_id=ID, reason="broke too often")
CHEAPER = PriceChanged(
    at=NOON, product_id=ID, sku=RED.sku, price=eur(800), list_price=eur(900), was=eur(900)
)

blank = given(Product, ID)
listed = given(Product, ID, LISTED)
withdrawn = given(Product, ID, LISTED, WITHDRAWN)

creates = pytest.mark.story("US-2.5", "add products with all details")
edits = pytest.mark.story("US-2.5", "edit products")
deletes = pytest.mark.story("US-2.5", "soft-delete products")
validates = pytest.mark.story("US-2.5", "invalid input is refused")


@creates
def test_a_product_comes_into_the_catalogue_with_its_variants():
    blank.when(Product.list, MUG, (RED, BLUE), at=NOON).then(LISTED)


@creates
def test_a_product_is_listed_only_once():
    listed.when(Product.list, MUG, (RED,), at=NOON).then_raises(AlreadyListed)
    withdrawn.when(Product.list, MUG, (RED,), at=NOON).then_raises(AlreadyListed)


WRONG = {
    "none": ((), NothingToSell),
    "twice": ((RED, RED), SkuTwice),
    "free": ((Variant(Sku("A"), eur(0)),), PriceNotPositive),
    "negative": ((Variant(Sku("A"), eur(-1)),), PriceNotPositive),
    "two currencies": ((RED, Variant(Sku("A"), Money(900, "JPY"))), MixedCurrencies),
    "list price in yen": ((Variant(Sku("A"), eur(1), list_price=Money(900, "JPY")),), MixedCurrencies),
    "list price of nothing": ((Variant(Sku("A"), eur(1), list_price=eur(0)),), PriceNotPositive),
} | {
    f"sku {sku!r}": ((Variant(Sku(sku), eur(1)),), SkuMalformed)
    for sku in ["", " ", "-a", ".a", "a b", "a/b", "ä", "a\n", "a" * 65, "<b>", "a'--"]
}


@validates
@pytest.mark.parametrize(("variants", "error"), WRONG.values(), ids=WRONG)
def test_variants_that_make_no_sense_are_refused(variants, error):
    blank.when(Product.list, MUG, variants, at=NOON).then_raises(error)
    listed.when(Product.revise, MUG, variants, at=NOON).then_raises(error)


@validates
@pytest.mark.parametrize("sku", ["a", "A-1", "a.b_c-9", "0", "a" * 64])
def test_ordinary_skus_are_fine(sku):
    variants = (Variant(Sku(sku), eur(1)),)
    wanted = ProductListed(at=NOON, product_id=ID, description=MUG, variants=variants)
    blank.when(Product.list, MUG, variants, at=NOON).then(wanted)


@edits
def test_something_else_can_be_said_of_a_product():
    revised = ProductRevised(at=NOON, product_id=ID, description=BETTER_MUG, variants=(RED, BLUE))
    listed.when(Product.revise, BETTER_MUG, (RED, BLUE), at=NOON).then(revised)


@edits
def test_variants_come_and_go():
    revised = ProductRevised(at=NOON, product_id=ID, description=MUG, variants=(BLUE,))
    listed.when(Product.revise, MUG, (BLUE,), at=NOON).then(revised)
    given(Product, ID, LISTED, revised).when(Product.reprice, RED.sku, eur(1), None, at=NOON).then_raises(
        UnknownVariant, sku=RED.sku
    )


@edits
@pytest.mark.requirement("R12.3")
def test_a_product_never_changes_its_currency():
    in_yen = (Variant(RED.sku, Money(900, "JPY")),)
    listed.when(Product.revise, MUG, in_yen, at=NOON).then_raises(MixedCurrencies)


@edits
def test_saying_the_same_again_is_no_fact():
    listed.when(Product.revise, MUG, (RED, BLUE), at=NOON).then_nothing()
    repriced = Variant(RED.sku, eur(800), RED.options, eur(900), RED.picture)
    given(Product, ID, LISTED, CHEAPER).when(Product.revise, MUG, (repriced, BLUE), at=NOON).then_nothing()


@edits
def test_one_variant_gets_another_price_and_the_old_one_is_remembered():
    listed.when(Product.reprice, RED.sku, eur(800), eur(900), at=NOON).then(CHEAPER)


@edits
def test_the_same_price_again_is_no_fact():
    listed.when(Product.reprice, BLUE.sku, eur(950), eur(1200), at=NOON).then_nothing()


@edits
@validates
@pytest.mark.parametrize(("sku", "price", "list_price", "error"), [
    (Sku("nope"), eur(1), None, UnknownVariant),
    (RED.sku, eur(0), None, PriceNotPositive),
    (RED.sku, eur(-5), None, PriceNotPositive),
    (RED.sku, Money(900, "JPY"), None, MixedCurrencies),
    (RED.sku, eur(800), Money(900, "JPY"), MixedCurrencies),
    (RED.sku, eur(800), eur(0), PriceNotPositive),
], ids=["unknown", "free", "negative", "in yen", "list price in yen", "list price of nothing"])
def test_a_price_that_makes_no_sense_is_refused(sku, price, list_price, error):
    listed.when(Product.reprice, sku, price, list_price, at=NOON).then_raises(error)


@deletes
def test_a_product_can_be_taken_out_of_the_shop():
    listed.when(Product.withdraw, reason="broke too often", at=NOON).then(WITHDRAWN)


@deletes
@pytest.mark.requirement("R2.3")
@pytest.mark.parametrize("act", [
    partial(Product.revise, description=BETTER_MUG, variants=(RED,), at=NOON),
    partial(Product.reprice, sku=RED.sku, price=eur(1), list_price=None, at=NOON),
    partial(Product.withdraw, reason="again", at=NOON),
], ids=["revise", "reprice", "withdraw"])
def test_what_is_not_for_sale_cannot_be_changed(act):
    withdrawn.when(act).then_raises(NotForSale)
    blank.when(act).then_raises(NotForSale)
