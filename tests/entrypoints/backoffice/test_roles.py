"""Every route of every room, tried by everybody: who is let in is what the table of roles says."""

import re
from uuid import UUID, uuid4

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.identity.roles import GRANTS
from store.application.shared.authority import Permission
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.edge import SESSION_COOKIE
from store.entrypoints.shared.permissions import permitted
from store.entrypoints.wiring.http import expect_permissions
from tests.entrypoints.http_routes import http_routes

pytestmark = [
    pytest.mark.requirement("R1.5"), pytest.mark.story("US-1.4", "every route is guarded by a permission"),
    pytest.mark.story("US-1.4", "each role has its permissions"),
]
FLOWS = "/api/v1/feed"
"""Answers for as long as somebody listens."""


class Somebody:
    """A browser and a program of somebody in a role."""

    def __init__(self, office, role):
        self.office, self.role = office, role
        now = office.shop.clock().now()
        session, self.token = PostgresSessions(office.shop.pool()).open(AccountId(uuid4()), role, "", now)
        self.shown = office.shop.passes().sign(session, now)

    def asks(self, method, path):
        if path.startswith("/backoffice"):
            carried = {"cookie": f"{SESSION_COOKIE}={self.token}"}
        elif path.startswith("/api"):
            carried = {"authorization": f"Bearer {self.shown}"}
        else:
            carried = {"cookie": f"{ACCOUNT_COOKIE}={self.token}"}
        self.office.client.cookies.clear()
        return self.office.client.request(
            method, path, headers=carried | {"x-api-key": "nobody counts me"}, follow_redirects=False,
        ).status_code


def routes(app):
    """Every address that is served, with something in the place of its parameters.

    Forms of pages are left out: without a token they are refused before anybody looks who asks (see ``test_pages``).
    """
    for route in http_routes(app):
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS", "HEAD"} - (set() if "/api/" in route.path else {"POST"}):
                path = re.sub(r"\{\w+:int\}", "1", re.sub(r"\{\w+:uuid\}", str(UUID(int=1)), route.path))
                yield method, re.sub(r"\{\w+:\w+\}", "x", path), handler.opt


@pytest.mark.parametrize("role", Role)
def test_whoever_lacks_a_permission_is_refused_on_every_route_that_needs_it(office, role):
    who, grant, tried = Somebody(office, role), GRANTS[role], 0
    for method, path, opt in routes(office.app):
        needed = opt["permission"]
        held = grant.reach(needed)
        shop_page = not path.startswith(("/api", "/backoffice"))
        if held is None or (shop_page and needed not in GRANTS[Role.CUSTOMER].everywhere):
            assert who.asks(method, path) == 403, (method, path)
            tried += 1
        elif method == "GET" and path != FLOWS and needed is not Permission.PUBLIC:
            status = who.asks(method, path)
            assert (status == 403) is (held != "all" and not opt.get("looks whose")), (path, status)
            assert status != 401, path
            tried += 1
    assert tried > 20


def test_a_guest_is_asked_who_they_are_on_every_route_that_is_not_for_everybody(office):
    office.client.cookies.clear()
    for method, path, opt in routes(office.app):
        if opt["permission"] is not Permission.PUBLIC:
            answer = office.client.request(method, path, follow_redirects=False)
            assert answer.status_code == (401 if path.startswith("/api") else 303), (method, path, answer.text[:300])


def test_a_route_that_says_nothing_is_noticed_at_the_start_and_closed_all_the_same(office):
    @get("/forgotten")
    async def forgotten() -> str:
        return "anybody may read this"

    app = Litestar([forgotten], guards=[permitted])
    with pytest.raises(TypeError, match="/forgotten declares no permission"):
        expect_permissions(app)
    expect_permissions(office.app)

    async def as_staff(scope, receive, send):
        scope.setdefault("state", {})["principal"] = None
        await app(scope, receive, send)

    with TestClient(as_staff) as client:
        assert client.get("/forgotten").status_code == 500, "refused before anybody looks who asks"
