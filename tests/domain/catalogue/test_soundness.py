"""What is said of a product makes sense, or each field that doesn't is named."""

import pytest
from msgspec import structs

from store.domain.catalogue.events import Picture, Variant
from store.domain.catalogue.soundness import faults_of
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.domain.catalogue.test_product import MUG, eur

pytestmark = [pytest.mark.story("US-2.5", "invalid input is refused")]
COLOURED = structs.replace(MUG, options=("Colour",), pictures=(Picture("red.svg"),))
RED = Variant(Sku("RED"), eur(900), {"Colour": "Red"}, eur(1200), "red.svg")
BLUE = Variant(Sku("BLUE"), eur(950), {"Colour": "Blue"})


def test_what_makes_sense_is_not_blamed():
    assert faults_of(COLOURED, (RED, BLUE)) == {}
    assert faults_of(MUG, (Variant(Sku("MUG"), eur(1)),)) == {}


@pytest.mark.parametrize(("said", "variants", "blamed"), [
    (MUG, (), {"variants"}),
    (MUG, (Variant(Sku("A"), eur(1)), Variant(Sku("B"), eur(1))), {"options"}),
    (structs.replace(COLOURED, options=("Colour", "Colour")), (RED, BLUE), {"options.1"}),
    (COLOURED, (RED, structs.replace(BLUE, sku=Sku("a b"))), {"variants.1.sku"}),
    (COLOURED, (RED, structs.replace(BLUE, sku=RED.sku)), {"variants.1.sku"}),
    (COLOURED, (structs.replace(RED, price=eur(0)),), {"variants.0.price"}),
    (COLOURED, (RED, structs.replace(BLUE, price=Money(9, "JPY"))), {"variants.1.price"}),
    (COLOURED, (structs.replace(RED, list_price=eur(900)),), {"variants.0.list_price"}),
    (COLOURED, (structs.replace(RED, list_price=Money(9000, "JPY")),), {"variants.0.list_price"}),
    (COLOURED, (RED, structs.replace(BLUE, options={})), {"variants.1.options"}),
    (COLOURED, (RED, structs.replace(BLUE, options={"Colour": ""})), {"variants.1.options"}),
    (COLOURED, (RED, structs.replace(BLUE, options={"Colour": "Blue", "Size": "L"})), {"variants.1.options"}),
    (COLOURED, (RED, structs.replace(BLUE, options={"Colour": "Red"})), {"variants.1.options"}),
    (COLOURED, (RED, structs.replace(BLUE, picture="blue.svg")), {"variants.1.picture"}),
], ids=str)
def test_each_field_that_makes_no_sense_is_named(said, variants, blamed):
    found = faults_of(said, variants)
    assert set(found) == blamed
    assert all(words.endswith(".") for words in found.values())


def test_all_of_it_is_said_at_once():
    assert set(faults_of(MUG, (Variant(Sku(""), eur(0)), Variant(Sku(""), eur(0), {"Colour": "Red"})))) == {
        "options", "variants.0.sku", "variants.0.price", "variants.1.sku", "variants.1.price", "variants.1.options",
    }
