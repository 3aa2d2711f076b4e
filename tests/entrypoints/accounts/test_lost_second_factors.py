"""A second factor that is lost with its recovery codes: its owner is told by mail, and may say no by the link in it."""

from uuid import uuid4

import pytest
from pyotp import TOTP

from store.application.identity.messages import EnrolStaff, Secret
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from tests.entrypoints.accounts.conftest import GOOD
from tests.entrypoints.accounts.test_account_api import asks, logs_in

pytestmark = [pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4")]
STAFF = {"authorization": "Bearer the-token"}
WHY = {"reason": "showed a passport in the shop"}


@pytest.fixture
def guarded(ann):
    """Somebody who has a second factor; her account's id."""
    ann.joins()
    tokens = logs_in(ann).json()
    token = tokens["access_token"]
    ann.id = asks(ann, "GET", "/me", token).json()["id"]
    secret = asks(ann, "POST", "/me/second-factor", token).json()["secret"]
    ann.codes = asks(ann, "PUT", "/me/second-factor", token, json={"code": TOTP(secret).now()}).json()["recovery_codes"]
    spent = {"refresh_token": tokens["refresh_token"]}
    ann.pass_ = asks(ann, "POST", "/tokens/refresh", json=spent).json()["access_token"]
    return ann


@pytest.fixture
def staff(street):
    """Has somebody of the staff, who is in person at the desk, ask for something about somebody's second factor."""
    by, email = Caller(actor="system:test", correlation=uuid4()), f"sue-{uuid4().hex[:12]}@example.org"
    street.shop.bus().do(EnrolStaff(email=email, name="Sue", password=Secret(GOOD), role=Role.SUPER_ADMIN), by)
    sue = street.visitor("Sue")
    token = asks(sue, "POST", "/tokens", json={"email": email, "password": GOOD}).json()["access_token"]
    return lambda about, path: asks(sue, "POST", f"/users/{about.id}/second-factor/{path}", token, json=WHY)


def test_staff_ask_its_owner_says_no_and_nothing_is_taken(guarded, staff):
    told = staff(guarded, "lost")
    assert (told.status_code, told.json()["second_factor"]) == (202, True), told.text
    assert told.json()["release_due"]
    early = staff(guarded, "release")
    assert (early.status_code, early.json()["type"]) == (422, "/problems/ReleaseNotDue")
    link = guarded.link("second_factor_lost")
    assert 'action="/second-factor/keep"' in guarded.get("/second-factor/keep", params={"token": link}).text
    view = guarded.client.get(f"/api/v1/users/{guarded.id}", headers=STAFF).json()
    assert view["release_due"], "looking at the link says nothing: programs do"
    guest = guarded.again()
    assert guest.post("/second-factor/keep", {"token": link}).headers["location"] == "/login"
    assert guest.post("/second-factor/keep", {"token": link}).status_code == 422
    view = guarded.client.get(f"/api/v1/users/{guarded.id}", headers=STAFF).json()
    assert (view["second_factor"], view["release_due"]) == (True, None)
    assert staff(guarded, "release").json()["type"] == "/problems/ReleaseNotDue"
    history = asks(guarded, "GET", "/me/history", guarded.pass_).json()["items"]
    assert [it["sentence"] for it in history[:2]] == [
        "It is not lost: your second factor stays",
        "Somebody told our staff that your phone and your recovery codes are lost",
    ]


def test_whoever_shows_a_code_has_not_lost_it(guarded, staff):
    assert staff(guarded, "lost").json()["release_due"]
    shown = {"email": guarded.email, "password": GOOD, "code": guarded.codes[0]}
    assert asks(guarded, "POST", "/tokens", json=shown).status_code == 201
    assert guarded.client.get(f"/api/v1/users/{guarded.id}", headers=STAFF).json()["release_due"] is None


def test_without_a_second_factor_there_is_nothing_to_lose(ben, staff):
    ben.joins()
    token = logs_in(ben).json()["access_token"]
    ben.id = asks(ben, "GET", "/me", token).json()["id"]
    assert staff(ben, "lost").status_code == 404
