"""A form is taken from our own pages, opened in the same browser and under the same login, and from nowhere else."""

import re
from urllib.parse import urlsplit

import psycopg
import pytest
from litestar.routes import HTTPRoute

from store.entrypoints.shared.edge import SESSION_COOKIE
from tests.entrypoints.backoffice.conftest import KEY, Browser, opened
from tests.entrypoints.http_routes import endless

pytestmark = [pytest.mark.requirement("R10.3"), pytest.mark.story("US-10.3", "forms carry a token")]
FORM_COOKIE = "store_form"
FIELD = re.compile(r'name="_csrf_token" value="([^"]+)"')
KNOWN = {"x-api-key": KEY}
ELSEWHERE = [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://sub.shop.test"},
    {"origin": "http://shop.test.evil.example"}, {"origin": "http://shop.test:8080"}, {"origin": ""},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    {"origin": "http://shop.test", "sec-fetch-site": "cross-site"},
    {"referer": "https://evil.example/shop.test"}, {"referer": "http://shop.test.evil.example/"}, {"referer": ""},
    {"referer": "http://sub.shop.test/orders"}, {"referer": "http://shop.test@evil.example/"},
    {"referer": "about:blank"},
    {"referer": "http://evil.example?http://shop.test/"}, {"origin": "null", "referer": "http://shop.test/orders"},
]


def token_of(page):
    return FIELD.search(page.text)[1]


def cookie(client):
    return next(kept.value for kept in client.cookies.jar if kept.name.endswith(FORM_COOKIE))


def puts_in(office, token, headers=None):
    form = {"sku": office.mug.sku, "quantity": "1"} | ({"_csrf_token": token} if token else {})
    return office.client.post("/cart/lines", data=form, headers=KNOWN | (headers or {}), follow_redirects=False)


def counts(office, **more):
    return office.post(
        f"/backoffice/stock/{office.mug.sku}/count", {"on_hand": "7", "reason": "stocktake"}, **more
    ).status_code


