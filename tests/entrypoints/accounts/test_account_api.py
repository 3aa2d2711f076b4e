"""The API of accounts, as programs see it: what the journeys do not say."""

import json
from base64 import urlsafe_b64decode
from uuid import uuid4

import pytest

from store.application.identity.messages import DisableStaff, EnrolStaff, Secret
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from tests.entrypoints.accounts.conftest import GOOD, OTHER
from tests.entrypoints.rest.conftest import is_problem


def claims(token):
    return json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))


def asks(who, verb, path, token=None, **more):
    headers = ({"authorization": f"Bearer {token}"} if token else {}) | more.pop("headers", {})
    return who.client.request(verb, f"/api/v1{path}", headers=who._known({"headers": headers}), **more)


def logs_in(who, password=GOOD):
    return asks(who, "POST", "/tokens", json={"email": who.email, "password": password})


@pytest.fixture
def inside(ann):
    ann.joins()
    ann.tokens = logs_in(ann).json()
    return ann


@pytest.mark.story("US-1.2", "a token is issued")
@pytest.mark.story("US-1.2", "the token names person and role")
@pytest.mark.story("US-1.2", "the token expires when it should")
def test_a_token_says_who_as_what_and_until_when(inside):
    own = asks(inside, "GET", "/me", inside.tokens["access_token"]).json()
    said = claims(inside.tokens["access_token"])
    assert (said["sub"], said["role"], said["ver"]) == (own["id"], "customer", 1)
    assert said["exp"] - said["iat"] == inside.tokens["expires_in"] == 15 * 60
    assert inside.tokens["token_type"] == "Bearer"
    assert own | {"registered_at": ""} == {
        "id": own["id"], "email": inside.email, "given_name": "Ann", "family_name": "Example", "verified": True,
        "role": "customer", "registered_at": "", "second_factor": False, "picture": None, "password": True,
    }


@pytest.mark.story("US-1.2", "wrong credentials say so, and no more")
@pytest.mark.requirement("R1.2")
def test_a_wrong_login_says_the_same_whoever_is_named(inside, ben):
    ben.registers()
    stranger = ben.street.visitor("Eve")
    told = []
    for who, password in ((inside, OTHER), (ben, GOOD), (stranger, GOOD)):
        answer = logs_in(who, password)
        assert answer.headers["www-authenticate"] == "Bearer"
        told.append({name: value for name, value in is_problem(answer).items() if name != "request_id"})
    assert told[0] == told[1] == told[2]
    assert (told[0]["status"], told[0]["detail"]) == (401, "The e-mail address or the password is wrong.")


@pytest.mark.story("US-1.1", "register with e-mail, password and both names")
@pytest.mark.story("US-1.1", "nobody learns whether an address has an account")
def test_registering_says_the_same_for_a_known_address(inside):
    form = {"email": inside.email, "password": OTHER, "given_name": "Eve", "family_name": "Other"}
    known = asks(inside, "POST", "/accounts", json=form)
    fresh = asks(inside, "POST", "/accounts", json=form | {"email": inside.street.visitor("Eve").email})
    assert (known.status_code, known.json()) == (fresh.status_code, fresh.json()) == (202, known.json())


@pytest.mark.story("US-1.1", "passwords are strong")
@pytest.mark.parametrize(("changes", "status", "field"), [
    ({"password": "weak"}, 422, "password"), ({"password": "Password1!"}, 422, "password"),
    ({"email": "no address"}, 400, "email"), ({"given_name": ""}, 400, "given_name"),
    ({"family_name": "x" * 61}, 400, "family_name"),
    ({"given_name": "Claim at https://evil.example/prize"}, 422, "given_name"),
    ({"family_name": "a@b"}, 422, "family_name"),
    ({"more": 1}, 400, "more"), ({"email": 7}, 400, "email"),
])
def test_a_refusal_names_the_field(ann, changes, status, field):
    form = {"email": ann.email, "password": GOOD, "given_name": "Ann", "family_name": "Example"}
    problem = is_problem(asks(ann, "POST", "/accounts", json=form | changes))
    assert (problem["status"], problem["errors"][0]["field"]) == (status, field)
    assert GOOD not in json.dumps(problem)


