"""What only the owner of an account may do: no token stands for somebody who proved a moment ago who they are."""

import re
from uuid import uuid4

import pytest

from store.application.identity.messages import EnrolStaff, Secret
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.entrypoints.shared.permissions import PROOF
from tests.entrypoints.http_routes import http_routes
from tests.entrypoints.rest.conftest import is_problem

pytestmark = [
    pytest.mark.requirement("R10.4"), pytest.mark.story("US-10.3", "sensitive acts ask again who it is"),
]
GOOD = "a gate stands open at night"
NOBODY = str(uuid4())


def marked(api):
    """Routes of the API that want a recent proof, with ids in their addresses."""
    found = [
        (verb, re.sub(r"{\w+:str}", "NONE-SUCH", re.sub(r"{\w+:uuid}", NOBODY, route.path)))
        for route in http_routes(api.client.app) if route.path.startswith("/api/")
        for handler in route.route_handlers if handler.opt.get(PROOF) for verb in handler.http_methods
    ]
    return sorted((verb, path) for verb, path in found if verb in {"GET", "POST", "PUT", "PATCH", "DELETE"})


def refused(api, headers):
    """Which of them are."""
    return [
        (verb, path) for verb, path in marked(api)
        if (answer := api.asks(verb, path, headers=headers)).status_code == 403
        and is_problem(answer)["type"] == "/problems/ProveFirst"
    ]


class Sue:
    """A super admin who logs in by a program."""

    def __init__(self, api):
        self.api, self.login = api, {"email": f"sue-{uuid4().hex[:12]}@example.org", "password": GOOD}
        self.id = api.back_room.bus().do(
            EnrolStaff(email=self.login["email"], name="Sue", password=Secret(GOOD), role=Role.SUPER_ADMIN),
            Caller(actor="system:test", correlation=uuid4()),
        ).outcome.account_id
        self.tokens = api.expects(201, "POST", "/tokens", json=self.login)

    @property
    def pass_(self):
        return {"authorization": f"Bearer {self.tokens['access_token']}"}

    def six_minutes_go_by(self):
        with self.api.back_room.pool().connection() as db:
            db.execute(
                "UPDATE work.sessions SET proven_at = proven_at - interval '6 minutes' WHERE account = %s", (self.id,)
            )


@pytest.fixture
def sue(api):
    return Sue(api)


def test_the_token_for_scripts_is_nobody_in_person(api):
    """It is as good years later in whoever's hands as on the first day: what it may do is work, not power."""
    wanted = {path.rpartition("/")[2] for _, path in marked(api)}
    assert {
        "role", "disable", "enable", "password-reset", "lost", "release", "accounts", "buyers", "lift", "credit",
    } < wanted
    everything = [it for it in marked(api) if "/me/" not in it[1]]
    assert [it for it in refused(api, api.staff) if "/me/" not in it[1]] == everything
    assert len(everything) > 10


def test_a_pass_counts_as_proof_for_five_minutes_after_the_login_and_not_because_it_is_exchanged(api, sue):
    assert refused(api, sue.pass_) == []
    sue.six_minutes_go_by()
    assert refused(api, sue.pass_) == marked(api)
    spent = {"refresh_token": sue.tokens["refresh_token"]}
    sue.tokens = api.expects(201, "POST", "/tokens/refresh", json=spent)
    assert refused(api, sue.pass_) == marked(api), "whoever stole a refresh token proves nothing by it"
    wrong = api.asks("POST", "/me/proof", json={"current_password": "another one"}, headers=sue.pass_)
    assert is_problem(wrong)["status"] == 422
    assert refused(api, sue.pass_) == marked(api)
    shown = {"current_password": GOOD}
    assert api.asks("POST", "/me/proof", json=shown, headers=sue.pass_).status_code == 204
    assert refused(api, sue.pass_) == []


def test_whoever_is_refused_changes_nothing(api, sue):
    sue.six_minutes_go_by()
    other = Sue(api)
    form = {"role": "customer", "reason": "found the laptop open"}
    for headers in (sue.pass_, api.staff):
        refusal = api.asks("POST", f"/users/{other.id}/role", json=form, headers=headers)
        assert is_problem(refusal)["type"] == "/problems/ProveFirst"
    assert api.expects(200, "GET", f"/users/{other.id}", headers=api.staff)["role"] == "super_admin"
