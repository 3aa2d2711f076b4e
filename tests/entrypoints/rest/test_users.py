"""``/api/v1/users``: the same as on the pages, for programs of the staff and of whoever has an account."""

from uuid import uuid4

import pytest

from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.own_account import Register
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R8.3")]
GOOD = "Kettle&Hearth-9"
WHY = {"reason": "asked for it on the phone"}


class Users:
    """Cleo, a customer, and a super admin of this shop; passes for both."""

    def __init__(self, api):
        self.api, self.tag = api, uuid4().hex[:12]
        self.email = f"cleo-{self.tag}@example.org"
        bus, by = api.back_room.bus(), Caller(actor="system:test", correlation=uuid4())
        bus.do(Register(email=self.email, password=Secret(GOOD), given_name="Cleo", family_name="Example"), by)
        self.chief = bus.do(EnrolStaff(
            email=f"sue-{self.tag}@example.org", name="Sue", password=Secret(GOOD), role=Role.SUPER_ADMIN,
        ), by).outcome.account_id
        self.cleo = api.back_room.account_emails().find(self.email)
        settle(api.back_room)

    def asks(self, verb, path, status=200, *, headers=None, **more):
        answer = self.api.asks(verb, f"/users{path}", headers=headers or self.api.in_person, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        settle(self.api.back_room)
        return answer

    def pass_of(self, account, role):
        sessions = next(it for it in self.api.back_room.accounts() if type(it).__name__ == "StayingIn").sessions
        now = self.api.back_room.clock().now()
        session, _ = sessions.open(account, role, "a test", now)
        return session, {"authorization": f"Bearer {self.api.back_room.passes().sign(session, now)}"}


@pytest.fixture
def users(api):
    return Users(api)


@pytest.mark.story("US-8.2", "search users")
def test_people_are_searched_and_listed(users):
    found = users.asks("POST", "/search", json={"q": users.email}).json()
    assert [row["id"] for row in found["items"]][:1] == [str(users.cleo)]
    assert found["items"][0]["email"] == users.email
    assert str(users.cleo) in users.asks("GET", "", params={"role": "customer", "state": "unverified"}).text
    first = users.asks("GET", "", params={"limit": 1}).json()
    second = users.asks("GET", "", params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert first["items"][0]["id"] != second["items"][0]["id"]
    for wrong in ({"state": "lost"}, {"role": "boss"}, {"limit": 0}, {"cursor": "x"}):
        users.asks("GET", "", 400, params=wrong)
    users.asks("POST", "/search", 400, json={"q": "x"})
    users.asks("POST", "/search", 401, json={"q": "cleo"}, headers={"accept": "*/*"})


@pytest.mark.story("US-1.4", "admins change roles")
@pytest.mark.story("US-1.4", "customer, vendor, admin and super admin")
@pytest.mark.requirement("R1.5")
def test_a_role_is_changed_unless_somebody_was_faster(users):
    seen = users.asks("GET", f"/{users.cleo}")
    given = {"if-match": seen.headers["etag"]} | users.api.in_person
    changed = users.asks("POST", f"/{users.cleo}/role", json={"role": "vendor"} | WHY, headers=given)
    assert changed.json()["role"] == "vendor"
    users.asks("POST", f"/{users.cleo}/role", 412, json={"role": "admin"} | WHY, headers=given)
    for wrong in ({"role": "boss"} | WHY, {"role": "admin"}, {"role": "admin", "reason": ""}):
        users.asks("POST", f"/{users.cleo}/role", 400, json=wrong)


@pytest.mark.story("US-1.4", "the last super admin stays")
@pytest.mark.story("US-1.4", "admins change roles")
@pytest.mark.requirement("R1.5")
def test_a_pass_is_good_for_what_the_account_may_do_at_that_moment(users):
    _, chief = users.pass_of(users.chief, Role.SUPER_ADMIN)
    users.asks("POST", f"/{users.cleo}/role", json={"role": "admin"} | WHY, headers=chief)
    _, admin = users.pass_of(users.cleo, Role.ADMIN)
    users.asks("POST", f"/{users.chief}/role", 422, json={"role": "customer"} | WHY, headers=admin)
    users.asks("POST", f"/{users.cleo}/role", 422, json={"role": "super_admin"} | WHY, headers=admin)
    users.asks("POST", f"/{users.cleo}/disable", 422, json=WHY, headers=admin)
    users.asks("POST", f"/{users.cleo}/role", json={"role": "customer"} | WHY, headers=admin)
    users.asks("POST", f"/{users.cleo}/role", 403, json={"role": "admin"} | WHY, headers=admin)


@pytest.mark.story("US-8.2", "disable and enable accounts")
@pytest.mark.story("US-8.2", "edit users")
@pytest.mark.story("US-8.2", "reset passwords")
def test_an_account_is_disabled_enabled_renamed_and_sent_a_link(users):
    assert users.asks("POST", f"/{users.cleo}/disable", json=WHY).json()["state"] == "disabled"
    users.asks("POST", f"/{users.cleo}/password-reset", 404, json=WHY)
    assert users.asks("POST", f"/{users.cleo}/enable", json=WHY).json()["state"] == "unverified"
    renamed = users.asks("PATCH", f"/{users.cleo}", json={"given_name": "Zoë", "family_name": "Li"} | WHY)
    assert renamed.json()["name"] == "Zoë Li"
    assert users.asks("POST", f"/{users.cleo}/password-reset", 202, json=WHY).json() == {"sent": True}
    assert users.asks("POST", f"/{users.cleo}/password-reset", 202, json=WHY).json() == {"sent": False}
    users.asks("POST", f"/{uuid4()}/disable", 404, json=WHY)


@pytest.mark.story("US-8.2", "details and orders of a user")
def test_orders_of_somebody_are_those_of_their_address(users):
    users.api.restocks()
    number = users.api.order(email=users.email.upper())["number"]
    settle(users.api.back_room)
    found = users.asks("GET", f"/{users.cleo}/orders").json()
    assert [row["number"] for row in found["items"]] == [number]
    users.asks("GET", f"/{uuid4()}/orders", 404)


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
@pytest.mark.requirement("R1.5")
def test_who_may_see_their_own_sees_nobody_elses(users):
    session, own = users.pass_of(users.cleo, Role.CUSTOMER)
    assert users.asks("GET", f"/{users.cleo}", headers=own).json()["email"] == users.email
    [shown] = users.asks("GET", f"/{users.cleo}/sessions", headers=own).json()
    assert shown["id"] == str(session.id)
    others, _ = users.pass_of(users.chief, Role.SUPER_ADMIN)
    for verb, path in (
        ("GET", f"/{users.chief}"), ("GET", f"/{users.chief}/sessions"), ("GET", f"/{uuid4()}"),
        ("DELETE", f"/{users.chief}/sessions/{others.id}"),
    ):
        users.asks(verb, path, 404, headers=own)
    assert users.asks("GET", f"/{users.cleo}").json()["version"] == 1
    for verb, path in (("GET", ""), ("GET", f"/{users.cleo}/orders"), ("DELETE", f"/{users.cleo}/sessions")):
        users.asks(verb, path, 403, headers=own)
    users.asks("DELETE", f"/{users.cleo}/sessions/{session.id}", 204, headers=own)
    users.asks("GET", f"/{users.cleo}", 401, headers=own)
    users.asks("DELETE", f"/{users.chief}/sessions", 400)
    users.asks("DELETE", f"/{users.chief}/sessions", 204, params=WHY)
    assert users.asks("GET", f"/{users.chief}/sessions").json() == []


@pytest.mark.requirement("R1.5")
def test_whoever_logs_somebody_out_says_why_and_it_is_a_fact(users):
    session, _ = users.pass_of(users.cleo, Role.CUSTOMER)
    path = f"/{users.cleo}/sessions"
    before = users.asks("GET", f"/{users.cleo}").json()["version"]
    assert users.asks("DELETE", f"{path}/{session.id}", 400).json()["errors"][0]["field"] == "reason"
    assert users.asks("DELETE", path, 400).json()["errors"][0]["field"] == "reason"
    assert users.asks("GET", f"/{users.cleo}").json()["version"] == before, "nothing was written"
    users.asks("DELETE", f"{path}/{uuid4()}", 404, params=WHY)
    users.asks("DELETE", f"{path}/{session.id}", 204, params={"reason": "The phone was stolen"})
    users.asks("DELETE", path, 204, params={"reason": "And the laptop"})
    history = users.api.asks("GET", f"/history/account/{users.cleo}", headers=users.api.in_person).json()["facts"]
    ended = [fact for fact in history if fact["tag"] == "identity/sessions-ended-1"]
    assert [fact["reason"] for fact in ended] == ["The phone was stolen", "And the laptop"]
    assert all(fact["actor"].startswith("staff:") and fact["request_id"] for fact in ended)
