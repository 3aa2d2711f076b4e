"""Order, closed cart, stock put aside and money asked for: all or nothing."""

from datetime import date
from functools import partial

import pytest
from msgspec import structs

from store.application.cart.errors import NoLongerSold, TooManyWanted, UnknownSku
from store.application.catalogue.messages import RepriceVariant
from store.application.payments.messages import ReconcilePayment
from store.application.processes.cart_views import GetCart
from store.application.shared.errors import NoSuch
from store.domain.cart.errors import CartClosed, CartEmpty
from store.domain.cart.events import CartCheckedOut, CartReopened, LinePut
from store.domain.catalogue.standing_events import ProductWithdrawn
from store.domain.inventory.errors import NotEnoughStock
from store.domain.inventory.events import StockReceived, StockReleased, StockReserved
from store.domain.ordering.events import Expected, OrderCancelled, OrderConfirmed, OrderLine, OrderPlaced, Totals
from store.domain.payments.errors import CardDeclined, UnknownMethod
from store.domain.payments.events import (
    ChallengeRequired,
    PaymentCaptured,
    PaymentDeclined,
    PaymentRequested,
)
from store.domain.pricing.shipping import QuoteChanged, UnknownShippingMethod
from store.domain.shared.ids import CartId, ProductId, Sku
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from tests.application.processes.examples import (
    ANN,
    CART,
    HATS,
    HOME,
    MUG,
    MUGS,
    NINE,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    PLACE,
    TWO_MUGS,
    buy,
    product,
    shop_selling,
)
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R3.3"), pytest.mark.requirement("R2.6")]
atomic = pytest.mark.story("US-3.4", "nothing happens by halves")
outcomes = pytest.mark.story("US-3.5", "handle success and failure")


def eur(minor):
    return Money(minor, "EUR")


LINE = OrderLine(MUG, "mug", "mug", 2, NINE, eur(1800), eur(287))
TOTALS = Totals(eur(1800), eur(490), eur(365), eur(2290), "DE", 190_000, "half-up-per-line")
RECKONED = {
    "currency": "EUR", "day": "2026-05-31",
    "carriage": {"price": {"minor": 490, "currency": "EUR"}, "free_from": {"minor": 6000, "currency": "EUR"}},
}
PLACED = OrderPlaced(
    at=NOON, order_id=ORDER, number=NUMBER, cart_id=CART, payment_id=PAYMENT,
    email=Personal(ANN, "ann@example.org"), address=Personal(ANN, HOME), shipping_method="standard",
    payment_method="sandbox", lines=(LINE,), totals=TOTALS, reckoned=RECKONED,
    expected=Expected(date(2026, 6, 3), date(2026, 6, 5), 2, 4),
)
BOUGHT = CartCheckedOut(at=NOON, cart_id=CART, number=NUMBER)
ASIDE = StockReserved(at=NOON, sku=MUG, order_id=ORDER, quantity=2)
ASKED = PaymentRequested(
    at=NOON, payment_id=PAYMENT, order_id=ORDER, number=NUMBER, amount=eur(2290), method="sandbox"
)
ALL_AT_ONCE = {ORDER: [PLACED], CART: [BOUGHT], MUGS: [ASIDE], PAYMENT: [ASKED]}
TAKEN = PaymentCaptured(at=NOON, payment_id=PAYMENT, reference=f"sandbox-{PAYMENT}", amount=eur(2290))
PAID = OrderConfirmed(at=NOON, order_id=ORDER)


@pytest.fixture
def shop():
    return shop_selling().happened({CART: [OPENED, TWO_MUGS]})


@atomic
def test_an_order_closes_the_cart_reserves_the_goods_and_asks_for_the_money(shop):
    shop.when(PLACE).then(ALL_AT_ONCE)
    assert (shop.outcome.number, shop.outcome.total) == (NUMBER, eur(2290))


@atomic
def test_all_of_it_stands_in_one_piece_of_the_log(shop):
    """Nothing of anybody else's stands between, so nobody can ever see a part of it."""
    shop.when(PLACE).then(ALL_AT_ONCE)
    newest = [row.originator_id for row in shop.shop.log().select_newest(None, 4)]
    assert set(newest) == set(ALL_AT_ONCE)
    assert newest == sorted(newest, key=lambda stream: stream.bytes, reverse=True), "streams in a fixed order"


@outcomes
def test_money_that_comes_confirms_the_order(shop):
    confirmed = {**ALL_AT_ONCE, ORDER: [PLACED, PAID], PAYMENT: [ASKED, TAKEN]}
    bought = shop.when(buy("success")).then(confirmed).outcome
    assert (bought.status, bought.payment.status, bought.total.amount) == ("confirmed", "captured", "22.90")


