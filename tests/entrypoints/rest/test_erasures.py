"""``/api/v1/erasures`` and ``/api/v1/holds``: the same as on the pages, for programs of the staff."""

import pytest

from store.domain.identity.events import Role
from store.domain.shared.ids import erasure_of
from store.entrypoints.workers.undertaker import Undertaker
from tests.entrypoints.rest.test_users import Users
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
    pytest.mark.story("US-10.4", "right to deletion"),
]
WHY = {"reason": "By letter"}
ASKED = {"ground": "asked", **WHY}


class Privacy(Users):
    def asks(self, verb, path, status=200, *, headers=None, **more):
        answer = self.api.asks(verb, path, headers=headers or self.api.in_person, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        settle(self.api.back_room)
        return answer.json()

    def undertakes(self):
        shop = self.api.back_room
        Undertaker(shop.departures(), shop.pending_erasures(), shop.bus(), shop.clock())()
        settle(shop)


@pytest.fixture
def privacy(api):
    return Privacy(api)


def test_an_account_is_erased_held_and_let_go(privacy):
    hold = f"/holds/accounts/{privacy.cleo}"
    assert privacy.asks("GET", hold) == {"stands": False, "since": None, "reason": None}
    assert privacy.asks("POST", hold, json={"reason": "Lawsuit"})["reason"] == "Lawsuit"
    privacy.asks("POST", hold, 422, json={"reason": "Lawsuit"})
    begun = privacy.asks("POST", "/erasures/accounts", 202, json={"account_id": str(privacy.cleo), **ASKED})
    assert (begun["id"], begun["state"], begun["ground"], begun["held"]) == (
        str(erasure_of(privacy.cleo)), "requested", "asked", True,
    )
    assert privacy.asks("GET", f"/erasures/{begun['id']}")["reason"] == "By letter"
    assert begun["id"] in {row["id"] for row in privacy.asks("GET", "/erasures?status=requested")["items"]}
    assert privacy.asks("POST", f"{hold}/lift", json={"reason": "Settled"})["stands"] is False
    privacy.asks("POST", f"{hold}/lift", 422, json={"reason": "Settled"})
    privacy.asks("GET", "/erasures?status=nonsense", 400)


def test_a_guest_is_erased_and_the_proof_can_be_checked(privacy):
    email = f"guest-{privacy.tag}@example.org"
    cart = privacy.api.cart()
    privacy.api.expects(402, "POST", "/orders", json=privacy.api.buying(cart, "decline", email=email))
    with privacy.api.back_room.pool().connection() as db:
        [number] = db.execute(
            "SELECT state::json ->> 'number' FROM log.events WHERE tag = 'ordering/placed-1'"
            " ORDER BY position DESC LIMIT 1",
        ).fetchone()
    wanted = {"order_number": number, "email": email, **ASKED}
    privacy.asks("POST", "/erasures/buyers", 404, json=wanted | {"email": "eve@example.org"})
    held = privacy.asks("POST", f"/holds/orders/{number}", json=WHY)
    assert held["stands"]
    id = privacy.asks("POST", "/erasures/buyers", 202, json=wanted)["id"]
    privacy.undertakes()
    assert [waits["because"] for waits in privacy.asks("GET", f"/erasures/{id}")["waiting"]] == ["legal_hold"]
    privacy.asks("POST", f"/holds/orders/{number}/lift", json=WHY)
    privacy.undertakes()
    view = privacy.asks("GET", f"/erasures/{id}")
    assert (view["state"], view["number"], view["reason"]) == ("completed", number, None)
    [proof] = privacy.asks("GET", f"/erasures/{id}/proofs")
    assert [(fact["tag"], fact["fields"]) for fact in proof["facts"]] == [
        ("ordering/placed-1", ["address", "email"]), ("privacy/legal-hold-placed-1", ["reason"]),
        ("privacy/erasure-requested-1", ["reason"]), ("privacy/legal-hold-lifted-1", ["reason"]),
    ]
    assert privacy.asks("GET", f"/erasures/{id}/check") == {
        "parts": 1, "keys": 1, "facts": 4, "faults": [],
    }
    privacy.asks("POST", "/erasures/buyers", 422, json=wanted)
    privacy.asks("GET", f"/holds/orders/{number}")


def test_only_staff_with_the_right_to_it_may_and_only_just_proven(privacy):
    session, mine = privacy.pass_of(privacy.cleo, Role.CUSTOMER)
    assert session
    for verb, path, body in (
        ("GET", "/erasures", None), ("POST", "/erasures/accounts", {"account_id": str(privacy.cleo), **ASKED}),
        ("POST", f"/holds/accounts/{privacy.cleo}", WHY),
    ):
        privacy.asks(verb, path, 403, headers=mine, **({"json": body} if body else {}))
