"""Cancelling on pages: by staff with a reason, and by whoever holds the order's token and is sure."""

import re

import pytest

from store.domain.shared.ids import OrderNumber
from tests.entrypoints.backoffice.conftest import HOME

pytestmark = [pytest.mark.requirement("R4.2")]
shopper = pytest.mark.story("US-4.4", "cancel within the allowed time")
back = pytest.mark.story("US-4.4", "everything is refunded")
PLACED = ["ordering/placed-1", "ordering/confirmed-1"]
ALL = {"why": "asked", "pieces-0": "2", "version": "2", "note": "called this morning"}


def cancel(desk, **changes):
    return desk.post(f"/backoffice/orders/{desk.number}/cancel", ALL | changes)


@pytest.mark.story("US-4.4", "staff cancel with a reason")
def test_staff_cancel_with_a_reason_and_the_page_says_what_became_of_the_money(desk):
    done = cancel(desk)
    assert (done.status_code, done.headers["location"]) == (303, f"/backoffice/orders/{desk.number}")
    page = desk.get(done.headers["location"]).text
    for words in (f"Order {desk.number} is cancelled", "was given back", "you asked us to", "called this morning"):
        assert words in page
    assert "Cancel it, or a part of it" not in page
    desk.settle()
    assert desk.number in desk.get("/backoffice/orders?status=cancelled").text