class TestInTheShop:
    """Guests have no session: their token belongs to their browser."""

    @pytest.mark.story("US-10.3", "origins are checked")
    def test_a_form_of_our_own_is_taken(self, office):
        token, here = token_of(office.get(f"/products/{office.mug.slug}")), {"origin": "http://shop.test"}
        assert puts_in(office, token, here | {"sec-fetch-site": "same-origin"}).status_code == 303
        assert puts_in(office, token, {"referer": "http://shop.test/orders?a=b"}).status_code == 303
        assert puts_in(office, token, {"referer": "http://shop.test"}).status_code == 303
        assert puts_in(office, token).status_code == 303, "programs don't say where they come from, and need the token"

    def test_each_page_has_a_token_of_its_own_and_all_of_one_browser_are_good(self, office):
        tokens = {token_of(office.get(path)) for path in ("/orders", "/orders", f"/products/{office.mug.slug}")}
        assert len(tokens) == 3, "what never changes could be guessed from the size of packed pages"
        assert {puts_in(office, token).status_code for token in tokens} == {303}

    @pytest.mark.parametrize("headers", ELSEWHERE)
    @pytest.mark.story("US-10.3", "origins are checked")
    def test_a_form_from_elsewhere_is_not(self, office, headers):
        assert puts_in(office, token_of(office.get("/orders")), headers).status_code == 403
        assert "store_cart" not in office.client.cookies

    def test_a_token_is_worth_nothing_in_another_browser(self, office):
        stolen = token_of(office.get("/orders"))
        office.client.cookies.clear()
        assert puts_in(office, stolen).status_code == 403, "no cookie at all"
        own = token_of(office.get("/orders"))
        assert puts_in(office, stolen).status_code == 403
        assert puts_in(office, own).status_code == 303

    @pytest.mark.parametrize("forge", [
        "", "0" * 128, "{number}.{mac}x", "{number}{mac}", ".{mac}", "{number}.", "{mac}", "é" * 40, "{number}..{mac}",
    ])
    def test_nor_is_a_forged_one(self, office, forge):
        number, _, mac = token_of(office.get("/orders")).partition(".")
        assert puts_in(office, forge.format(number=number, mac=mac)).status_code == 403

    @pytest.mark.parametrize("planted", ["", "x", "0" * 128, "é", "a b"])
    def test_a_cookie_that_is_none_of_ours_is_replaced(self, office, planted):
        page = office.get("/orders", headers={"cookie": f"{FORM_COOKIE}={planted}".encode()})
        assert re.match(rf"{FORM_COOKIE}=[0-9a-f]{{32}};", page.headers["set-cookie"])

    @pytest.mark.parametrize("kind", ["text/plain", "application/json", ""])
    def test_only_forms_are_read(self, office, kind):
        token = token_of(office.get("/orders"))
        body = f"_csrf_token={token}&sku={office.mug.sku}&quantity=1".encode()
        said = KNOWN | ({"content-type": kind} if kind else {})
        answer = office.client.post("/cart/lines", content=body, headers=said)
        assert answer.status_code == 403

    def test_a_form_in_parts_is_one_too(self, office):
        token = token_of(office.get("/orders"))
        parts = {name: (None, text) for name, text in (("_csrf_token", token), ("sku", office.mug.sku))}
        assert office.client.post("/cart/lines", files=parts, headers=KNOWN, follow_redirects=False).status_code == 303

    def test_a_form_of_more_fields_than_any_has_is_not_taken_apart(self, office):
        """That would take a second, in which nobody else is answered."""
        token = token_of(office.get("/orders"))
        kind = {"content-type": "application/x-www-form-urlencoded"}
        for many, status in ((999, 303), (100_000, 413)):
            body = f"_csrf_token={token}&sku={office.mug.sku}" + "&".join(["", *(f"a{n}=" for n in range(many - 1))])
            answer = office.client.post("/cart/lines", content=body, headers=KNOWN | kind, follow_redirects=False)
            assert answer.status_code == status

    def test_what_caches_may_keep_for_everybody_gives_nobody_a_cookie(self, office):
        for path in ("/robots.txt", "/favicon.ico", "/sitemap.xml"):
            assert "set-cookie" not in office.get(path).headers
        assert "set-cookie" in office.get("/orders").headers


class TestInTheBackOffice:
    """A token belongs to a session: it is worth nothing before, after, or under another login."""

    @pytest.mark.story("US-10.3", "tokens rotate")
    def test_a_token_of_the_time_before_the_login_is_worth_nothing(self, office):
        before, key = token_of(office.get("/backoffice/login")), cookie(office.client)
        office.log_in()
        office.client.cookies.set(FORM_COOKIE, key, domain="shop.test", path="/")
        assert counts(office, token=before) == 403, "even by somebody who planted the browser's own cookie"
        assert counts(office) == 303

    @pytest.mark.story("US-10.3", "tokens rotate")
    def test_nor_is_one_of_another_session(self, office):
        office.log_in()
        first, key = office.fresh_token(), cookie(office.client)
        office.client.cookies.clear()
        office.client.cookies.set(FORM_COOKIE, key, domain="shop.test", path="/")
        office.log_in()
        office.client.cookies.set(FORM_COOKIE, key, domain="shop.test", path="/")
        assert counts(office, token=first) == 403
        assert counts(office) == 303

    def test_nor_is_one_of_the_shop_window(self, desk):
        assert counts(desk, token=token_of(desk.get("/orders"))) == 403

    @pytest.mark.story("US-10.3", "tokens rotate")
    def test_the_cookie_is_new_after_the_login_and_after_the_logout(self, office):
        seen = []
        office.get("/backoffice/login")
        seen.append(cookie(office.client))
        office.log_in()
        office.get("/backoffice/orders")
        seen.append(cookie(office.client))
        office.post("/backoffice/logout")
        office.get("/backoffice/login")
        seen.append(cookie(office.client))
        assert len(set(seen)) == 3

    @pytest.mark.story("US-10.3", "origins are checked")
    def test_nobody_is_logged_in_as_somebody_else_with_a_token_that_was_planted(self, office):
        """Login CSRF: the stranger's own cookie and token are good ones, the browser says where the form came from."""
        stranger = Browser(office.client)
        token, key = stranger.fresh_token(), cookie(office.client)
        office.client.cookies.clear()
        office.client.cookies.set(FORM_COOKIE, key, domain="shop.test", path="/")
        for headers in ELSEWHERE:
            answer = office.log_in(headers=headers, token=token)
            assert answer.status_code == 403
            assert SESSION_COOKIE not in office.client.cookies


