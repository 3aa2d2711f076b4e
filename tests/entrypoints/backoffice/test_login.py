"""The door: who gets in, what the browser is given, and how little a stranger learns."""

import re
from itertools import count

import pytest

from store.application.identity.messages import DisableStaff, EnrolStaff, Secret
from store.domain.identity.events import Role
from store.entrypoints.backoffice.login import local
from store.entrypoints.shared.edge import SESSION_COOKIE
from store.entrypoints.wiring.demo_logins import PASSWORD, demo_logins, known_password_stands, refused_passwords
from store.entrypoints.wiring.demo_staff import enrol_demo_staff
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.backoffice.conftest import EMAIL, Browser, opened

pytestmark = [pytest.mark.requirement("R1.2"), pytest.mark.story("US-1.4", "staff log in with e-mail and password")]


def cookies(answer):
    return {text.partition("=")[0]: text for text in answer.headers.get_list("set-cookie")}


def test_a_login_leads_to_where_one_wanted_to_go(office):
    done = office.log_in(next="/backoffice/stock?low=1")
    assert (done.status_code, done.headers["location"]) == (303, "/backoffice/stock?low=1")
    assert office.get("/backoffice/stock").status_code == 200
    assert office.get("/backoffice/login").headers["location"] == "/backoffice/orders"


@pytest.mark.story("US-1.4", "sessions of staff are kept where scripts cannot read them")
@pytest.mark.story("US-10.2", "cookies are HttpOnly")
@pytest.mark.story("US-10.3", "cookies are SameSite")
def test_the_session_is_out_of_reach_of_scripts_and_of_other_rooms(office):
    given = cookies(office.log_in())[SESSION_COOKIE].lower()
    assert "httponly" in given
    assert "samesite=lax" in given
    assert "path=/backoffice" in given
    assert "secure" not in given
    assert office.get("/api/v1/orders").status_code == 401


@pytest.mark.story("US-10.5", "data travels encrypted")
def test_under_https_the_session_insists_on_it(built_assets, migrated_url, tmp_path):
    with opened(migrated_url, tmp_path, base_url="https://shop.test") as office:
        assert "secure" in cookies(office.log_in())[SESSION_COOKIE].lower()


@pytest.mark.requirement("R10.3")
@pytest.mark.story("US-10.3", "tokens rotate")
def test_a_login_takes_a_new_session(office):
    office.log_in()
    planted = office.client.cookies[SESSION_COOKIE]
    office.get("/backoffice/orders")
    office.log_in()
    assert office.client.cookies[SESSION_COOKIE] != planted
    office.client.cookies.clear()
    stale = office.get("/backoffice/orders", headers={"cookie": f"{SESSION_COOKIE}={planted}"})
    assert stale.status_code == 303


@pytest.mark.story("US-1.4", "logging out ends a session of staff")
def test_a_logout_acts_on_the_next_request_whoever_kept_the_cookie(desk):
    kept = desk.client.cookies[SESSION_COOKIE]
    assert desk.post("/backoffice/logout").headers["location"] == "/backoffice/login"
    assert desk.client.cookies.get(SESSION_COOKIE) is None
    assert desk.get("/backoffice/orders", headers={"cookie": f"{SESSION_COOKIE}={kept}"}).status_code == 303


def test_who_is_disabled_is_out_on_the_next_request(own_office):
    desk = own_office
    desk.log_in()
    assert desk.get("/backoffice/orders").status_code == 200
    chief = EnrolStaff(email="sue@example.org", name="Sue", password=Secret("correct horse"), role=Role.SUPER_ADMIN)
    desk.back_room.do(chief)
    desk.back_room.do(DisableStaff(email=EMAIL))
    assert desk.get("/backoffice/orders").status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "../../etc/passwd", "%00"])
def test_a_made_up_session_is_nobodys(office, cookie):
    assert office.get("/backoffice/orders", headers={"cookie": f"{SESSION_COOKIE}={cookie}"}).status_code == 303


@pytest.mark.story("US-1.4", "a wrong login of staff says so, and no more")
@pytest.mark.requirement("R1.2")
def test_a_stranger_learns_nothing_from_words_or_status(office):
    pages = []
    for email in (EMAIL, "nobody@example.org"):
        answer = office.log_in(email, "wrong wrong wrong")
        assert answer.status_code == 422
        assert SESSION_COOKIE not in cookies(answer)
        pages.append(answer.text.replace(email, "…").replace(answer.headers["x-request-id"], ""))
    without_chance = [_plain(page) for page in pages]
    assert without_chance[0] == without_chance[1]
    assert "The e-mail address or the password is wrong." in pages[0]
    assert "wrong wrong wrong" not in pages[0]


