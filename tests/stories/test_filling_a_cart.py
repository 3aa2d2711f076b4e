"""What lies in a cart, what it costs, and what stands in the way of buying it."""

import pytest

from tests.harness.drivers.driver import refused
from tests.harness.goods import Goods

adding = pytest.mark.story("US-3.1", "add products with a quantity")
changing = pytest.mark.story("US-3.1", "update quantities")
removing = pytest.mark.story("US-3.1", "remove items")
totals = pytest.mark.story("US-3.2", "subtotal, taxes, shipping and total")
itemised = pytest.mark.story("US-3.2", "itemised breakdown")
places = pytest.mark.story("US-3.2", "tax rates by location")
moves = pytest.mark.story("US-3.2", "recalculate when the cart changes")
nonsense = pytest.mark.requirement("R3.6")


@adding
@itemised
@totals
def test_a_cart_shows_its_lines_and_what_they_cost_together(shop, ann, mug, hat):
    shop.sells(mug, hat)
    ann.puts(2, mug)
    ann.puts(1, hat)
    ann.puts(1, mug)
    cart = ann.cart
    assert [(line.sku, line.name, line.quantity) for line in cart.lines] == [("MUG", "mug", 3), ("HAT", "hat", 1)]
    assert [line.line_total.amount for line in cart.lines] == ["27.00", "25.00"]
    assert (cart.subtotal.amount, cart.shipping.amount, cart.total.amount) == ("52.00", "4.90", "56.90")
    assert (cart.item_count, cart.currency, cart.status) == (4, "EUR", "open")


@changing
@removing
@moves
def test_quantities_change_and_things_come_out(shop, ann, mug, hat):
    shop.sells(mug, hat)
    ann.puts(2, mug)
    ann.puts(1, hat)
    ann.changes(mug, 5)
    assert ann.cart.subtotal.amount == "70.00"
    ann.takes_out(hat)
    assert ann.cart.subtotal.amount == "45.00"
    ann.takes_out(mug)
    assert (ann.cart.lines, ann.cart.subtotal.amount) == ([], "0.00")


@adding
@nonsense
@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_that_makes_no_sense_is_refused(shop, ann, mug, quantity):
    shop.sells(mug)
    with refused("QuantityOutOfRange", most=999):
        ann.puts(quantity, mug)
    assert ann.cart.lines == []


@adding
@nonsense
@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_nobody_gets_more_into_the_cart_than_there_is(shop, ann, mug):
    shop.sells(mug, stock=3)
    ann.puts(2, mug)
    with refused("NotThatMany", available=3):
        ann.puts(2, mug)
    with refused("NotThatMany", available=3):
        ann.changes(mug, 1_000_000_000)
    assert ann.cart.item_count == 2


@adding
@nonsense
def test_who_wants_more_than_there_is_learns_how_much_there_is_only_of_few(shop, ann, mug):
    shop.sells(mug, stock=6)
    with refused("TooManyWanted", sku="MUG"):
        ann.puts(999, mug)
    ann.puts(6, mug)
    shop.shopper("Ben").buys(1, mug)
    with refused("NotThatMany", available=5):
        ann.changes(mug, 7)
    assert ann.cart.lines[0].problem == "Only 5 of mug are left."


@adding
@nonsense
def test_what_the_shop_does_not_sell_cannot_be_put_in(shop, ann, mug):
    shop.sells(mug)
    with refused("UnknownSku", sku="NO-SUCH-THING"):
        ann.puts(1, Goods("no such thing"))
    shop.withdraws(mug)
    with refused("NoLongerSold", sku="MUG"):
        ann.puts(1, mug)


@removing
def test_what_is_not_in_the_cart_cannot_come_out(shop, ann, mug, hat):
    shop.sells(mug, hat)
    ann.puts(1, mug)
    with refused("NotInCart", sku="HAT"):
        ann.takes_out(hat)


@places
@pytest.mark.parametrize(("country", "tax"), [("DE", "9.58"), ("HU", "12.76"), ("US", "0.00")])
def test_the_tax_inside_depends_on_where_the_parcel_goes(shop, country, tax):
    shop.sells(Goods("lamp", "60.00"))
    somebody = shop.shopper("Somebody", country)
    somebody.puts(1, Goods("lamp", "60.00"))
    assert (somebody.cart.tax_included.amount, somebody.cart.total.amount) == (tax, "60.00")


@totals
@pytest.mark.story("US-3.4", "select a shipping method")
def test_sending_costs_what_the_method_costs_and_nothing_from_sixty_on(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    assert ann.reviews(None).shipping is None
    assert ann.reviews("standard").shipping.amount == "4.90"
    assert ann.reviews("express").shipping.amount == "12.90"
    ann.changes(mug, 7)
    assert ann.reviews("standard").shipping.amount == "0.00"
    with refused("UnknownShippingMethod", method="pigeon"):
        ann.reviews("pigeon")
    with refused("UnknownShippingMethod"):
        ann.checks_out(by="pigeon")


@moves
@nonsense
@pytest.mark.story("US-3.4", "review before paying")
def test_nobody_pays_another_price_than_they_saw(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    seen = ann.cart.quote
    shop.reprices(mug, "11.00")
    line = ann.cart.lines[0]
    assert (line.unit_price.amount, line.price_was.amount) == ("11.00", "9.00")
    with refused("QuoteChanged", seal=ann.cart.quote):
        ann.checks_out(quote=seen)
    order = ann.checks_out(quote=ann.cart.quote)
    assert order.total == "15.90"


@pytest.mark.story("US-4.1", "see an order's items, total and shipping")
@pytest.mark.requirement("R2.3")
def test_an_order_keeps_its_prices_and_names_whatever_happens_to_the_goods(shop, ann, mug):
    shop.sells(mug)
    order = ann.buys(1, mug)
    shop.reprices(mug, "11.00")
    shop.withdraws(mug)
    seen = ann.sees(order).as_confirmed()
    assert (seen.lines[0].name, seen.lines[0].unit_price.amount) == ("mug", "9.00")
    shop.ships(order)
    ann.sees(order).as_shipped()


@nonsense
@pytest.mark.requirement("R2.3")
def test_what_was_withdrawn_says_so_in_the_cart_and_cannot_be_bought(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    shop.withdraws(mug)
    assert "no longer" in ann.cart.lines[0].problem
    with refused("NoLongerSold", sku="MUG"):
        ann.checks_out()


@pytest.mark.story("US-3.4", "nothing happens by halves")
@pytest.mark.requirement("R3.3")
def test_a_cart_that_was_bought_is_closed(shop, ann, mug, hat):
    shop.sells(mug, hat)
    ann.puts(1, mug)
    order = ann.checks_out(keeping_the_cart=True)
    assert (ann.cart.status, ann.cart.order_number) == ("ordered", order.number)
    with refused("CartClosed", number=order.number):
        ann.puts(1, hat)
    with refused("CartClosed", number=order.number):
        ann.checks_out()


@pytest.mark.story("US-3.4", "review before paying")
def test_an_empty_cart_cannot_be_bought(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    ann.takes_out(mug)
    with refused("CartEmpty"):
        ann.checks_out()


@nonsense
@pytest.mark.requirement("R12.3")
def test_goods_never_change_their_currency_under_a_cart(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    with refused("MixedCurrencies"):
        shop.sells(Goods("mug", "9.00", "USD"))
    ann.sees(ann.checks_out()).as_confirmed()
