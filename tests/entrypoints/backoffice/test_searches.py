"""What people looked for is counted on the way from a search to an order, and shown to staff and to nobody else."""

import csv
import io
import re

import psycopg
import pytest

from tests.entrypoints.backoffice.conftest import EMAIL

pytestmark = [
    pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.2", "searches are counted and nobody is known by them"),
]
HERE = "/backoffice/searches"
STAFF = {"authorization": "Bearer the-token"}
ADDRESS = {"name": "Ben Hill", "line1": "1 Main Street", "city": "Berlin", "postal_code": "10115", "country": "DE"}


class Elsewhere:
    """Has visitors come from where they say, as a proxy in front would."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        said = dict(scope.get("headers", ())).get(b"x-from")
        if said:
            scope["client"] = (said.decode(), 4711)
        await self.app(scope, receive, send)


@pytest.fixture
def shop(own_office):
    own_office.app.asgi_handler = Elsewhere(own_office.app.asgi_handler)
    own_office.settle()
    return own_office


def looks(shop, q, *networks, path="/products", **headers):
    """Somebody in each of these networks looks for it, in a browser of their own that keeps no cookie."""
    answers = []
    for network in networks or range(1, 6):
        shop.client.cookies.clear()
        answers.append(shop.get(path, params={"q": q}, headers={"x-from": f"10.0.{network}.7"} | headers))
    return answers[-1]


def report(shop, **asked):
    return shop.get("/api/v1/searches", params=asked, headers=STAFF).json()


def row(shop, words, **asked):
    return next((it for it in report(shop, **asked)["rows"] if it["words"] == words), None)


def first_link(page):
    return re.search(r'href="(/products/[^"?]+\?found=[^"]+)"', page.text)[1]


def test_a_search_is_counted_and_stands_on_the_page_once_three_looked_for_it(shop):
    looks(shop, "Mug", 1, 2)
    assert report(shop)["rows"] == []
    assert report(shop)["total"]["searches"] == report(shop)["unnamed"]["searches"] == 2
    looks(shop, "mug ", 3)
    looks(shop, "zeppelin", 1, 2, 3)
    assert row(shop, "mug")["counts"]["searches"] == 3
    shop.log_in()
    page = shop.get(HERE)
    assert page.status_code == 200
    assert ">mug</bdi>" in page.text
    nothing = shop.get(f"{HERE}?nothing=1&days=7").text
    assert ">mug</bdi>" not in nothing
    assert "/backoffice/search-words?word=zeppelin" in nothing
    assert 'href="/products?q=zeppelin"' in nothing


def test_what_came_of_a_search_is_counted_up_to_the_order(shop):
    found = looks(shop, "mug", 1, 2, 3)
    link = first_link(found)
    product = shop.get(link)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{link.partition("?")[0]}">' in product.text
    assert shop.get(link).status_code == 200, "looked at twice, counted once"
    mark = link.partition("found=")[2].partition(".")[0]
    assert f'<input type="hidden" name="found" value="{mark}">' in product.text
    shop.post("/cart/lines", {"sku": shop.mug.sku, "quantity": "1", "found": mark})
    shop.post("/cart/lines", {"sku": shop.mug.sku, "quantity": "1", "found": mark})
    assert mark not in str(dict(shop.client.cookies)), "nothing of it is left on anybody's device"
    counts = row(shop, "mug")["counts"]
    assert (counts["clicks"], counts["added"], counts["bought"], row(shop, "mug")["rank"]) == (1, 1, 0, 1)
    cart = shop.client.cookies["store_cart"]
    order = {"cart_id": cart, "email": EMAIL, "shipping_address": ADDRESS,
             "payment": {"method": "sandbox", "token": "success"}}
    for _ in range(2):
        answer = shop.client.post("/api/v1/orders", json=order, headers={"idempotency-key": "one and the same"})
        assert answer.status_code == 201, answer.text
    assert row(shop, "mug")["counts"]["bought"] == 1


def test_what_was_taken_out_again_was_not_bought(shop):
    link = first_link(looks(shop, "mug", 1, 2, 3))
    shop.post("/cart/lines", {"sku": shop.mug.sku, "quantity": "1", "found": link.partition("found=")[2]})
    cart = shop.client.cookies["store_cart"]
    assert shop.post(f"/cart/lines/{shop.mug.sku}/remove").status_code == 303
    shop.client.post(f"/api/v1/carts/{cart}/lines", json={"sku": shop.mug.sku})
    order = {"cart_id": cart, "email": EMAIL, "shipping_address": ADDRESS,
             "payment": {"method": "sandbox", "token": "success"}}
    assert shop.client.post("/api/v1/orders", json=order).status_code == 201
    assert (row(shop, "mug")["counts"]["added"], row(shop, "mug")["counts"]["bought"]) == (1, 0)


def test_programs_are_told_the_mark_and_hand_it_on(shop):
    answer = looks(shop, "mug", 1, 2, 3, path="/api/v1/products")
    mark, slug = answer.headers["store-search"], answer.json()["items"][0]["slug"]
    shop.get(f"/api/v1/products/{slug}?found={mark}.4")
    cart = shop.client.post("/api/v1/carts").json()["id"]
    put = shop.client.post(f"/api/v1/carts/{cart}/lines", json={"sku": shop.mug.sku, "found": mark})
    assert put.status_code == 201
    it = row(shop, "mug")
    assert (it["counts"]["searches"], it["counts"]["clicks"], it["rank"], it["counts"]["added"]) == (3, 1, 4, 1)
    assert "store-search" not in shop.get("/api/v1/products").headers


def test_only_visitors_first_pages_and_new_searches_count(shop):
    looks(shop, "mug", 1, 2, 3)
    before = report(shop)["total"]["searches"]
    looks(shop, "mug", 1)
    looks(shop, "mug", 4, **{"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})
    looks(shop, "mug", 4, **{"sec-purpose": "prefetch;prerender"})
    looks(shop, "mug", 4, referer="http://shop.test/backoffice/searches")
    looks(shop, "mug", 4, path="/products/suggest", **{"hx-request": "true"})
    shop.get("/products?q=mug&in_stock=1", headers={"x-from": "10.0.4.7"})
    shop.get("/products?q=++", headers={"x-from": "10.0.4.7"})
    shop.get("/products", headers={"x-from": "10.0.4.7"})
    assert report(shop)["total"]["searches"] == before == 3
    looks(shop, "mug", 4)
    assert report(shop)["total"]["searches"] == 4


def test_who_calls_their_browser_something_else_each_time_is_counted_ten_times_at_most(shop):
    for browser in range(14):
        looks(shop, "mug", 1, **{"user-agent": f"Mozilla/5.0 number {browser}"})
    assert report(shop)["total"]["searches"] == 10
    link = first_link(looks(shop, "mug", 2, 3))
    clicks = row(shop, "mug")["counts"]["clicks"]
    for browser in range(14):
        shop.get(f"{link.rpartition('.')[0]}.{browser + 1}", headers={"user-agent": f"Mozilla/5.0 number {browser}"})
    assert row(shop, "mug")["counts"]["clicks"] - clicks == 10
    looks(shop, "ash", 1, **{"user-agent": "Mozilla/5.0 number 1"})
    assert report(shop)["total"]["searches"] == 13, "another search is another one"


@pytest.mark.parametrize("said", ["", "x", "AAAAAAAAAAA.1", "../../x", "é" * 11, "A" * 5000, "AAAAAAAAAAA.9999", "\0"])
def test_a_mark_that_nobody_was_given_counts_nothing(office, said):
    before = report(office)["total"]
    slug = office.get("/api/v1/products?q=mug").json()["items"]
    assert office.get("/products/none", params={"found": said}).status_code in {404, 422}
    office.settle()
    office.get("/products/ash-mug-1", params={"found": said})
    office.post("/cart/lines", {"sku": office.mug.sku, "found": said})
    after = report(office)["total"]
    assert [after[name] - before[name] for name in ("clicks", "added", "bought")] == [0, 0, 0], slug


HOSTILE = [
    "'; DROP TABLE work.searches; --", "<script>alert(1)</script>", "=HYPERLINK(1)", "+1", "@SUM(A1)", "-1+2", "%_%",
    "\u202egum", "a\u0000b", "\x1b[31mred", "\U0001f600 mug", "x" * 5000, "{{ 7*7 }}", "\\", "🫖" * 60, "a\r\nb: c",
]


def test_whatever_is_looked_for_comes_back_as_text(shop):
    for q in HOSTILE:
        assert looks(shop, q, 1, 2, 3).status_code in {200, 422}, q
    assert {"=hyperlink(1)", "\\", "%_%"} < {it["words"] for it in report(shop)["rows"]}
    shop.log_in()
    page = shop.get(HERE)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    file = shop.get(f"{HERE}/file")
    assert file.headers["content-type"].startswith("text/csv")
    for cells in list(csv.reader(io.StringIO(file.text)))[1:]:
        assert not cells[0].startswith(("=", "+", "-", "@"))


def test_nothing_that_may_be_somebodys_is_written_down_anywhere(shop, migrated_url):
    theirs = ["ann@example.org", "0170 1234567", "4111 1111 1111 1111", "my neighbour ann example of long lane 4 " * 2]
    for q in theirs:
        looks(shop, q)
    looks(shop, "a wish of one", 1)
    assert report(shop)["rows"] == []
    with psycopg.connect(migrated_url) as db:
        everything = str([db.execute(asked).fetchall() for asked in (
            "SELECT * FROM work.searches", "SELECT * FROM work.search_visitors", "SELECT * FROM insight.searches",
        )])
    assert not [it for it in (*theirs, "wish", "10.0.1") if it in everything]


def test_a_word_found_nothing_for_is_one_step_from_its_synonym(shop):
    looks(shop, "tumblr", 1, 2, 3)
    shop.log_in()
    begun = shop.get("/backoffice/search-words?word=tumblr").text
    assert ">tumblr, </textarea>" in begun
    assert "What means the same as “tumblr”?" in begun
    saved = shop.post("/backoffice/search-words", {"version": "0", "synonyms": "tumblr, mug"})
    assert saved.status_code == 303
    assert "stands in a group already" in shop.get("/backoffice/search-words?word=tumblr").text
    assert shop.get("/backoffice/search-words", params={"word": "x" * 5000}).status_code == 200
    assert ">a b, \n" in shop.get("/backoffice/search-words", params={"word": "a,\nb"}).text, "one word, not two"


def suggested(shop, typed):
    answer = shop.get("/products/suggest", params={"q": typed}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    told = shop.get("/api/v1/products/suggest", params={"q": typed})
    others = re.findall(r'id="suggestion-other-\d" .*?<bdi>(.*?)</bdi>', answer.text)
    assert [told.status_code, told.json()["searches"]] == [200, [re.sub("<.*?>", "", it) for it in others]]
    return others


@pytest.mark.story("US-2.2", "past searches of many are suggested")
def test_what_many_looked_for_and_found_is_suggested_until_staff_say_no(own_office, monkeypatch):
    from store.application.browsing import searches
    from store.application.shared.caching import Kind

    monkeypatch.setattr(searches, "KEPT", Kind("past searches", 0.0))
    shop = own_office
    shop.app.asgi_handler = Elsewhere(shop.app.asgi_handler)
    shop.settle()
    looks(shop, "ash mug", 1, 2, 3, 4)
    looks(shop, "ash zeppelin", 1, 2, 3, 4, 5)
    report(shop)
    assert suggested(shop, "as") == []
    looks(shop, "ash mug", 5)
    assert row(shop, "ash mug")["counts"]["nothing"] == 0
    assert suggested(shop, "as") == ["<mark>ash</mark> mug"]
    assert suggested(shop, "mu as") == ["<mark>ash</mark> <mark>mug</mark>"]
    assert suggested(shop, "ash mug") == [], "that was typed already"
    assert suggested(shop, "a") == suggested(shop, "sh") == suggested(shop, "ann@example.org") == []
    shop.log_in()
    assert shop.post(f"{HERE}/hide", {"words": "ash mug", "hidden": "1"}).status_code == 303
    assert suggested(shop, "as") == []
    assert "not suggested" in shop.get(HERE).text
    again = shop.client.post("/api/v1/searches/hidden", json={"words": "Ash MUG", "hidden": False}, headers=STAFF)
    assert again.json() == {"words": "Ash MUG", "hidden": False}
    assert suggested(shop, "as") == ["<mark>ash</mark> mug"]


def test_what_is_no_period_or_no_number_is_refused_in_words(desk):
    for asked in ("days=1", "days=x", "limit=0", "limit=5001", "nothing=maybe"):
        assert desk.get(f"/api/v1/searches?{asked}", headers=STAFF).status_code == 400, asked
    assert desk.get(f"{HERE}?days=1&nothing=x").status_code == 200
    assert desk.client.post(f"{HERE}/hide", data={"words": "mug"}).status_code == 403
    assert desk.post(f"{HERE}/hide", {"words": "x" * 200, "hidden": "1"}).status_code == 303
    wrong = desk.client.post("/api/v1/searches/hidden", json={"words": "ann@example.org"}, headers=STAFF)
    assert wrong.status_code == 400
    assert desk.client.get("/api/v1/searches").status_code in {401, 403}