@pytest.mark.requirement("R3.3")
@pytest.mark.parametrize("pieces", ["1", "2"])
def test_the_same_press_twice_cancels_once_and_is_answered_the_same(desk, pieces):
    first, again = (cancel(desk, **{"pieces-0": pieces}) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (again.status_code, again.headers["location"])
    assert again.status_code == 303
    assert len(desk.facts(desk.number)) == len(PLACED) + 1
    assert cancel(desk, **{"pieces-0": pieces, "note": "and once more"}).status_code == 409


@pytest.mark.story("US-4.4", "cancel a part of an order")
def test_staff_cancel_a_part_and_the_rest_can_still_be_sent(desk):
    assert cancel(desk, **{"pieces-0": "1"}).status_code == 303
    page = desk.get(f"/backoffice/orders/{desk.number}").text
    assert "1 cancelled" in page
    assert "Mark as shipped" in page
    assert desk.facts(desk.number) == [*PLACED, "ordering/pieces-cancelled-1"]


@pytest.mark.parametrize(("changes", "field"), [
    ({"why": ""}, "why"), ({"why": "because"}, "why"), ({"note": "x" * 201}, "note"), ({"version": ""}, "version"),
    ({"pieces-0": "0"}, "pieces-0"), ({"pieces-0": "one"}, "pieces-0"), ({"pieces-0": "-1"}, "pieces-0"),
])
def test_a_form_that_is_not_right_comes_back_open_and_cancels_nothing(desk, changes, field):
    page = cancel(desk, **changes)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert desk.facts(desk.number) == PLACED


@pytest.mark.parametrize("changes", [{"version": "1"}, {"pieces-0": "3"}])
def test_what_cannot_be_done_is_said_and_nothing_is(desk, changes):
    assert cancel(desk, **changes).status_code == 409
    assert desk.facts(desk.number) == PLACED


@back
def test_money_the_gateway_refuses_is_shown_and_tried_again(desk):
    number = buy(desk, "no_refund")
    done = desk.post(f"/backoffice/orders/{number}/cancel", ALL)
    page = desk.get(done.headers["location"]).text
    assert "The money could not be given back" in page
    assert "Money is still owed" in page
    again = desk.post(f"/backoffice/orders/{number}/refund")
    assert "The gateway says no" in desk.get(again.headers["location"]).text
    assert desk.post(f"/backoffice/orders/{desk.number}/refund").status_code == 409


@pytest.mark.story("US-10.3", "forms carry a token")
def test_nobody_is_made_to_cancel(desk):
    assert cancel(desk).status_code == 303
    for path in ("cancel", "refund"):
        assert desk.post(f"/backoffice/orders/{desk.number}/{path}", ALL, token=False).status_code == 403


def buy(desk, card):
    cart = desk.back_room.open_cart()
    desk.back_room.put(cart, desk.mug.sku, 2)
    return desk.back_room.buy(
        cart, "ben@example.org", HOME, method="standard", card=card, quote=None, key=None
    ).number


class Shopper:
    """Somebody with an order's token, and nothing else."""

    def __init__(self, office, number):
        self.office, self.number = office, number
        self.token = office.shop.access_tokens().of(OrderNumber(number))
        self.path = f"/orders/{number}/cancellation"
        self.form = re.search(r'name="_csrf_token" value="([^"]+)"', self.opens().text)[1]

    def opens(self, **more):
        return self.office.get(self.path, params={"access_token": self.token} | more)

    def sends(self, **form):
        given = {"access_token": self.token, "reason": "not_wanted", "pieces-0": "2"}
        return self.office.post(self.path, given | form, token=self.form)

    def order(self):
        return self.office.get(f"/orders/{self.number}", params={"access_token": self.token}).text


@pytest.fixture
def ben(office):
    return Shopper(office, office.number)


@shopper
@back
@pytest.mark.story("US-4.4", "the money that comes back is said before it is done")
def test_a_shopper_sees_what_comes_back_is_sure_and_sees_that_it_came(office, ben):
    assert "/cancellation" in ben.order()
    page = ben.opens().text
    assert "Cancel your order" in page
    sure = ben.sends()
    for words in ("Cancel the whole order?", "€22.90", "can't be undone"):
        assert words in sure.text
    assert office.facts(office.number) == PLACED, "nothing is done before somebody is sure"
    done = ben.sends(sure="yes", version="2")
    assert (done.status_code, done.headers["location"].split("?")[0]) == (303, f"/orders/{office.number}")
    order = ben.order()
    for words in ("This order was cancelled", "€22.90 were given back", "Money given back"):
        assert words in order
    assert "Changed your mind?" not in order
    assert "It is cancelled already" in ben.opens().text


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.4", "cancel a part of an order")
def test_a_shopper_cancels_one_of_two_and_not_a_second_one_by_pressing_twice(office, ben):
    assert "Their share of the delivery" in ben.sends(**{"pieces-0": "1"}).text
    first = ben.sends(sure="yes", version="2", **{"pieces-0": "1"})
    second = ben.sends(sure="yes", version="2", **{"pieces-0": "1"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert office.facts(office.number) == [*PLACED, "ordering/pieces-cancelled-1"]
    assert "1 of them cancelled" in ben.order()


@shopper
@pytest.mark.parametrize("form", [
    {"reason": ""}, {"reason": "asked"}, {"pieces-0": "x"}, {"pieces-0": "0"}, {"pieces-0": "9" * 30},
])
def test_what_a_shopper_left_out_is_asked_for_again(office, ben, form):
    assert ben.sends(**form).status_code == 422
    assert office.facts(office.number) == PLACED


@pytest.mark.story("US-4.4", "what was shipped cannot be cancelled")
def test_what_left_meanwhile_is_said_and_stays_sold(desk):
    ben = Shopper(desk, desk.number)
    desk.post(f"/backoffice/orders/{desk.number}/ship", {"carrier": "DHL", "tracking": "1", "version": "2"})
    late = ben.sends(sure="yes", version="2")
    assert late.status_code == 409
    assert "can't be cancelled here" in late.text
    assert "on its way already" in ben.opens().text


@shopper
def test_for_whoever_holds_another_token_there_is_no_such_order(office, ben):
    assert office.get(ben.path, params={"access_token": "x" * 32}).status_code == 404
    other = Shopper(office, office.buy())
    wrong = other.sends(access_token="x" * 32)
    assert wrong.status_code == 404
    assert office.facts(office.number) == PLACED

