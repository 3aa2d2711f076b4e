"""Finding people and looking after them, on the pages of the back office."""

import re
from uuid import uuid4

import pytest

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.own_account import ConfirmEmail, Register
from store.application.identity.roles import GRANTS
from store.application.identity.users import ChangeRole
from store.application.shared.authority import Grant, Permission
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.edge import SESSION_COOKIE
from store.entrypoints.shared.permissions import PROOF
from tests.entrypoints.backoffice.conftest import HOME, PASSWORD
from tests.entrypoints.http_routes import http_routes

pytestmark = [pytest.mark.requirement("R8.3")]
HERE = "/backoffice/users"
STRONG = "Kettle&Hearth-9"


class Desk:
    """Ann's desk, and somebody who shops."""

    def __init__(self, desk):
        self.desk, self.shop = desk, desk.shop
        self.tag = uuid4().hex[:10]
        self.email = f"cleo-{self.tag}@example.org"
        self.name = f"Cleo {self.tag.translate(str.maketrans('0123456789', 'ghijklmnop')).title()}"
        given, family = self.name.split()
        self.do(Register(email=self.email, password=Secret(STRONG), given_name=given, family_name=family))
        self.cleo = self.shop.account_emails().find(self.email)
        self.do(ConfirmEmail(account_id=self.cleo, address=_address(self.shop, self.email)))
        self.path = f"{HERE}/{self.cleo}"
        desk.settle()

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="system:test", correlation=uuid4())).outcome

    @property
    def version(self):
        return len(self.shop.journal().read([self.cleo])[self.cleo].events)

    def acts(self, act, **form):
        form = {"reason": "asked for it on the phone", "version": self.version} | form
        answer = self.desk.post(f"{self.path}/{act}", form)
        self.desk.settle()
        return answer

    def page(self, path=None):
        return self.desk.get(path or self.path).text

    def logs_in(self):
        session, token = PostgresSessions(self.shop.pool()).open(
            self.cleo, Role.CUSTOMER, "Firefox on Linux", self.shop.clock().now()
        )
        return session, token

    def tags(self):
        rows = self.shop.log().select_streams([self.cleo])
        return [row.topic.partition("/")[2] for row in rows]


def _address(shop, email):
    [joining] = [it for it in shop.accounts() if type(it).__name__ == "Joining"]
    return joining.tokens.digest(email)


def own_page(room):
    """Where Ann finds herself."""
    return re.search(rf"{HERE}/[0-9a-f-]{{36}}", room.desk.post(HERE, {"q": "ann@example.org"}).text)[0]


@pytest.fixture
def room(desk):
    return Desk(desk)


@pytest.mark.story("US-8.2", "search users")
def test_people_are_found_by_a_form_and_what_was_typed_stands_in_no_address(room):
    family = room.name.split()[1]
    for typed in (room.email, family, family[:6], family[:4] + family[5:], str(room.cleo), room.email[:12]):
        answer = room.desk.post(HERE, {"q": typed})
        assert (answer.status_code, room.path in answer.text) == (200, True), typed
        assert f"q={typed}" not in answer.text
    assert "Nobody fits" in room.desk.post(HERE, {"q": "Quetzalcoatl"}).text
    assert "Write at least two letters" in room.desk.post(HERE, {"q": "x"}).text
    room.desk.settle()
    log = room.page("/backoffice/activity?kind=search")
    assert "looked for a person by 12 letters" in log
    assert room.email[:12] not in log


@pytest.mark.story("US-8.2", "search users")
def test_people_are_listed_by_role_and_state(room):
    assert room.path in room.page(HERE)
    assert room.path in room.page(f"{HERE}?role=customer&status=active")
    assert room.path not in room.page(f"{HERE}?role=vendor")
    for wrong in ("role=boss", "status=lost", "cursor=x"):
        assert room.desk.get(f"{HERE}?{wrong}").status_code == 400


@pytest.mark.story("US-8.2", "details and orders of a user")
def test_a_page_shows_all_there_is_of_somebody(room):
    cart = room.desk.back_room.open_cart()
    room.desk.back_room.put(cart, room.desk.mug.sku, 1)
    number = room.desk.back_room.buy(
        cart, room.email.upper(), HOME, method="standard", card="success", quote=None, key=None
    ).number
    room.logs_in()
    room.desk.settle()
    page = room.page()
    for words in (room.name, room.email, number, "Firefox on Linux", "asked for an account", str(room.cleo)):
        assert words in page, words
    assert room.desk.get(f"{HERE}/{uuid4()}").status_code == 404


@pytest.mark.story("US-1.4", "admins change roles")
def test_a_role_is_given_with_a_reason_and_a_word_on_how_to_undo_it(room):
    assert room.acts("role", role="vendor").status_code == 303
    page = room.page()
    assert "They are a vendor now" in page
    assert "To undo it" in page
    assert "made the account vendor; it was customer" in re.sub(r"<[^>]+>", "", page)
    refused = room.acts("role", role="admin", reason="")
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    stale = room.acts("role", role="admin", version=1)
    assert (stale.status_code, "Nothing was changed" in stale.text) == (409, True)
    assert room.acts("role", role="boss").status_code == 422
    assert room.tags().count("role-changed-1") == 1


