"""What somebody on the way may keep of an answer: every address there is, asked by a guest, a customer and staff."""

import re
from uuid import uuid4

import httpx
import pytest
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.domain.identity.events import Role
from store.domain.shared.ids import order_of, part_of
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.edge import SESSION_COOKIE
from store.entrypoints.wiring.http import create_app
from tests.entrypoints.http_routes import endless
from tests.entrypoints.rest.charges import api
from tests.entrypoints.rest.conftest import KEY, MUG, PASSWORD
from tests.entrypoints.rest.coupon_examples import promoted
from tests.entrypoints.rest.owners import Owner
from tests.harness.drivers.post import postgres_post

__all__ = ["api"]
pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "nothing of one person is kept for another"),
]

FOR_EVERYBODY = {
    "/api/v1/products", "/api/v1/products/{slug}", "/api/v1/categories", "/api/v1/shipping-methods",
    "/api/v1/openapi.json", "/api/v1/documents/{document_kind}", "/static/{file_path}", "/media/{name}",
    "/robots.txt", "/sitemap.xml", "/favicon.ico",
}
"""Whatever these say, they say to everybody."""
"""Never comes to an end."""


class Visitor:
    """A browser and a program of one person."""

    def __init__(self, server, known, cookies):
        self._known = known
        self._client = httpx.Client(
            base_url="http://testserver.local", transport=server._transport, cookies=cookies
        )

    def get(self, path, **headers):
        known = {"x-api-key": KEY} | (self._known if path.startswith(("/api", "/metrics")) else {})
        return self._client.get(path, headers=known | headers, follow_redirects=False)


class Street:
    """Three who ask, and what there is to be asked for."""

    def __init__(self, api, server):
        self.api, self.server = api, server
        now = api.back_room.clock().now()
        ann, ben = (Owner(api, postgres_post(api.back_room), PASSWORD) for _ in range(2))
        staff = api.in_person  # the first time, whoever it is is enrolled
        address = api.expects(201, "POST", "/me/addresses", headers=ann.pass_, json={
            "name": "Olga Owner", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE",
        })
        self.order = api.order()
        product = api.expects(200, "GET", "/products/harbour-mug")
        self.account = api.back_room.account_emails().find(ann.email)
        self.things = {
            "sku": MUG, "slug": "harbour-mug", "name": "no-such.png", "document_kind": "privacy",
            "file_path": Assets()("storefront.css").rpartition("/")[2], "correlation": str(uuid4()), "kind": "order",
            "provider": "google", "occasion": "order_confirmation", "token": "x", "place": "1", "photo": "1",
            "cart_id": api.cart(),
            "code": promoted(api, "/coupons/{code}", ["Promotions"], None)[0]["code"],
            "account": str(self.account),
        }
        self.ids = {
            "/me/addresses": address["id"], "/account/addresses": address["id"], "/users": str(self.account),
            "/accounts": str(self.account), "/products": product["id"], "/history": self.order["number"],
        }
        open_session = PostgresSessions(api.back_room.pool()).open
        chief = api.chief.account
        self.guest, self.customer, self.other, self.staff = (
            Visitor(server, {}, {}), self._owner(ann, open_session, now), self._owner(ben, open_session, now),
            Visitor(server, staff, {SESSION_COOKIE: open_session(chief, Role.SUPER_ADMIN, "", now)[1]}),
        )

    def _owner(self, owner, open_session, now):
        account = self.api.back_room.account_emails().find(owner.email)
        return Visitor(self.server, owner.pass_, {ACCOUNT_COOKIE: open_session(account, Role.CUSTOMER, "", now)[1]})

    def address(self, path):
        """*path*, filled in with something that there is, where there is any."""
        if path.startswith(("/categories/", "/api/v1/categories/")):
            return path.replace("{slug}", "things")
        if "/documents/{kind}" in path:
            return path.replace("{kind}", "privacy")
        id = next((it for place, it in self.ids.items() if f"{place}/{{id}}" in path), str(uuid4()))
        if "/history/{kind}" in path:
            id = self.order["number"]
        number = "1" if "/versions/" in path else self.order["number"]
        part = str(part_of(order_of(number), None, "MAIN"))
        things = self.things | {"id": id, "number": number, "part": part}
        return re.sub(r"\{(\w+)\}", lambda found: things[found[1]], path)

    @property
    def routes(self):
        """All that can be got."""
        return sorted({
            route.path_format for route in self.api.client.app.routes if isinstance(route, HTTPRoute)
            and any("GET" in handler.http_methods for handler in route.route_handlers)
        } - endless(self.api.client.app))


