"""Whoever was relieved of the tax exchanges what isn't offered any more: without tax on either side."""

import pytest
from msgspec import structs

from store.application.catalogue.messages import RepriceVariant
from store.application.processes.import_rows import ImportProducts
from store.application.returns.messages import ApproveReturn, LetExchangeLapse, ReceiveReturn
from store.application.returns.quotes import GetReturnable, QuoteReturn
from store.domain.ordering.events import Address
from store.domain.returns.errors import NotExchangeable
from store.domain.returns.returning import KEPT_FOR
from tests.application.processes.examples import NUMBER, product
from tests.application.processes.exchange_examples import (
    CHEAP,
    LARGE,
    MEDIUM,
    SMALL,
    exchanged,
    good,
    order,
    shirts,
    swap,
    wearing,
)
from tests.application.processes.return_examples import R1, RETURN, do, eur, inspect
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
PARIS = Address("Anne Exemple", "1 rue Exemple", "Paris", "75001", "FR")
FRENCH = "FR40303265045"
NET = 1667
"""A shirt of 20.00 without the French 20 %."""


@pytest.fixture
def shop():
    """Anne's business bought small shirts; the shop has none of that size any more, nor will it."""
    shop = wearing(address=PARIS, vat_number=FRENCH)
    row = shirts()
    do(shop, ImportProducts(source="test", rows=(
        structs.replace(row, variants=tuple(it for it in row.variants if it.sku != SMALL)),
    )))
    return shop


def test_what_costs_the_same_with_tax_costs_the_same_without(shop):
    [small, _] = shop.ask(GetReturnable(number=NUMBER)).lines
    assert {it.sku: (it.state, it.by and it.by.amount) for it in small.choices} == {
        MEDIUM: ("same", None), LARGE: ("dearer", "4.16"), CHEAP: ("cheaper", "4.17"),
    }
    new = order(shop, exchanged(shop, swap()).replaced_by)
    assert (new.lines[0].sku, new.totals.total, new.totals.exempt) == (MEDIUM, eur(NET), "reverse-charge")


def test_what_costs_less_pays_its_part(shop):
    quote = shop.ask(QuoteReturn(number=NUMBER, pieces={SMALL: 1}, instead={SMALL: CHEAP}))
    assert (quote.exchanged.amount, quote.money.amount) == ("12.50", "4.17")
    new = order(shop, exchanged(shop, swap(instead={SMALL: CHEAP})).replaced_by)
    assert new.totals.total == eur(1250)


def test_what_costs_more_is_still_refused(shop):
    shop.when(swap(instead={SMALL: LARGE})).then_raises(NotExchangeable)


def test_what_comes_late_is_compared_likewise(shop):
    do(shop, swap(), ApproveReturn(number=R1))
    shop.clock.set(NOON + KEPT_FOR)
    do(shop, LetExchangeLapse(return_id=RETURN), ReceiveReturn(number=R1))
    new = order(shop, do(shop, inspect(good())).replaced_by)
    assert new.totals.total == eur(NET)


def test_while_it_is_offered_todays_prices_are_compared_as_ever():
    shop = wearing(address=PARIS, vat_number=FRENCH)
    do(shop, RepriceVariant(product_id=product("shirt"), sku=SMALL, price=eur(2500)))
    [small, _] = shop.ask(GetReturnable(number=NUMBER)).lines
    assert {it.sku: it.state for it in small.choices} == {
        SMALL: "same", MEDIUM: "cheaper", LARGE: "same", CHEAP: "cheaper",
    }