@pytest.mark.story("US-10.2", "cookies are HttpOnly")
@pytest.mark.story("US-10.3", "cookies are SameSite")
@pytest.mark.story("US-10.5", "data travels encrypted")
@pytest.mark.story("US-10.3", "origins are checked")
def test_under_https_no_sub_domain_can_plant_the_cookie_and_plain_http_is_elsewhere(
    built_assets, migrated_url, tmp_path
):
    with opened(migrated_url, tmp_path, base_url="https://shop.test") as office:
        given = office.get("/backoffice/login").headers["set-cookie"]
        assert given.startswith(f"__Host-{FORM_COOKIE}=")
        said = {part.strip().lower() for part in given.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= said
        assert not any(part.startswith("domain") for part in said)
        assert office.log_in(headers={"origin": "http://shop.test"}).status_code == 403
        done = office.log_in(headers={"origin": "https://shop.test"})
        assert done.status_code == 303
        gone = [text for text in done.headers.get_list("set-cookie") if text.startswith(f"__Host-{FORM_COOKIE}=")]
        assert all("secure" in text.lower() and "max-age=0" in text.lower() for text in gone)
        assert len(gone) == 1


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_the_api_takes_json_alone(office, kind):
    """What a page of another site can send unasked is none of these: a form, plain text, bytes without a name."""
    staff = {"authorization": "Bearer the-token"} | ({"content-type": kind} if kind else {})
    answer = office.client.post(
        f"/api/v1/inventory/{office.mug.sku}/receipts", content=b'{"quantity": 1}', headers=staff
    )
    assert answer.status_code == 415


def rows(url):
    """Every table that holds more than what was learnt, with what it holds."""
    with psycopg.connect(url) as db:
        names = [name for (name,) in db.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('log', 'work')"
        )]
        held = "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t"
        return {name: db.execute(held.format(name)).fetchone() for name in names}


def test_looking_changes_nothing(built_assets, migrated_url, tmp_path):
    with opened(migrated_url, tmp_path, recording=False) as office:
        office.log_in()
        office.settle()
        (wish,) = {re.search(r"/backoffice/chains/([0-9a-f-]{36})", office.get("/backoffice/activity").text)[1]}
        known = {
            "slug": office.mug.slug, "sku": office.mug.sku, "number": office.number, "correlation": wish,
            "kind": "inventory", "id": office.mug.sku, "product_id": "x", "name": "goods", "act": "resume",
        }
        paths = {
            route.path_format for route in office.app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods
        }
        assert len(paths) > 40
        before, shown = rows(migrated_url), 0
        for path in sorted(paths - endless(office.app)):
            address = re.sub(r"{(\w+)}", lambda found: known.get(found[1], "1"), path)
            for headers in ({}, {"authorization": "Bearer the-token"}):
                answer = office.get(urlsplit(address).path, headers=KNOWN | headers)
                assert answer.status_code < 500, address
                shown += answer.status_code == 200
        assert shown > 40
        after = rows(migrated_url)
        assert {name for name, held in after.items() if held != before[name]} <= {"work.sessions"}, "seen just now"
