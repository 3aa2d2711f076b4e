"""The cart of an account: the same on every device, nobody else's, and joined by what somebody chose before."""

import re
from uuid import uuid4

import pytest

from store.application.inventory.messages import CountStock
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.ids import Sku, stock_of
from store.domain.shared.money import Money
from tests.entrypoints.accounts.conftest import SAFARI
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.harness.drivers.postgres import settle

pytestmark = pytest.mark.requirement("R3.6")
persists = pytest.mark.story("US-3.1", "the cart persists")
counts = pytest.mark.story("US-3.1", "the header counts the items")
later = pytest.mark.story("US-3.1", "goods wait for later")
joins = pytest.mark.story("US-3.1", "a guest's cart joins the account's")
JUG, BOWL, CUP, DISH = "JUG-OF-ANN", "BOWL-OF-ANN", "CUP-OF-ANN", "DISH-OF-ANN"
HOME = {"name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE"}


@pytest.fixture(scope="module", autouse=True)
def _goods(street):
    rows = tuple(
        ProductRow(key=sku, name=sku.split("-")[0].title(), brand="Maker", category=("Kitchen",),
                   variants=(VariantRow(sku, Money(2000, "EUR"), 500),)) for sku in (JUG, BOWL, CUP, DISH)
    )
    street.shop.bus().do(ImportProducts(source="own carts", rows=rows), by())
    settle(street.shop)


def by():
    return Caller(actor="system:test", correlation=uuid4())


def puts(who, sku=JUG, pieces=1):
    answer = who.post("/cart/lines", {"sku": sku, "quantity": str(pieces)})
    assert answer.status_code == 303, answer.text


def counted(who, path="/categories"):
    """What the header says, without any script."""
    return int(re.search(r"Pieces in the cart: </span>(\d+)</span>", who.get(path).text)[1])


def lines(who):
    return {
        sku: int(pieces) for sku, pieces in
        re.findall(r'action="/cart/lines/([\w-]+)" method="post".*?name="quantity"[^>]*value="(\d+)"',
                   who.get("/cart").text, re.DOTALL)
    }


def checkout_form(who):
    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', who.get("/checkout").text))
    hidden.pop("_csrf_token")
    return hidden | {"email": who.email, "shipping_method": "standard", "payment_token": "success"} | HOME


@persists
@counts
def test_a_cart_is_found_again_on_another_device(ann):
    ann.joins()
    puts(ann, pieces=2)
    phone = ann.again()
    assert counted(phone) == 0
    assert phone.logs_in().status_code == 303
    assert lines(phone) == {JUG: 2}
    puts(phone, BOWL)
    assert (lines(ann), counted(ann)) == ({JUG: 2, BOWL: 1}, 3)
    ann.post(f"/cart/lines/{JUG}/remove")
    assert (lines(phone), counted(phone)) == ({BOWL: 1}, 1)


@persists
def test_a_device_that_was_in_before_the_cart_was_begun_finds_it_too(ann):
    ann.joins()
    phone = ann.again()
    phone.logs_in()
    puts(ann)
    assert (counted(phone), lines(phone)) == (1, {JUG: 1})


@persists
@pytest.mark.requirement("R10.1")
def test_after_logging_out_the_next_person_sees_nothing_of_it(ann, street):
    ann.joins()
    puts(ann)
    kept = ann.client.cookies["store_cart"]
    ann.post("/logout")
    assert not {"store_cart", "store_cart_key", "store_order"} & set(ann.client.cookies)
    assert (counted(ann), lines(ann)) == (0, {})
    ann.client.cookies.set("store_cart", kept, domain="shop.test")  # as after a session that ran out
    assert (counted(ann), lines(ann)) == (0, {})
    puts(ann, BOWL)
    assert lines(ann) == {BOWL: 1}, "a cart of the next person's own"
    ann.logs_in()
    assert lines(ann) == {JUG: 1, BOWL: 1}


@joins
def test_what_was_chosen_before_the_login_joins_the_cart_and_it_is_said(ann, street):
    ann.joins()
    puts(ann, pieces=2)
    phone = ann.again()
    puts(phone, pieces=3)
    puts(phone, BOWL)
    other_tab = street.visitor("Ann", SAFARI)
    other_tab.email = ann.email
    other_tab.client.cookies.set("store_cart", phone.client.cookies["store_cart"], domain="shop.test")
    phone.logs_in()
    assert "What you chose before is in your cart" in phone.get("/account").text
    other_tab.logs_in()
    other_tab.logs_in()
    assert lines(phone) == lines(other_tab) == lines(ann) == {JUG: 5, BOWL: 1}