@pytest.mark.story("US-1.4", "guessing the passwords of staff is slowed down")
@pytest.mark.requirement("R9.2")
def test_whoever_guesses_has_to_wait(own_office):
    office = own_office
    statuses = []
    while 429 not in statuses and len(statuses) < 20:  # the window may move on meanwhile
        statuses.append(office.log_in(password=f"guess number {len(statuses)}", counted=True).status_code)
    assert statuses == [422] * (len(statuses) - 1) + [429]
    assert len(statuses) > 10
    answer = office.log_in(counted=True)
    assert answer.status_code == 429, "the right password waits as well"
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert "asking too often" in answer.text


@pytest.mark.story("US-1.4", "guessing the passwords of staff is slowed down")
def test_one_account_is_guarded_against_guesses_from_many_places(own_office):
    office = own_office
    door, places = office.app.asgi_handler, count(1)

    async def from_another_place(scope, receive, send):
        scope["client"] = (f"10.0.0.{next(places)}", 4711)
        await door(scope, receive, send)

    office.app.asgi_handler = from_another_place
    spelled = [EMAIL, EMAIL.upper(), f" {EMAIL}"]
    statuses = []
    while 429 not in statuses and len(statuses) < 20:  # a slow machine takes long enough for the window to move on
        wish = spelled[len(statuses) % 3], f"guess number {len(statuses)}"
        statuses.append(office.log_in(*wish, counted=True).status_code)
    assert statuses == [422] * (len(statuses) - 1) + [429]
    assert len(statuses) > 10
    assert office.log_in("ben@example.org", counted=True).status_code == 422


@pytest.mark.parametrize("next", [
    "https://evil.example/", "//evil.example/backoffice", "/\\evil.example", "\\\\evil.example/backoffice/",
    "javascript:alert(1)",
    "/backofficeer", "/", "", "/products", "/backoffice/login", "/backoffice/\r\nset-cookie: a=b", "http:/backoffice/x",
])
def test_after_the_login_nobody_is_sent_out_of_the_house(next):
    assert local(next) == "/backoffice/orders"


@pytest.mark.parametrize("next", ["/backoffice", "/backoffice/stock?q=a&low=1", "/backoffice/orders/AAAAA-00001"])
def test_pages_of_the_house_are_fine(next):
    assert local(next) == next


@pytest.mark.requirement("R10.3")
def test_nobody_is_logged_in_by_a_form_from_elsewhere(office):
    form = {"email": EMAIL, "password": "correct horse battery"}
    assert office.post("/backoffice/login", form, token=False).status_code == 403
    assert office.log_in(headers={"origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize("origin", [{}, {"origin": "https://evil.example"}, {"origin": "http://shop.test"}])
def test_the_session_opens_the_back_office_and_nothing_else(office, origin):
    session = cookies(office.log_in())[SESSION_COOKIE].partition(";")[0]
    known = {"cookie": session} | origin
    assert office.get("/backoffice/orders", headers=known).status_code == 200
    facts = office.facts(office.number)
    asked = [
        ("GET", "/api/v1/orders", None), ("GET", f"/api/v1/inventory/{office.mug.sku}", None),
        ("POST", f"/api/v1/orders/{office.number}/shipment", {"carrier": "DHL", "tracking": "1"}),
        ("POST", f"/api/v1/inventory/{office.mug.sku}/receipts", {"quantity": 1}),
    ]
    for verb, path, form in asked:
        assert office.client.request(verb, path, json=form, headers=known).status_code == 401, path
    assert office.get(f"/orders/{office.number}", headers=known).status_code == 404
    assert office.facts(office.number) == facts


def test_two_browsers_are_two_sessions(office):
    office.log_in()
    here = office.client.cookies[SESSION_COOKIE]
    office.client.cookies.clear()
    Browser(office.client).log_in()
    assert office.client.cookies[SESSION_COOKIE] != here


@pytest.mark.parametrize(("settings", "stands"), [
    (Settings(), True), (Settings(host="::1"), True), (Settings(host="localhost"), True),
    (Settings(base_url="http://127.0.0.1:9000"), True), (Settings(host="0.0.0.0"), False),  # noqa: S104 - compared
    (Settings(base_url="https://shop.example"), False), (Settings(demo=False), False),
    (Settings(host="shop.lan"), False),
])
def test_the_demo_password_stands_only_where_nobody_else_comes(settings, stands):
    assert known_password_stands(settings) is stands
    assert refused_passwords(settings) == (() if stands else (PASSWORD,))
    assert any(PASSWORD in login for login in demo_logins(settings)) is stands


def test_the_demo_account_is_made_once_and_its_password_dies_with_it(built_assets, migrated_url, tmp_path, capsys):
    with opened(migrated_url, tmp_path) as office:
        enrol_demo_staff(office.shop)
        said = capsys.readouterr().err
        enrol_demo_staff(office.shop)
        assert not capsys.readouterr().err
        assert PASSWORD not in said, "this shop is no demo: it made a password of its own"
        made = said.split()[4]
        assert office.log_in("staff@example.com", PASSWORD).status_code == 422
        assert office.log_in("staff@example.com", made).status_code == 303


def _plain(page):
    return re.sub(r'nonce="[^"]*"|value="[^"]{12}\.[^"]{43}"', "", page)
