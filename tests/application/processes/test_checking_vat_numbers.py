"""A register is asked about a VAT number: what it says decides whether tax is due, and stays with the order."""

from datetime import timedelta
from threading import get_ident

import pytest
from msgspec import structs

from store.adapters.pricing.vat_numbers_offline import OfflineVatNumbers
from store.application.ordering.messages import GetOrder
from store.application.pricing.vat_checking import CheckingVatNumbers, Heard
from store.application.processes.cart_views import GetCart
from store.application.processes.explaining_prices import ExplainPrice
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.relieving import VatNumberNotGivenOut
from store.domain.ordering.business_events import NumberChecked, VatNumberChecked
from store.domain.ordering.order import Order
from store.domain.pricing.shipping import QuoteChanged
from store.domain.pricing.vat_checks import Answer, VatCheck
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.vat import memory_checks
from tests.application.processes.examples import (
    ANN,
    CART,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PLACE,
    TWO_MUGS,
    shop_selling,
)
from tests.application.processes.exchange_examples import exchanged, order, swap, wearing
from tests.application.processes.test_redeeming_coupons import do
from tests.application.processes.test_taxes_and_shipping import PARIS
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]
FRENCH = "FR40303265045"


class Register:
    """Says what it is told to."""

    name = "VIES"

    def __init__(self):
        self.says, self.asked, self.threads = Heard(Answer.VALID, "W1"), [], set()

    def ask(self, number):
        self.asked.append(number)
        self.threads.add(get_ident())
        return self.says


@pytest.fixture
def register():
    return Register()


@pytest.fixture
def shop(register):
    return shop_selling(register=register).happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})


def seen(shop, number=FRENCH, country="FR"):
    return shop.ask(GetCart(cart_id=CART, country=country, shipping_method="standard", vat_number=number))


def buying(quote=None, number=FRENCH):
    return BuyCart(order=structs.replace(PLACE, address=PARIS, quote=quote, vat_number=number), token="success")


def test_what_is_given_out_relieves_and_the_order_keeps_when_the_register_said_so(shop, register):
    shown = seen(shop, "fr 40 303 265 045")
    assert (shown.total.amount, shown.tax_exempt) == ("39.91", "reverse-charge")
    assert (shown.vat_check.register, shown.vat_check.valid, shown.vat_check.asked_at) == ("VIES", True, NOON)
    assert shown.vat_check.consultation is None, "that is for those who keep the books"
    do(shop, buying(shown.quote))
    assert register.asked == [FRENCH], "it is asked once, however often somebody looks"
    checked = VatNumberChecked(
        at=NOON, order_id=ORDER, register="VIES", valid=True, asked_at=NOON, consultation=Personal(ANN, "W1"),
    )
    assert shop.streams()[ORDER][2] == checked
    bought = Order.replay(ORDER, shop.streams()[ORDER])
    assert bought.vat_check == NumberChecked("VIES", valid=True, at=NOON, consultation=Personal(ANN, "W1"))
    for told in (shop.ask(ExplainPrice(number=NUMBER)), shop.ask(GetOrder(number=NUMBER))):
        assert (told.vat_check.register, told.vat_check.valid, told.vat_check.consultation) == ("VIES", True, "W1")


def test_what_is_not_given_out_is_refused_wherever_it_is_said(shop, register):
    register.says = Heard(Answer.INVALID)
    with pytest.raises(VatNumberNotGivenOut):
        seen(shop)
    shop.when(buying()).then_raises(VatNumberNotGivenOut, register="VIES")


def test_a_register_that_says_nothing_has_tax_charged_and_nobody_waits_twice(shop, register):
    register.says = Heard(Answer.UNAVAILABLE)
    shown = seen(shop)
    assert (shown.total.amount, shown.tax_exempt, shown.vat_check.valid) == ("47.90", None, False)
    do(shop, buying(shown.quote))
    assert register.asked == [FRENCH]
    bought = Order.replay(ORDER, shop.streams()[ORDER])
    assert bought.vat_check == NumberChecked("VIES", valid=False, at=NOON, consultation=Personal(ANN, ""))
    assert bought.totals.exempt == ""
    assert shop.ask(ExplainPrice(number=NUMBER)).matches