@outcomes
@pytest.mark.story("US-3.5", "support 3-D Secure")
def test_a_challenge_leaves_everything_waiting(shop):
    bank = shop.shop.gateway()
    bank.charge(PAYMENT, eur(2290), "sandbox", "challenge")
    page = bank.look(PAYMENT).url
    asked_by_bank = ChallengeRequired(at=NOON, payment_id=PAYMENT, reference=f"sandbox-{PAYMENT}", url=page)
    bought = shop.when(buy("challenge")).then({**ALL_AT_ONCE, PAYMENT: [ASKED, asked_by_bank]}).outcome
    assert (bought.status, bought.payment.next_action.url) == ("awaiting_payment", page)


@outcomes
def test_an_answer_that_is_lost_leaves_everything_waiting_until_the_gateway_is_asked(shop):
    shop.when(buy("timeout")).then(ALL_AT_ONCE)
    shop.when(ReconcilePayment(payment_id=PAYMENT)).then({ORDER: [PAID], PAYMENT: [TAKEN]})
    shop.when(ReconcilePayment(payment_id=PAYMENT)).then_nothing()


@outcomes
def test_money_that_does_not_come_gives_everything_back(shop):
    with pytest.raises(CardDeclined, match="the card was refused"):
        shop.shop.bus().do(buy("decline"), _caller())
    assert {id: events[-1] for id, events in shop.streams().items() if id in ALL_AT_ONCE} == {
        ORDER: OrderCancelled(at=NOON, order_id=ORDER, reason="the payment was declined"),
        CART: CartReopened(at=NOON, cart_id=CART, number=NUMBER),
        MUGS: StockReleased(at=NOON, sku=MUG, order_id=ORDER, quantity=2),
        PAYMENT: PaymentDeclined(at=NOON, payment_id=PAYMENT, reason="the card was refused"),
    }


@atomic
def test_one_line_that_cannot_be_had_refuses_all(shop):
    shop.happened({
        CART: [ONE_HAT],
        HATS: [StockReserved(at=NOON, sku=Sku("HAT"), order_id=ORDER, quantity=1)],
    })
    shop.when(PLACE).then_raises(NotEnoughStock, sku="HAT", wanted=1, available=0)


@atomic
def test_how_many_there_are_is_told_only_of_few(shop):
    shop.happened({CART: [LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=9, price=NINE)]})
    shop.when(PLACE).then_raises(NotEnoughStock, sku=MUG, wanted=9, available=5)
    shop.happened({MUGS: [StockReceived(at=NOON, sku=MUG, quantity=1)]})
    shop.when(PLACE).then_raises(TooManyWanted, sku=MUG, name="mug")


@atomic
def test_what_cannot_be_bought_is_not_bought(shop):
    change = partial(structs.replace, PLACE)
    shop.when(change(cart_id=CartId(ANN))).then_raises(NoSuch, kind="cart")
    shop.when(change(payment_method="shells")).then_raises(UnknownMethod, method="shells")
    shop.when(change(shipping_method="pigeon")).then_raises(UnknownShippingMethod, method="pigeon")
    shop.when(change(shipping_method="", quote=None)).then_raises(UnknownShippingMethod, method="")
    shop.when(change(quote="seen long ago")).then_raises(QuoteChanged, now=eur(2290))
    unknown = LinePut(at=NOON, cart_id=CART, sku=Sku("GHOST"), quantity=1, price=NINE)
    shop.happened({CART: [unknown]}).when(PLACE).then_raises(UnknownSku, sku="GHOST")


@atomic
@pytest.mark.requirement("R2.3")
def test_what_was_withdrawn_is_not_bought(shop):
    gone = ProductWithdrawn(at=NOON, product_id=ProductId(product("mug")), reason="broke")
    shop.happened({product("mug"): [gone]}).when(PLACE).then_raises(NoLongerSold, sku=MUG, name="mug")


@atomic
def test_an_empty_or_closed_cart_is_not_bought(shop):
    shop.when(PLACE).then(ALL_AT_ONCE)
    shop.when(PLACE).then_raises(CartClosed, number=NUMBER)
    empty = shop_selling().happened({CART: [OPENED]})
    empty.when(PLACE).then_raises(CartEmpty)


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.4", "review before paying")
def test_the_quote_of_the_cart_is_the_price_that_is_paid(shop):
    import msgspec

    seen = shop.ask(GetCart(cart_id=CART, country="DE", shipping_method="standard"))
    assert seen.total.amount == "22.90"
    shop.when(msgspec.structs.replace(PLACE, quote=seen.quote)).then(ALL_AT_ONCE)


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.4", "review before paying")
def test_a_price_that_moved_is_never_asked_silently(shop):
    import msgspec

    seen = shop.ask(GetCart(cart_id=CART, country="DE", shipping_method="standard"))
    shop.shop.bus().do(RepriceVariant(product_id=ProductId(product("mug")), sku=MUG, price=eur(950)), _caller())
    shop.when(msgspec.structs.replace(PLACE, quote=seen.quote)).then_raises(QuoteChanged, now=eur(2390))


def _caller():
    from tests.harness.processes import SOMEBODY

    return SOMEBODY