@pytest.fixture(scope="module")
def street(api):
    """A server of its own over the same shop: what it keeps of the walk, others don't see."""
    with TestClient(create_app(api.settings), raise_server_exceptions=False) as server:
        yield Street(api, server)


def for_all(answer):
    """Whether a cache that many share may show it to somebody else, with or without asking first (RFC 9111)."""
    said = {part.strip().partition("=")[0].lower() for part in answer.headers.get("cache-control", "").split(",")}
    return not said & {"private", "no-store"}


@pytest.fixture(scope="module")
def answered(street):
    """What each of the three was told, by route."""
    return {
        path: {who: getattr(street, who).get(street.address(path)) for who in ("guest", "customer", "staff")}
        for path in street.routes
    }


def test_each_answer_says_who_may_keep_it(answered):
    silent = {path for path, told in answered.items() for it in told.values() if "cache-control" not in it.headers}
    assert silent == set()
    assert len(answered) > 140
    found = {who: sum(told[who].status_code == 200 for told in answered.values()) for who in ("customer", "staff")}
    assert found["customer"] > 60, "the walk comes to what is one's own"
    assert found["staff"] > 70, "and to the back office"


def test_what_is_one_persons_is_kept_by_nobody_on_the_way(answered):
    shared = {path for path, told in answered.items() if any(for_all(it) for it in told.values())}
    assert shared <= FOR_EVERYBODY


def test_parts_of_pages_that_scripts_ask_for_are_kept_by_nobody_on_the_way_either(street):
    asked = {"hx-request": "true"}
    suggested = street.customer.get("/products/suggest?q=mug", **asked)
    assert (suggested.status_code, "/products/harbour-mug" in suggested.text, for_all(suggested)) == (200, True, False)
    shared = {path for path in street.routes if for_all(street.customer.get(street.address(path), **asked))}
    assert shared <= FOR_EVERYBODY


def test_what_may_be_kept_for_all_is_the_same_for_all_and_gives_nobody_a_cookie(answered):
    for path in FOR_EVERYBODY & set(answered):
        told = list(answered[path].values())
        assert {it.content for it in told} == {told[0].content} or told[0].status_code == 404, path
        assert {it.headers.get("etag") for it in told} == {told[0].headers.get("etag")}, path
        for it in told:
            assert "set-cookie" not in it.headers, path
            assert set(it.headers.get("vary", "Accept-Encoding").split(", ")) <= {"Accept-Encoding"}, path
            assert "content-encoding" not in it.headers or it.headers["vary"] == "Accept-Encoding", path


def test_a_page_with_the_token_of_a_form_or_a_cookie_is_kept_by_its_browser_alone(answered):
    telling = [
        (path, it) for path, told in answered.items() for it in told.values()
        if "set-cookie" in it.headers or "_csrf_token" in it.text
    ]
    assert len(telling) > 80
    assert {path for path, it in telling if for_all(it)} == set()


def test_what_one_person_was_told_is_never_still_the_same_for_another(street, answered):
    own = {path for path, told in answered.items() if path not in FOR_EVERYBODY
           and any("etag" in it.headers for it in told.values())}
    assert "/api/v1/me/addresses" in own
    for path in own:
        tags = {it.headers["etag"] for it in answered[path].values() if "etag" in it.headers}
        for who in (street.guest, street.customer, street.other, street.staff):
            for tag in (*tags, "*"):
                answer = who.get(street.address(path), **{"if-none-match": tag})
                assert answer.status_code != 304, path


def test_a_redirect_of_a_page_that_is_ones_own_is_nobody_elses(street):
    for path in ("/account", "/backoffice/orders", "/checkout"):
        answer = street.guest.get(path)
        assert (answer.status_code, for_all(answer)) == (303, False), path
