"""Staff look at the shop as a customer: in time, seen, and with little they may do."""

import re
from uuid import UUID

import pytest

from store.application.identity.users import ChangeRole
from store.domain.identity.account import VISIT
from store.domain.identity.events import Role
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.edge import SESSION_COOKIE
from tests.entrypoints.backoffice.test_users import HERE, Desk
from tests.entrypoints.http_routes import http_routes

pytestmark = [pytest.mark.requirement("R8.3"), pytest.mark.story("US-8.2", "staff see the shop as a customer does")]
SAYS = "You see the shop as"


class Visit(Desk):
    """Ann's desk; she looks at the shop as Cleo."""

    def __init__(self, desk):
        super().__init__(desk)
        self.staff = desk.client.cookies[SESSION_COOKIE]
        begun = self.acts("visit")
        assert (begun.status_code, begun.headers["location"]) == (303, "/account"), begun.text[:400]
        self.token = desk.client.cookies[ACCOUNT_COOKIE]

    def post(self, path, form=None):
        token = re.search(r'name="_csrf_token" value="([^"]+)"', self.page("/account"))[1]
        return self.desk.post(path, form, token=token)

    @property
    def lasts(self):
        return SAYS in self.page("/")

    def rows(self):
        return [row for row in self.shop.log().select_streams([self.cleo]) if b"acting_for" in row.metadata]


@pytest.fixture
def visit(desk):
    return Visit(desk)


def test_every_page_says_so_and_leads_out(visit):
    for path in ("/", "/account", "/products", "/cart", "/orders", "/nowhere", "/account/history"):
        page = visit.page(path)
        assert SAYS in page, path
        assert 'action="/visit/end"' in page, path
    assert f"{SAYS} {visit.name}" in visit.page("/account")
    assert visit.email in visit.page("/account")
    left = visit.post("/visit/end")
    assert (left.status_code, left.headers["location"]) == (303, visit.path)
    assert not visit.lasts
    assert visit.tags()[-2:] == ["impersonation-begun-1", "impersonation-ended-1"]
    assert visit.desk.get(visit.path).status_code == 200, "and at the desk they are still who they were"


def test_they_can_put_goods_in_a_cart_and_neither_buy_nor_change_what_is_the_customers(visit):
    put = visit.post("/cart/lines", {"sku": visit.desk.mug.sku, "quantity": "1"})
    assert put.status_code in {200, 303}, put.text[:300]
    assert SAYS in visit.page("/checkout"), "though that page has no other way out"
    for path in (
        "/checkout", "/account/password", "/account/name", "/account/sessions/end", "/login", "/register", "/orders",
        "/password/forgotten",
    ):
        answer = visit.post(path, {"email": "x@example.org", "password": "Kettle&Hearth-10"})
        assert answer.status_code == 403, path
        assert "looking at the shop as a customer" in answer.text, path
    assert visit.lasts


@pytest.mark.requirement("R1.5")
def test_forms_of_the_shop_that_nobody_spoke_of_are_closed_to_visitors(office):
    open_to_them = {
        route.path for route in http_routes(office.app) for handler in route.route_handlers
        if handler.opt.get("on behalf") and not route.path.startswith(("/backoffice", "/api"))
    }
    assert open_to_them == {
        "/cart/lines", "/cart/lines/{sku:str}", "/cart/lines/{sku:str}/remove", "/cart/lines/{sku:str}/restore",
        "/cart/lines/{sku:str}/aside", "/cart/aside/{sku:str}/back", "/cart/aside/{sku:str}/remove",
        "/cart/code", "/cart/code/remove", "/orders/{number:str}/again", "/currency",
        "/logout", "/visit/end",
    }


def test_what_they_do_is_recorded_with_both(visit):
    cart = visit.post("/cart/lines", {"sku": visit.desk.mug.sku, "quantity": "1"})
    assert cart.status_code in {200, 303}
    newest = visit.shop.log().select_newest(None, 3)
    put = next(row for row in newest if row.topic.startswith("cart/"))
    assert f'"acting_for":"{visit.cleo}"'.encode() in put.metadata
    assert b'"actor":"staff:' in put.metadata
    visit.post("/visit/end")
    [ended] = visit.rows()
    assert ended.topic == "identity/impersonation-ended-1"


def test_a_visit_ends_with_the_logout_and_with_the_session_of_the_staff(desk):
    visit = Visit(desk)
    assert visit.post("/logout").status_code == 303
    assert not visit.lasts
    again = Visit(desk)
    assert again.lasts
    desk.post("/backoffice/logout")
    carried = {"cookie": f"{ACCOUNT_COOKIE}={again.token}"}
    assert SAYS not in desk.get("/", headers=carried).text
    assert desk.get("/account", headers=carried).status_code == 303


@pytest.mark.requirement("R1.5")
def test_a_visit_ends_when_the_staff_lose_the_right_to_it(visit):
    [ann] = {row.split(":")[1] for row in re.findall(r"staff:[0-9a-f-]{36}", str(
        [row.metadata for row in visit.shop.log().select_streams([visit.cleo])]))}
    assert visit.lasts
    role, stays = Role.CUSTOMER, Role.SUPER_ADMIN
    visit.do(ChangeRole(account_id=visit.cleo, role=stays, by=None))
    visit.do(ChangeRole(account_id=UUID(ann), role=role, by=None))
    try:
        assert not visit.lasts
    finally:
        visit.do(ChangeRole(account_id=UUID(ann), role=stays, by=None))
        visit.do(ChangeRole(account_id=visit.cleo, role=role, by=None))


def test_a_visit_opens_nothing_else_and_is_over_in_half_an_hour(visit):
    carried = {"cookie": f"{SESSION_COOKIE}={visit.token}"}
    visit.desk.client.cookies.clear()
    assert visit.desk.get("/backoffice/orders", headers=carried).status_code == 303
    with visit.shop.pool().connection() as db:
        [(lasts, most)] = db.execute(
            "SELECT ends_at - opened_at, expires_at - opened_at FROM work.sessions WHERE acting IS NOT NULL"
            " AND account = %s", (visit.cleo,),
        ).fetchall()
    assert lasts <= VISIT
    assert most <= VISIT


def test_staff_are_never_looked_at_as_and_why_is_asked(desk):
    room = Desk(desk)
    assert room.acts("visit", reason="").status_code == 422
    room.do(ChangeRole(account_id=room.cleo, role=Role.ADMIN, by=None))
    assert room.acts("visit").status_code == 409
    assert "See the shop as they do" not in room.page()
    room.do(ChangeRole(account_id=room.cleo, role=Role.CUSTOMER, by=None))
    assert "See the shop as they do" in room.page(f"{HERE}/{room.cleo}")


@pytest.mark.story("US-8.2", "customers see what staff did")
def test_the_customer_sees_who_looked_and_why(visit):
    visit.post("/visit/end")
    _, token = visit.logs_in()
    visit.desk.client.cookies.clear()
    page = visit.desk.get("/account/history", headers={"cookie": f"{ACCOUNT_COOKIE}={token}"}).text
    assert SAYS not in page
    assert "Our staff looked at the shop as you: asked for it on the phone" in page
    assert "Our staff left the shop as you<" in page
    assert "Ann Field" not in page, "which of them is the shop's affair"