@pytest.mark.story("US-1.4", "every route is guarded by a permission")
@pytest.mark.parametrize(("verb", "path"), [
    ("GET", "/me"), ("PATCH", "/me"), ("PUT", "/me/password"), ("GET", "/me/sessions"), ("DELETE", "/me/sessions"),
    ("DELETE", "/me/sessions/0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a10"), ("DELETE", "/tokens"),
])
def test_ones_own_account_is_for_whoever_is_logged_in(ann, verb, path):
    for token in (None, "the-token", "a.b.c", "x"):
        form = {"current_password": GOOD, "password": OTHER} if path == "/me/password" else {}
        body = {"json": form} if verb in {"PATCH", "PUT"} else {}
        assert is_problem(asks(ann, verb, path, token, **body))["status"] == 401, token


@pytest.mark.story("US-1.4", "every route is guarded by a permission")
def test_a_customers_pass_opens_nothing_of_the_staff(inside):
    for path in ("/orders", "/history", "/inventory/MUG", "/feed"):
        assert asks(inside, "GET", path, inside.tokens["access_token"]).status_code == 403, path


@pytest.mark.requirement("R1.5")
@pytest.mark.story("US-1.2", "logging out ends the session")
def test_a_pass_given_back_is_good_for_nothing_though_it_has_not_run_out(inside):
    token = inside.tokens["access_token"]
    assert asks(inside, "DELETE", "/tokens", token).status_code == 204
    assert asks(inside, "GET", "/me", token).status_code == 401
    spent = asks(inside, "POST", "/tokens/refresh", json={"refresh_token": inside.tokens["refresh_token"]})
    assert is_problem(spent)["type"] == "/problems/TokenSpent"
    assert inside.get("/account").status_code == 200, "the browser is another session"


@pytest.mark.requirement("R1.5")
@pytest.mark.story("US-1.2", "a session can be ended from another device")
def test_sessions_are_listed_and_ended(inside):
    token = inside.tokens["access_token"]
    found = asks(inside, "GET", "/me/sessions", token).json()
    assert sorted((it["device"], it["current"]) for it in found) == [
        ("Firefox on Linux", False), ("Firefox on Linux", True),
    ]
    other = next(it["id"] for it in found if not it["current"])
    assert asks(inside, "DELETE", f"/me/sessions/{other}", token).status_code == 204
    assert is_problem(asks(inside, "DELETE", f"/me/sessions/{other}", token))["status"] == 404
    assert inside.get("/account").status_code == 303


def test_a_name_is_changed_in_part(inside):
    token = inside.tokens["access_token"]
    changed = asks(inside, "PATCH", "/me", token, json={"given_name": "Anna"}).json()
    assert (changed["given_name"], changed["family_name"]) == ("Anna", "Example")


@pytest.mark.requirement("R1.6")
@pytest.mark.story("US-1.2", "guessing is slowed down")
def test_the_limits_are_told(ann):
    answer = ann.client.post("/api/v1/tokens", json={"email": ann.email, "password": OTHER}, headers={
        "x-place-of-the-test": ann.place,
    })
    assert (answer.status_code, answer.headers["x-ratelimit-remaining"]) == (401, "9")


@pytest.mark.requirement("R1.5")
def test_a_pass_of_somebody_who_works_here_no_longer_opens_nothing_from_the_next_request_on(street):
    ines = street.visitor("Ines")
    bus, caller = street.shop.bus(), Caller(actor="system:test", correlation=uuid4())
    bus.do(EnrolStaff(email=f"chief-{ines.email}", name="Sue", password=Secret(GOOD), role=Role.SUPER_ADMIN), caller)
    bus.do(EnrolStaff(email=ines.email, name="Ines Field", password=Secret(GOOD)), caller)
    given = logs_in(ines).json()
    token = given["access_token"]
    assert claims(token)["role"] == "admin"
    assert asks(ines, "GET", "/orders", token).status_code == 200
    assert asks(ines, "GET", "/me", token).json()["given_name"] == "Ines Field"
    bus.do(DisableStaff(email=ines.email), caller)
    assert asks(ines, "GET", "/orders", token).status_code == 401
    assert asks(ines, "POST", "/tokens/refresh", json={"refresh_token": given["refresh_token"]}).status_code == 401
    assert logs_in(ines).status_code == 401
