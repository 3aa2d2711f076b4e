"""Every page of the back office, on a real shop."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from markupsafe import escape

from store.application.identity.roles import GRANTS
from store.application.shared.authority import Grant
from store.domain.identity.events import Role
from store.entrypoints.shared.notices import Notice, carried, carry
from store.entrypoints.shared.permissions import Permission
from tests.entrypoints.http_routes import http_routes

pytestmark = [pytest.mark.requirement("R4.2")]
behind = pytest.mark.story("US-4.3", "staff see an order and all behind it")

MOST_ALIKE = 12
"""Of a kind of page so many are looked at."""
HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile" / "hostile_strings.jsonl"


def pages(desk):
    number, mug = desk.number, desk.mug
    return {
        "/backoffice/orders": number, "/backoffice/orders?status=confirmed": number,
        f"/backoffice/orders?q={number[:5]}": number, "/backoffice/orders?status=cancelled&q=ZZZZZ": "No order fits",
        f"/backoffice/orders/{number}": "Ben Hill", f"/backoffice/orders/{number.lower()}": "Mark as shipped",
        "/backoffice/products": "Ash mug", f"/backoffice/products?q={mug.sku}": mug.name,
        "/backoffice/products?q=zzz": "No product fits", "/backoffice/categories": "Open a category",
        f"/backoffice/products/{mug.product}": "Variants and stock",
        "/backoffice/stock": "ASH-MUG-1", f"/backoffice/stock?low=1&q={mug.sku}": "No article fits",
        f"/backoffice/stock?q={mug.name}": mug.sku,
        "/backoffice/activity": "Order placed", "/backoffice/projections": "Up to date",
        f"/backoffice/history/order/{number}": "Order confirmed",
        f"/backoffice/history/order/{number}?version=1": "As it stood after fact 1",
        f"/backoffice/history/order/{number}?at=2036-01-01T00:00": "As it stands now",
        f"/backoffice/history/inventory/{mug.sku}": "Stock received",
        f"/backoffice/history/product/{mug.product}": "Product listed",
    }


@behind
def test_every_page_shows_what_it_is_for(desk):
    for path, words in pages(desk).items():
        page = desk.get(path)
        assert page.status_code == 200, (path, page.text[:500])
        assert words in page.text, path
        assert page.headers["cache-control"] == "private, no-store", path
        assert "nonce-" in page.headers["content-security-policy"], path
        assert not re.search(r"\{\{|\}\}|\bNone\b|Undefined", re.sub(r"<script.*?</script>", "", page.text)), path


@behind
def test_every_link_on_every_page_leads_somewhere(desk):
    seen, waiting, alike = set(), list(pages(desk)), Counter()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub("/[^/]*[0-9A-Z%][^/]*", "/*", path.partition("?")[0])
        if path in seen or alike[kind] >= MOST_ALIKE:  # how much happened in this shop before must not lead astray
            continue
        seen.add(path)
        alike[kind] += 1
        page = desk.get(path)
        assert page.status_code == 200, path
        links = re.findall(r'href="(/backoffice/[^"#]*)"', page.text)
        waiting += [link.replace("&amp;", "&") for link in links]
    assert any("/history/payment/" in path for path in seen)


@behind
def test_staff_are_shown_by_name_and_guests_by_a_short_word(desk):
    desk.post(f"/backoffice/stock/{desk.mug.sku}/receive", {"quantity": "5", "reason": "from the potter"})
    desk.settle()
    page = desk.get("/backoffice/activity").text
    assert "Ann Field" in page
    assert "from the potter" in page
    assert re.search(r"Guest [0-9a-f]{8}<", page)


@pytest.mark.parametrize(("path", "status"), [
    ("/backoffice/orders/ZZZZZ-ZZZZZ", 404), ("/backoffice/orders?status=lost", 400),
    ("/backoffice/orders?cursor=x", 400),
    ("/backoffice/products/not-an-id", 404), ("/backoffice/products/00000000-0000-0000-0000-000000000000", 404),
    ("/backoffice/history/unicorn/1", 400), ("/backoffice/history/order/1", 404), ("/backoffice/stock?cursor=%00", 422),
    ("/backoffice/history/inventory/ASH-MUG-1?version=99", 400),
    ("/backoffice/history/inventory/ASH-MUG-1?version=x", 400),
    ("/backoffice/history/inventory/ASH-MUG-1?at=yesterday", 400), ("/backoffice/nowhere/at/all", 404),
    ("/backoffice/activity?correlation=x", 400),
])
def test_what_is_not_there_is_said_on_a_page_of_this_room(desk, path, status):
    page = desk.get(path)
    assert page.status_code == status, page.text
    assert 'class="rail"' in page.text
    assert page.headers["x-request-id"] in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_path_decides_who_is_told_how(office):
    assert office.get("/nowhere/at/all").headers["content-type"].startswith("text/html")
    for path in ("/api/v1/nowhere", "/health/nowhere", "/static/nowhere.css", "/media/nowhere.svg"):
        told = office.get(path)
        assert (told.status_code, told.headers["content-type"]) == (404, "application/problem+json"), path
        assert told.headers["x-request-id"] == told.json()["request_id"]
        assert told.headers["x-content-type-options"] == "nosniff"
    assert office.client.request("PATCH", "/cart").status_code == 405


@pytest.mark.story("US-1.4", "every route is guarded by a permission")
@pytest.mark.requirement("R1.5")
def test_every_route_of_the_shop_says_who_may_use_it(office):
    declared = {
        (route.path, method): handler.opt.get("permission")
        for route in http_routes(office.app) for handler in route.route_handlers for method in handler.http_methods
        if method != "OPTIONS"
    }
    assert len(declared) > 40
    assert not [route for route, permission in declared.items() if not isinstance(permission, Permission)]
    for (path, method), permission in declared.items():
        if path.startswith("/backoffice") and "/log" not in path:
            assert permission is not Permission.PUBLIC, (method, path)


def _staff_routes(app):
    for route in http_routes(app):
        for handler in route.route_handlers:
            for method in handler.http_methods & {"GET", "POST"}:
                if handler.opt["permission"] is not Permission.PUBLIC and route.path.startswith("/backoffice"):
                    path = re.sub(r"\{\w+:int\}", "1", re.sub(r"\{\w+:uuid\}", str(UUID(int=1)), route.path))
                    yield method, re.sub(r"\{\w+:\w+\}", "x", path)


@pytest.mark.story("US-1.4", "every route is guarded by a permission")
def test_nobody_gets_past_the_login_and_everybody_is_taken_back(office):
    routes = list(_staff_routes(office.app))
    assert len(routes) >= 13
    for method, path in routes:
        answer = office.get(f"{path}?q=a") if method == "GET" else office.post(path)
        assert answer.status_code == 303, path
        where = answer.headers["location"]
        assert where.startswith("/backoffice/login?next=%2Fbackoffice" if method == "GET" else "/backoffice/login")
    assert office.get("/backoffice/stock", headers={"hx-request": "true"}).headers["hx-redirect"] == "/backoffice/login"


@pytest.mark.story("US-1.4", "every route is guarded by a permission")
def test_being_logged_in_is_not_enough_without_the_permission(desk, monkeypatch):
    token = desk.fresh_token()
    monkeypatch.setitem(GRANTS, Role.SUPER_ADMIN, Grant(frozenset({Permission.PUBLIC})))
    for method, path in _staff_routes(desk.app):
        answer = desk.get(path) if method == "GET" else desk.post(path, token=token)
        assert answer.status_code == 403, (method, path)


def test_a_list_that_has_not_caught_up_says_so_instead_of_failing(desk, monkeypatch):
    monkeypatch.setattr("projections.shared.positions.LONGEST", 0.05)
    desk.post(f"/backoffice/stock/{desk.mug.sku}/receive", {"quantity": "5", "reason": "from the potter"})
    assert desk.client.cookies.get("store-position").startswith("1-")
    for path in ("/backoffice/stock", "/backoffice/products"):
        page = desk.client.get(path)  # at once, while nothing is learnt
        assert page.status_code == 200
    assert "has not caught up" in page.text
    desk.settle()
    page = desk.get(f"/backoffice/stock?q={desk.mug.sku}")
    assert "has not caught up" not in page.text
    assert ">55<" in page.text


def test_a_read_model_that_stopped_is_shown_and_resumed(own_office, migrated_url):
    desk = own_office
    desk.log_in()
    with psycopg.connect(migrated_url) as db:
        db.execute("UPDATE read.projections SET state = 'stopped', error = 'a <bad> fact' WHERE name = 'orders'")
    page = desk.get("/backoffice/projections").text
    assert "a &lt;bad&gt; fact" in page
    assert 'action="/backoffice/projections/orders/resume"' in page
    assert desk.post("/backoffice/projections/orders/resume").headers["location"] == "/backoffice/projections"
    page = desk.get("/backoffice/projections").text
    assert "orders goes on" in page
    assert "a &lt;bad&gt; fact" not in page
    assert desk.post("/backoffice/projections/nothing/resume").status_code == 404


def test_a_read_model_is_built_beside_switched_and_switched_back_on_its_page(own_office, migrated_url):
    desk = own_office
    desk.log_in()
    page = desk.get("/backoffice/projections").text
    assert 'action="/backoffice/projections/orders/rebuild"' in page
    assert 'action="/backoffice/projections/orders/switch"' not in page
    assert desk.post("/backoffice/projections/orders/rebuild").status_code == 303
    page = desk.get("/backoffice/projections").text
    assert "Being built" in page
    assert '<progress class="progress"' in page
    assert desk.post("/backoffice/projections/orders/switch").status_code in {400, 409, 422}, "it is still being filled"
    desk.settle()
    page = desk.get("/backoffice/projections").text
    assert "Ready to switch" in page
    assert desk.post("/backoffice/projections/orders/switch").status_code == 303
    assert 'action="/backoffice/projections/orders/back"' in desk.get("/backoffice/projections").text
    assert desk.post("/backoffice/projections/orders/back").status_code == 303
    assert desk.post("/backoffice/projections/orders/drop", {"schema": "read_kept"}).status_code == 303
    assert "the one before" not in desk.get("/backoffice/projections").text
    assert desk.post("/backoffice/projections/orders/drop", {"schema": "read"}).status_code == 404
    assert desk.post("/backoffice/projections/orders/burn").status_code == 404
    with psycopg.connect(migrated_url) as db:
        db.execute("UPDATE read.copies SET state = 'stopped', error = 'bad', failed_at = (SELECT min(position)"
                   " FROM log.events WHERE tag = 'inventory/opened-1') WHERE name = 'goods'")
    page = desk.get("/backoffice/projections").text
    assert "/backoffice/history/inventory/" in page
    assert "inventory/opened-1" in page


def test_history_is_asked_by_the_clock_in_the_shop(desk):
    from functools import partial

    from store.entrypoints.shared.moments import instant as read

    instant = partial(read, "at")

    assert instant("2026-05-31T12:00", "Europe/Berlin").astimezone(UTC) == datetime(2026, 5, 31, 10, tzinfo=UTC)
    assert instant("2026-05-31T12:00+00:00", "Europe/Berlin") == datetime(2026, 5, 31, 12, tzinfo=UTC)
    assert instant("2026-05-31T12:00 00:00", "Europe/Berlin") == datetime(2026, 5, 31, 12, tzinfo=UTC)
    assert desk.get(f"/backoffice/history/inventory/{desk.mug.sku}?at=1999-01-01T00:00").status_code == 404


@pytest.mark.story("US-10.2", "what people write is shown as text")
@pytest.mark.requirement("R10.2")
@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared collection of hostile strings is not beside the checkout")
def test_hostile_strings_are_shown_as_text_wherever_they_come_in(desk):
    lines = [json.loads(line)["payload"] for line in HOSTILE.read_text("utf-8").splitlines()]
    hostile = [text for text in dict.fromkeys(lines) if "<" in text and 3 < len(text) <= 200 and text.isprintable()]
    innocent = "".join(desk.get(f"/backoffice/{place}").text for place in ("orders", "stock", "login"))
    hostile = [text for text in hostile if text not in innocent]
    assert len(hostile) > 30
    for place, text in enumerate(hostile[:: max(1, len(hostile) // 20)]):
        for path in ("/backoffice/orders", "/backoffice/products", "/backoffice/stock", "/backoffice/login"):
            page = desk.get(path, params={"q": text, "next": text})
            assert text not in page.text, (path, text)
        form = {"on_hand": str(60 + place), "reason": text}
        assert desk.post(f"/backoffice/stock/{desk.mug.sku}/count", form).status_code == 303
        desk.client.cookies.delete("store-position")  # nobody brings the lists up to date meanwhile
        again = desk.post(f"/backoffice/orders/{desk.number}/ship", {"carrier": text, "tracking": "", "version": "2"})
        assert again.status_code == 422
        assert text not in again.text, text
    page = desk.get(f"/backoffice/history/inventory/{desk.mug.sku}").text
    assert str(escape(hostile[0].strip())) in page
    assert not [text for text in hostile if text in page]


def test_a_name_that_is_markup_stays_a_name(desk):
    number = desk.buy("<script>alert(1)</script>")
    desk.settle()
    for path in ("/backoffice/orders", f"/backoffice/orders/{number}", f"/backoffice/history/order/{number}"):
        page = desk.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_notice_is_shown_once_and_rubbish_in_its_place_is_none(desk):
    desk.post(f"/backoffice/stock/{desk.mug.sku}/count", {"on_hand": "7", "reason": "stocktake"})
    desk.settle()
    assert "7 on hand" in desk.get("/backoffice/stock").text
    assert "7 on hand" not in desk.get("/backoffice/stock").text

    class Asking:
        cookies = {"store_notice": carry(Notice("good", "Done"), "/").value}  # noqa: RUF012 - a stand-in for one request

    assert carried(Asking) == Notice("good", "Done")
    for rubbish in ("x", "e30=", "%%%", "ä", "x" * 5000):
        Asking.cookies = {"store_notice": rubbish}
        assert carried(Asking) is None


def test_pictures_may_be_looked_at_and_nothing_else(own_office, tmp_path):
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "mug.0123456789abcdef.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "media" / "notes.txt").write_text("private")
    shown = own_office.get("/media/mug.0123456789abcdef.svg")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/svg+xml")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "set-cookie" not in shown.headers
    for path in ("/media/notes.txt", "/media/..%2fsecret", "/media/%2e%2e/secret", "/media/.svg", "/media/none.svg"):
        assert own_office.get(path).status_code == 404, path