@pytest.mark.requirement("R3.6")
def test_what_the_register_says_between_review_and_pay_moves_no_price_silently(shop, register):
    free = seen(shop).quote
    shop.clock.advance(timedelta(days=1))
    register.says = Heard(Answer.UNAVAILABLE)
    shop.when(buying(free)).then_raises(QuoteChanged)
    shop.clock.advance(timedelta(minutes=1))
    taxed = seen(shop).quote
    register.says = Heard(Answer.VALID, "W2")
    shop.clock.advance(timedelta(minutes=1))
    shop.when(buying(taxed)).then_raises(QuoteChanged)
    do(shop, buying(free))
    assert Order.replay(ORDER, shop.streams()[ORDER]).vat_check.consultation.value == "W2"


def test_the_register_is_asked_for_nothing_that_moves_no_tax(shop, register):
    seen(shop, "DE136695976", "DE")
    do(shop, BuyCart(order=structs.replace(PLACE, vat_number="DE136695976"), token="success"))
    assert register.asked == []
    bought = Order.replay(ORDER, shop.streams()[ORDER])
    assert (bought.vat_number.value, bought.vat_check) == ("DE136695976", None)


def test_an_order_that_nobody_looked_at_before_is_checked_all_the_same(shop, register):
    do(shop, buying())
    assert (register.asked, Order.replay(ORDER, shop.streams()[ORDER]).vat_check.valid) == ([FRENCH], True)


def test_where_it_is_asked_each_time_what_it_said_counts_until_the_order_is_placed(shop, register):
    each_time = CheckingVatNumbers(OfflineVatNumbers(), register, memory_checks(), shop.clock, timedelta())
    assert each_time.check(FRENCH).answer is Answer.VALID
    assert each_time.known(FRENCH).answer is Answer.VALID
    shop.clock.advance(timedelta(minutes=1))
    each_time.check(FRENCH)
    assert len(register.asked) == 2


def test_whoever_is_told_nothing_takes_what_somebody_else_was_told_meanwhile(shop, register):
    checks = memory_checks()
    checking = CheckingVatNumbers(OfflineVatNumbers(), register, checks, shop.clock, timedelta(days=1))

    def slowly(number):
        checks.note(number, VatCheck("VIES", Answer.VALID, shop.clock.now(), "W1"))
        shop.clock.advance(timedelta(seconds=3))
        return Heard(Answer.UNAVAILABLE)

    register.ask = slowly
    assert checking.check(FRENCH).answer is Answer.VALID
    assert checking.known(FRENCH).consultation == "W1"


def test_another_register_is_asked_anew(shop, register):
    seen(shop)
    register.name = "Another"
    assert seen(shop).vat_check.register == "Another"
    assert len(register.asked) == 2


def test_whoever_looks_waits_beside_the_loop_that_serves_others(shop, register):
    seen(shop)
    assert get_ident() not in register.threads


@pytest.mark.story("US-4.5", "the refund comes after approval")
def test_what_is_sent_in_exchange_without_tax_rests_on_what_the_register_said_of_the_first(register):
    shop = wearing(register=register, address=PARIS, vat_number=FRENCH)
    new = order(shop, exchanged(shop, swap()).replaced_by)
    assert (new.totals.exempt, new.vat_number.value) == ("reverse-charge", FRENCH)
    first = Order.replay(ORDER, shop.streams()[ORDER]).vat_check
    assert structs.replace(new.vat_check, consultation=first.consultation) == first
    assert new.vat_check.consultation == Personal(new.vat_number.subject, "W1"), "under a key of its own"
    assert len(register.asked) == 1
