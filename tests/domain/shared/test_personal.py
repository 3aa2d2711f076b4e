"""What belongs to a person does not slip out, and ids are the same wherever they are worked out."""

from uuid import UUID

import pytest

from store.domain.shared.ids import (
    OrderNumber,
    Sku,
    SubjectId,
    address_of,
    category_of,
    follow_up,
    order_of,
    product_of,
    stock_of,
)
from store.domain.shared.personal import Erased, Personal

ANN, BEN = SubjectId(UUID(int=1)), SubjectId(UUID(int=2))
forgetting = pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")


@forgetting
@pytest.mark.requirement("R10.5")
def test_printing_something_personal_shows_whose_it_is_and_nothing_else():
    secret = Personal(ANN, "ann@example.org")
    assert "ann@example.org" not in f"{secret!r} {secret}"
    assert str(ANN) in repr(secret)


@forgetting
@pytest.mark.requirement("R10.5")
def test_personal_values_are_equal_when_person_and_value_are():
    assert Personal(ANN, "x") == Personal(ANN, "x")
    assert Personal(ANN, "x") != Personal(BEN, "x")
    assert Personal(ANN, "x") != Personal(ANN, Erased())
    assert Personal(ANN, "x") != "x"
    assert len({Personal(ANN, "x"), Personal(ANN, "x")}) == 1


@forgetting
def test_who_was_forgotten_is_called_erased():
    assert str(Erased()) == "erased"


@pytest.mark.requirement("R3.3")
@pytest.mark.story("US-3.4", "nothing happens by halves")
def test_the_same_thing_has_the_same_id_everywhere_and_others_have_others():
    ids = [
        stock_of(Sku("mug")), stock_of(Sku("hat")), order_of(OrderNumber("mug")), product_of("demo", "mug"),
        product_of("icecat", "mug"), category_of("kitchen"), category_of("kitchen/mugs"),
        address_of("mug"), category_of("mug"), follow_up(UUID(int=1), "payment"), follow_up(UUID(int=1), "refund"),
    ]
    assert len(set(ids)) == len(ids)
    assert ids[0] == UUID("87c68901-6137-53b1-b6ad-17163a16dcfb"), "ids once given away never change"
    assert follow_up(UUID(int=1), "payment") == ids[-2]