@joins
def test_what_there_is_not_enough_of_stays_out_and_is_named(ann, street):
    ann.joins()
    puts(ann, CUP, 2)
    phone = ann.again()
    puts(phone, CUP, 3)
    puts(phone, DISH)
    street.shop.bus().do(CountStock(sku=Sku(CUP), on_hand=4, reason="broken"), by())
    street.shop.bus().do(CountStock(sku=Sku(DISH), on_hand=0, reason="broken"), by())
    settle(street.shop)
    phone.logs_in()
    page = phone.get("/cart").text
    assert "but not all of it" in page
    assert "Left out: 1 × Cup, 1 × Dish." in page
    assert lines(ann) == {CUP: 4}
    assert "but not all of it" not in phone.get("/cart").text, "said once"


@persists
def test_after_the_checkout_there_is_a_new_cart_everywhere(ann):
    ann.joins()
    puts(ann)
    phone = ann.again()
    phone.logs_in()
    wish = checkout_form(phone)
    done = phone.post("/checkout", wish)
    assert done.status_code == 303, done.text
    again = phone.post("/checkout", wish | {"idempotency-key": "pressed again, and the answer was lost"})
    assert again.headers["location"].split("?")[0] == done.headers["location"].split("?")[0]
    assert (counted(ann), counted(phone)) == (0, 0)
    puts(ann, BOWL)
    assert lines(phone) == lines(ann) == {BOWL: 1}


@persists
@joins
def test_a_program_finds_the_cart_too_and_has_another_merged(ann, ben):
    ann.joins()
    pass_ = logs_in(ann).json()["access_token"]
    assert asks(ann, "GET", "/me/cart", pass_).status_code == 404
    opened = asks(ann, "POST", "/me/cart", pass_)
    cart = opened.json()["id"]
    assert asks(ann, "POST", "/me/cart", pass_).json()["id"] == cart
    put = asks(ann, "POST", f"/carts/{cart}/lines", pass_, json={"sku": JUG, "quantity": 2})
    assert (put.status_code, put.json()["item_count"]) == (201, 2)
    assert asks(ann, "GET", "/me/cart", pass_).json()["item_count"] == 2
    guest = asks(ann, "POST", "/carts").json()["id"]
    asks(ann, "POST", f"/carts/{guest}/lines", json={"sku": JUG, "quantity": 600 - 200})
    merged = asks(ann, "POST", "/me/cart/merges", pass_, json={"cart_id": guest}).json()
    assert (merged["cart"]["item_count"], merged["left_out"]) == (402, [])
    again = asks(ann, "POST", "/me/cart/merges", pass_, json={"cart_id": guest}).json()
    assert again["cart"]["item_count"] == 402
    assert asks(ann, "GET", f"/carts/{guest}").json()["status"] == "merged"
    assert asks(ann, "POST", f"/carts/{guest}/lines", json={"sku": JUG}).json()["type"] == "/problems/CartMovedOn"
    ben.joins()
    his = logs_in(ben).json()["access_token"]
    for token in (None, his):
        assert asks(ann, "GET", f"/carts/{cart}", token).status_code == 404
        assert asks(ann, "POST", f"/carts/{cart}/lines", token, json={"sku": JUG}).status_code == 404
        assert asks(ann, "DELETE", f"/carts/{cart}/lines/{JUG}", token).status_code == 404
    assert asks(ann, "POST", "/me/cart/merges", his, json={"cart_id": cart}).status_code == 404
    assert asks(ann, "POST", "/me/cart/merges", his, json={"cart_id": guest}).status_code == 404
    assert asks(ann, "GET", "/me/cart").status_code == 401
    ann.logs_in()
    assert lines(ann) == {JUG: 402}


@pytest.mark.story("US-3.1", "remove items")
def test_a_removal_is_taken_back_without_any_script(ann):
    puts(ann, pieces=3)
    puts(ann, BOWL)
    gone = ann.post(f"/cart/lines/{JUG}/remove")
    page = ann.get(gone.headers["location"])
    assert "Jug is out of your cart" in page.text
    assert lines(ann) == {BOWL: 1}
    assert "out of your cart" not in ann.get("/cart").text, "said once"
    assert ann.post(f"/cart/lines/{JUG}/restore").status_code == 303
    assert list(lines(ann).items()) == [(JUG, 3), (BOWL, 1)]
    ann.post(f"/cart/lines/{JUG}", {"quantity": "0"})
    ann.post(f"/cart/lines/{BOWL}/remove")
    cart = asks(ann, "GET", f"/carts/{ann.client.cookies['store_cart']}").json()
    assert (cart["lines"], cart["removed"]) == ([], {"sku": BOWL, "name": "Bowl", "quantity": 1})
    back = asks(ann, "POST", f"/carts/{cart['id']}/lines/{JUG}/restoration").json()
    assert [line["quantity"] for line in back["lines"]] == [3]
    assert asks(ann, "POST", f"/carts/{cart['id']}/lines/NOTHING/restoration").status_code == 404


