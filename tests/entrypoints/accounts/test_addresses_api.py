"""The address book for programs."""

from uuid import UUID, uuid4

import pytest

from store.domain.shared.ids import AccountId, subject_of
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.rest.conftest import is_problem

pytestmark = [pytest.mark.requirement("R6.3")]

HOME = {"name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE"}
AWAY = {"name": "Ann Example", "line1": "1 Long Lane", "city": "Austin", "region": "TX", "postal_code": "78701",
        "country": "US"}
NONE = {"line2": None, "region": None}
BOTH, NEITHER = ({f"default_{purpose}": value for purpose in ("shipping", "billing")} for value in (True, False))


def refused_with(status, answer):
    assert answer.status_code == status, answer.text
    return is_problem(answer)


@pytest.fixture(scope="module")
def people(street):
    """Two who are logged in, each with an empty book."""
    found = {}
    for name in ("Ann", "Ben"):
        who = street.visitor(name).joins()
        token = logs_in(who).json()["access_token"]

        def ask(verb, path="", who=who, token=token, **more):
            return asks(who, verb, f"/me/addresses{path}", token, **more)

        ask.who, ask.token = who, token
        found[name] = ask
    return found


@pytest.fixture
def ann(people):
    yield people["Ann"]
    for kept in people["Ann"]("GET").json()["items"]:
        assert people["Ann"]("DELETE", f"/{kept['id']}").status_code == 204


@pytest.fixture
def ben(people):
    return people["Ben"]


@pytest.mark.story("US-6.2", "add, edit and delete addresses")
def test_somebody_keeps_addresses_and_finds_them_in_their_order(ann):
    first = ann("POST", json=HOME)
    assert first.status_code == 201, first.text
    assert first.json() == {"id": first.json()["id"], **HOME, **NONE, **BOTH}
    assert first.headers["location"].endswith(first.json()["id"])
    assert "no-store" in first.headers["cache-control"]
    second = ann("POST", json=AWAY | {"line2": "Flat 2", "default_billing": True}).json()
    listed = ann("GET")
    assert [(it["line1"], it["default_shipping"], it["default_billing"]) for it in listed.json()["items"]] == [
        ("Lindenweg 4", True, False), ("1 Long Lane", False, True),
    ]
    assert (listed.json()["most"], listed.headers["etag"]) == (50, f'"{listed.json()["version"]}"')
    changed = ann("PUT", f"/{second['id']}", json=HOME | {"line1": "Lindenweg 5"})
    assert (changed.status_code, changed.json()["line1"]) == (200, "Lindenweg 5")
    assert ann("GET", f"/{second['id']}").json() == changed.json()


@pytest.mark.story("US-6.2", "a default for shipping")
@pytest.mark.story("US-6.2", "a default for billing")
def test_a_default_that_goes_is_followed_by_the_one_kept_longest_and_comes_back(ann):
    home, away = ann("POST", json=HOME).json()["id"], ann("POST", json=AWAY).json()["id"]
    assert ann("DELETE", f"/{home}").status_code == 204
    assert ann("DELETE", f"/{home}").status_code == 204, "it is gone, however often one says so"
    assert ann("GET", f"/{home}").status_code == 404
    (left,) = ann("GET").json()["items"]
    assert (left["id"], left["default_shipping"], left["default_billing"]) == (away, True, True)
    back = ann("POST", f"/{home}/restoration")
    assert (back.status_code, back.json()) == (200, {"id": home, **HOME, **NONE, **BOTH})
    assert [it["id"] for it in ann("GET").json()["items"]] == [home, away], "where it was"
    chosen = ann("PUT", "/defaults", json={"shipping": away}).json()["items"]
    assert {it["id"]: (it["default_shipping"], it["default_billing"]) for it in chosen} == {
        home: (False, True), away: (True, False),
    }
    assert refused_with(400, ann("PUT", "/defaults", json={}))["errors"][0]["field"] == "shipping"


def test_who_changed_it_meanwhile_is_not_overwritten(ann):
    id = ann("POST", json=HOME).json()["id"]
    seen = ann("GET").headers["etag"]
    ann("PUT", f"/{id}", json=AWAY)
    late = asks(ann.who, "PUT", f"/me/addresses/{id}", ann.token, json=HOME, headers={"if-match": seen})
    assert late.status_code == 412


@pytest.mark.requirement("R10.2")
def test_an_address_has_one_form_and_space_that_nobody_meant_is_not_kept(ann):
    spaced = {name: f"  {HOME[name].replace(' ', '   ')} " for name in ("name", "line1", "city")}
    kept = ann("POST", json=HOME | spaced).json()
    assert {name: kept[name] for name in HOME} == HOME



def test_asking_twice_keeps_one(ann):
    key = {"headers": {"idempotency-key": str(uuid4())}}
    first, again = (asks(ann.who, "POST", "/me/addresses", ann.token, json=HOME, **key) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert len(ann("GET").json()["items"]) == 1


@pytest.mark.story("US-6.2", "addresses are checked")
@pytest.mark.parametrize(("changes", "field"), [
    ({"postal_code": "ABC"}, "postal_code"), ({"postal_code": ""}, "postal_code"), ({"country": "XX"}, "country"),
    ({"country": "US", "postal_code": "78701"}, "region"), ({"region": "Nowhere", "country": "US"}, "region"),
    ({"name": ""}, "name"), ({"line1": "x" * 121}, "line1"), ({"more": "1"}, "more"),
])
def test_an_address_is_checked_by_the_rules_of_its_country(ann, changes, field):
    refused = refused_with(400, ann("POST", json=HOME | changes))
    assert field in {error["field"] for error in refused["errors"]}, refused
    assert ann("GET").json()["items"] == []


@pytest.mark.requirement("R1.5")
def test_what_is_somebody_elses_is_not_there(ann, ben):
    mine, theirs = ann("POST", json=HOME).json()["id"], ben("POST", json=AWAY).json()["id"]
    for answer in (
        ann("GET", f"/{theirs}"), ann("PUT", f"/{theirs}", json=HOME), ann("DELETE", f"/{theirs}"),
        ann("POST", f"/{theirs}/restoration"), ann("PUT", "/defaults", json={"shipping": theirs}),
        ann("PUT", "/defaults", json={"billing": mine, "shipping": theirs}),
        ann("GET", f"/{uuid4()}"),
    ):
        assert refused_with(404, answer)["type"] == "/problems/NoSuchAddress"
    assert [it["id"] for it in ben("GET").json()["items"]] == [theirs]
    assert [it["id"] for it in ann("GET").json()["items"]] == [mine]
    assert asks(ann.who, "GET", "/me/addresses").status_code == 401


def test_a_book_is_full_some_day(ann):
    for number in range(50):
        assert ann("POST", json=HOME | {"line1": f"Lindenweg {number}"}).status_code == 201
    refused = refused_with(422, ann("POST", json=HOME | {"line1": "Lindenweg 51"}))
    assert (refused["type"], refused["facts"]) == ("/problems/BookFull", {"most": 50})


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_with_the_person_the_addresses_are_forgotten(street):
    eve = street.visitor("Eve").joins()
    token = logs_in(eve).json()["access_token"]
    asks(eve, "POST", "/me/addresses", token, json=HOME)
    account = AccountId(UUID(asks(eve, "GET", "/me", token).json()["id"]))
    street.shop.keys().destroy(subject_of(account))
    answer = asks(eve, "GET", "/me/addresses", token)
    assert (answer.status_code, answer.json()["items"]) == (200, [])
