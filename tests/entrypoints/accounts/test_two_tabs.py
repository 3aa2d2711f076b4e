"""Two tabs: what was opened before a login is told why it does nothing, and what to do; and nothing was done."""

import re

import pytest

from tests.entrypoints.accounts.conftest import GOOD, KEY

pytestmark = [pytest.mark.requirement("R10.3"), pytest.mark.story("US-10.3", "forms carry a token")]
FIELD = re.compile(r'name="_csrf_token" value="([^"]+)"')
PAGE = "/register"


@pytest.fixture
def old(ann):
    """A token of a page that was opened before somebody logged in."""
    token = FIELD.search(ann.get("/login").text)[1]
    ann.joins()
    return token


def puts_in(ann, token, **headers):
    headers |= {"x-api-key": KEY, "referer": "http://shop.test/products?q=mug"}
    form = {"sku": "MUG", "quantity": "1", "_csrf_token": token}
    return ann.client.post("/cart/lines", data=form, headers=headers, follow_redirects=False)


def test_whoever_logged_in_meanwhile_is_told_so_and_led_to_the_page_again(ann, old):
    page = puts_in(ann, old)
    assert page.status_code == 403
    assert page.text.count("You logged in meanwhile. Load the page again") == 2, "once for eyes, once for scripts"
    assert re.search(r'<main.*You logged in meanwhile.*<a [^>]*href="/products\?q=mug">Load the page again', page.text,
                     re.DOTALL)
    assert "not for everyone" not in page.text
    assert "store_cart" not in ann.client.cookies


def test_scripts_learn_that_loading_the_page_again_is_all_it_takes(ann, old):
    assert puts_in(ann, old, **{"hx-request": "true"}).headers["store-form"] == "since-login"
    ann.client.cookies.clear()
    assert puts_in(ann, old, **{"hx-request": "true"}).headers["store-form"] == "out-of-date"


@pytest.mark.parametrize("referer", ["https://evil.example/x", "http://shop.test//evil.example", "", "x", "http://["])
def test_the_way_back_stays_within_the_shop(ann, old, referer):
    headers = {"x-api-key": KEY, "referer": referer}
    page = ann.client.post("/cart/lines", data={"_csrf_token": old}, headers=headers)
    assert page.status_code == 403
    assert 'href="/">Load the page again' in page.text


def test_whoever_is_in_and_sends_the_login_form_goes_where_they_wanted_to(ann, old):
    def logs_in(way):
        form = {"email": ann.email, "password": GOOD, "next": way, "_csrf_token": old}
        return ann.client.post("/login", data=form, headers={"x-api-key": KEY}, follow_redirects=False)

    kept = ann.client.cookies["store_account"]
    assert [logs_in(way).headers["location"] for way in ("/account/orders", "", "https://evil.example/", "/login")] == [
        "/account/orders", "/account", "/account", "/account",
    ]
    assert ann.client.cookies["store_account"] == kept, "nobody was let in by it"
    ann.client.cookies.clear()
    assert logs_in("/account/orders").status_code == 403, "nobody is in: the token counts as ever"