@pytest.mark.story("US-8.2", "disable and enable accounts")
def test_an_account_is_disabled_and_enabled_and_never_ones_own(room):
    _, token = room.logs_in()
    assert room.acts("disable").status_code == 422, "the box was not ticked"
    assert room.acts("disable", sure="yes").status_code == 303
    assert "No door opens for this account" in room.page()
    kept = dict(room.desk.client.cookies)
    room.desk.client.cookies.clear()
    own = room.desk.get("/account", headers={"cookie": f"{ACCOUNT_COOKIE}={token}"})
    assert own.status_code == 303, "the customer is out"
    room.desk.client.cookies.update(kept)
    assert room.acts("enable").status_code == 303
    assert room.tags()[-2:] == ["disabled-1", "enabled-1"]
    own = own_page(room)
    form = {"reason": "tired", "version": 1, "sure": "yes"}
    assert room.desk.post(f"{own}/disable", form).status_code == 409
    assert "Disable the account" not in room.page(own)


@pytest.mark.story("US-8.2", "reset passwords")
def test_a_link_goes_to_the_customer_and_no_password_is_shown(room):
    assert room.acts("password-reset").status_code == 303
    assert "A link is on its way" in room.page()
    assert room.tags()[-1] == "password-reset-requested-1"
    room.acts("password-reset")
    assert "less than two minutes ago" in room.page()


@pytest.mark.story("US-8.2", "edit users")
def test_a_name_is_changed(room):
    assert room.acts("name", given_name="Cleopatra", family_name="Field").status_code == 303
    assert "Cleopatra Field" in room.page()
    assert room.acts("name", given_name="", family_name="Field").status_code == 422


def test_devices_are_logged_out_one_by_one_or_all(room):
    one, _ = room.logs_in()
    room.logs_in()
    said = room.desk.post(f"{room.path}/sessions/{one.id}/end", {"version": "1", "reason": ""})
    assert (said.status_code, "Say why" in said.text) == (422, True)
    assert room.acts(f"sessions/{one.id}/end").status_code == 303
    assert "logged the account out on one device" in room.page()
    assert room.tags()[-1] == "sessions-ended-1"
    assert room.acts(f"sessions/{one.id}/end").status_code == 404
    assert room.acts("sessions/end").status_code == 303
    assert "Nowhere just now" in room.page()


@pytest.mark.story("US-1.4", "admins change roles")
@pytest.mark.requirement("R1.5")
def test_an_admin_neither_makes_super_admins_nor_touches_one(room):
    email = f"ben-{room.tag}@example.org"
    ben = room.do(EnrolStaff(email=email, name="Ben Hill", password=Secret(PASSWORD))).account_id
    chief = room.desk.post(HERE, {"q": "ann@example.org"}).text
    ann = re.search(rf"{HERE}/([0-9a-f-]{{36}})", chief)[1]
    room.desk.client.cookies.clear()
    assert room.desk.log_in(email=email).status_code == 303
    assert 'value="super_admin"' not in room.page()
    assert room.acts("role", role="super_admin").status_code == 409
    for act, form in {"role": {"role": "customer"}, "disable": {"sure": "yes"}, "password-reset": {}}.items():
        answer = room.desk.post(f"{HERE}/{ann}/{act}", {"reason": "revolution", "version": 1} | form)
        assert answer.status_code in {409, 412}, act
    assert room.shop.journal().read([ben])


@pytest.mark.requirement("R1.5")
@pytest.mark.story("US-1.4", "admins change roles")
def test_who_loses_the_role_is_refused_on_the_next_request_and_stays_logged_in(room):
    email = f"ben-{room.tag}@example.org"
    ben = room.do(EnrolStaff(email=email, name="Ben Hill", password=Secret(PASSWORD))).account_id
    session, token = PostgresSessions(room.shop.pool()).open(ben, Role.ADMIN, "", room.shop.clock().now())
    shown = room.shop.passes().sign(session, room.shop.clock().now())
    room.desk.client.cookies.clear()
    ways = (
        (f"{HERE}", {"cookie": f"{SESSION_COOKIE}={token}"}), ("/api/v1/users", {"authorization": f"Bearer {shown}"}),
    )
    for path, carried in ways:
        assert room.desk.get(path, headers=carried).status_code == 200
    room.do(ChangeRole(account_id=ben, role=Role.CUSTOMER, by=None))
    for path, carried in ways:
        assert room.desk.get(path, headers=carried).status_code == 403, path
    assert room.desk.get("/api/v1/me", headers=ways[1][1]).json()["role"] == "customer"


@pytest.mark.requirement("R10.4")
@pytest.mark.story("US-10.3", "sensitive acts ask again who it is")
def test_acts_that_give_away_rights_are_marked_for_a_recent_proof(office):
    marked = {
        route.path for route in http_routes(office.app) for handler in route.route_handlers if handler.opt.get(PROOF)
    }
    own = {
        "/account/data", "/account/data/{id:uuid}", "/api/v1/me/data", "/api/v1/me/data/{id:uuid}",
        "/backoffice/documents/{kind:str}",
    }
    assert own < marked
    assert {path.rpartition("/")[2] for path in marked - own} == {
        "role", "disable", "enable", "password-reset", "visit", "lost", "release", "erase", "erasures", "accounts",
        "buyers", "hold", "lift", "{id:uuid}", "{number:str}", "credit", "taking-back",
    }
    assert len(marked - own) == 27, "on pages and in the API"


@pytest.mark.requirement("R10.4")
def test_who_may_not_see_persons_finds_accounts_without_names(room, monkeypatch):
    fewer = GRANTS[Role.SUPER_ADMIN].everywhere - {Permission.READ_PERSONS}
    monkeypatch.setitem(GRANTS, Role.SUPER_ADMIN, Grant(fewer))
    for page in (room.page(), room.page(HERE)):
        assert room.email not in page
        assert room.name not in page
