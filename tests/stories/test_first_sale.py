"""Somebody buys, the shop sends it, and everybody sees the same."""

import pytest

from tests.harness.drivers.driver import refused

buying = pytest.mark.story("US-3.4", "complete a purchase")
as_guest = pytest.mark.story("US-3.6", "buy with an e-mail address only")
confirmation = pytest.mark.story("US-3.4", "receive order confirmation")


@pytest.mark.story("US-4.2", "the tracking number")
@buying
@as_guest
@confirmation
@pytest.mark.requirement("R3.3")
def test_a_guest_buys_and_the_shop_ships(shop, ann, mug):
    shop.sells(mug, stock=3)
    order = ann.buys(2, mug)
    assert order.status == "confirmed"
    assert shop.pieces(mug) == (3, 2, 1)
    shop.ships(order, "Post", "T-1")
    seen = ann.sees(order).as_shipped()
    assert (seen.shipment.carrier, seen.shipment.tracking) == ("Post", "T-1")
    assert shop.pieces(mug) == (1, 0, 1)


@confirmation
@pytest.mark.story("US-4.1", "see an order's items, total and shipping")
def test_an_order_shows_what_was_bought_for_whom_and_at_which_price(shop, ann, mug, hat):
    shop.sells(mug, hat)
    ann.puts(2, mug)
    ann.puts(1, hat)
    seen = ann.sees(ann.checks_out()).as_confirmed()
    assert [(line.sku, line.quantity, line.line_total.amount) for line in seen.lines] == [
        ("MUG", 2, "18.00"), ("HAT", 1, "25.00")
    ]
    assert (seen.subtotal.amount, seen.shipping.amount, seen.total.amount) == ("43.00", "4.90", "47.90")
    assert seen.tax_included.amount == "7.64"
    assert (seen.email, seen.shipping_address.name) == (ann.email, ann.address.name)
    assert seen.payment.status == "captured"
    assert shop.takings().amount == "47.90"


@pytest.mark.story("US-4.2", "the current status")
@pytest.mark.story("US-4.2", "status history with times")
def test_an_order_tells_its_story_in_order(shop, ann, mug):
    shop.sells(mug)
    order = ann.buys(1, mug)
    shop.ships(order)
    timeline = ann.sees(order).as_shipped().timeline
    assert [moment.what for moment in timeline] == ["Order placed", "Payment received", "On its way"]
    times = [moment.at for moment in timeline]
    assert times == sorted(times)
    assert all(at.tzinfo for at in times)
    assert shop.history(order) == ["ordering/placed-1", "ordering/confirmed-1", "ordering/shipped-1"]


@pytest.mark.story("US-4.3", "mark an order as shipped")
@pytest.mark.requirement("R4.2")
def test_a_parcel_leaves_only_once_and_only_if_it_was_paid_for(shop, ann, mug):
    shop.sells(mug, stock=3)
    order = ann.buys(1, mug)
    shop.ships(order)
    with refused("OutOfTurn", stage="shipped"):
        shop.ships(order)
    unpaid = ann.buys(1, mug, card="challenge")
    with refused("OutOfTurn", stage="awaiting_payment", needed="confirmed or processing or partly_shipped"):
        shop.ships(unpaid)
    assert shop.pieces(mug) == (2, 1, 1)


@pytest.mark.story("US-2.6", "prevent orders when out of stock")
@pytest.mark.requirement("R2.6")
def test_the_last_piece_is_sold_once(shop, ann, ben, mug):
    shop.sells(mug, stock=1)
    ann.puts(1, mug)
    ben.puts(1, mug)
    ann.checks_out()
    with refused("NotEnoughStock", sku="MUG", available=0):
        ben.checks_out()
    assert shop.pieces(mug) == (1, 1, 0)
    with refused("SoldOut", sku="MUG"):
        shop.shopper("Cleo").puts(1, mug)


@pytest.mark.story("US-3.4", "nothing happens by halves")
@pytest.mark.requirement("R2.6")
def test_an_order_reserves_all_of_its_lines_or_none(shop, ann, ben, mug, hat):
    shop.sells(mug, stock=5)
    shop.sells(hat, stock=1)
    ann.puts(2, mug)
    ann.puts(1, hat)
    ben.buys(1, hat)
    with refused("NotEnoughStock", sku="HAT"):
        ann.checks_out()
    assert shop.pieces(mug) == (5, 0, 5)
    assert ann.cart.status == "open"
    ann.takes_out(hat)
    ann.sees(ann.checks_out()).as_confirmed()


@buying
def test_there_is_no_such_order_for_whoever_makes_one_up(shop, ann, mug):
    shop.sells(mug)
    order = ann.buys(1, mug)
    order.number = "ZZZZZ-ZZZZZ"
    with refused("NoSuchOrder"):
        ann.sees(order)
    with refused("NoSuchOrder"):
        shop.ships(order)