@later
def test_what_waits_for_later_is_not_bought_and_is_still_there_after_the_checkout(ann, ben):
    """For a guest and for somebody with an account, by the pages alone."""
    ben.joins()
    for who in (ann, ben):
        puts(who, pieces=2)
        puts(who, BOWL)
        assert who.post(f"/cart/lines/{JUG}/aside").status_code == 303
        assert (lines(who), counted(who)) == ({BOWL: 1}, 1)
        assert 'id="later"' in who.get("/cart").text
        assert who.post("/checkout", checkout_form(who)).status_code == 303
        assert (lines(who), counted(who)) == ({}, 0)
        assert 'id="later"' in who.get("/cart").text
        assert who.post(f"/cart/aside/{JUG}/back").status_code == 303
        assert (lines(who), counted(who)) == ({JUG: 2}, 2)
        who.post(f"/cart/lines/{JUG}/aside")
        puts(who, BOWL)
        assert who.post("/checkout", checkout_form(who)).status_code == 303
        puts(who, BOWL)
        assert 'id="later"' in who.get("/cart").text, "it goes along into the next cart"
        assert who.post(f"/cart/aside/{JUG}/remove").status_code == 303
        assert 'id="later"' not in who.get("/cart").text


@joins
def test_what_joins_only_when_something_is_put_in_is_shown_at_once(ann, street):
    """The merging at the login was too late, or the cookie came from elsewhere."""
    ann.joins()
    puts(ann, pieces=2)
    guest = street.visitor("Ann")
    puts(guest, BOWL)
    ann.client.cookies.set("store_cart", guest.client.cookies["store_cart"], domain="shop.test")
    ann.client.headers["hx-request"] = "true"
    drawer = ann.post("/cart/lines", {"sku": CUP, "quantity": "1"}).text
    assert all(name in drawer for name in ("Jug", "Bowl", "Cup"))


@later
@pytest.mark.story("US-4.1", "order the same again")
def test_ordering_again_opens_a_cart_beside_which_there_is_what_waited(ann, ben):
    ben.joins()
    for who in (ann, ben):
        puts(who, pieces=2)
        puts(who, BOWL)
        who.post(f"/cart/lines/{JUG}/aside")
        path = who.post("/checkout", checkout_form(who)).headers["location"].partition("?")[0]
        page = who.get(who.get(f"{path}/again").headers.get("location", f"{path}/again")).text
        token = re.search(r'name="access_token" value="([^"]+)"', page)[1]
        assert who.post(f"{path}/again", {"access_token": token}).headers["location"] == "/cart"
        assert (lines(who), 'id="later"' in who.get("/cart").text) == ({BOWL: 1}, True)
        nobodys = asks(who, "POST", f"/carts/{uuid4()}{path}?access_token={token}")
        assert (nobodys.status_code, nobodys.json()["type"]) == (404, "/problems/NoSuch"), "no cart is begun by it"


@later
@joins
def test_what_waits_goes_along_at_the_login_and_programs_see_it(ann):
    ann.joins()
    phone = ann.again()
    puts(phone)
    cart = phone.client.cookies["store_cart"]
    aside = asks(phone, "POST", f"/carts/{cart}/lines/{JUG}/aside").json()
    assert (aside["lines"], [(it["sku"], it["quantity"]) for it in aside["aside"]]) == ([], [(JUG, 1)])
    phone.logs_in()
    assert 'id="later"' in ann.get("/cart").text
    token = logs_in(ann).json()["access_token"]
    own = asks(ann, "GET", "/me/cart", token).json()
    back = asks(ann, "POST", f"/carts/{own['id']}/aside/{JUG}/return", token).json()
    assert ([line["quantity"] for line in back["lines"]], back["aside"]) == ([1], [])
    assert asks(ann, "DELETE", f"/carts/{own['id']}/aside/{JUG}", token).status_code == 404


@persists
@pytest.mark.requirement("R10.2")
def test_whatever_a_cookie_says_is_the_cart_nobody_is_kept_from_theirs(ann, street):
    ann.joins()
    puts(ann)
    stock, other = str(stock_of(Sku(JUG))), street.visitor("Ann")
    other.email = ann.email
    for said in (stock, str(uuid4()), "no id", "." * 50, f"{stock}.XX"):
        other.client.cookies.set("store_cart", said, domain="shop.test")
        assert (counted(other), lines(other)) == (0, {})
    other.client.cookies.set("store_cart", stock, domain="shop.test")
    assert other.logs_in().status_code == 303
    other.client.cookies.set("store_cart", stock, domain="shop.test")
    puts(other)
    assert lines(other) == lines(ann) == {JUG: 2}
