"""Looking back by the API."""

import csv
import json
from uuid import uuid4

import pytest

from store.entrypoints.wiring.register import KINDS
from tests.entrypoints.rest.conftest import MUG, is_problem, row
from tests.entrypoints.rest.test_recent_proof import Sue
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-2.6", "stock history log")]


@pytest.fixture
def ask(api):
    def ask(path, **asked):
        return api.asks("GET", f"/history{path}", headers=api.staff, params=asked)

    return ask


def test_a_difference_says_field_by_field_what_changed(ask):
    found = ask(f"/inventory/{MUG}/difference", **{"from": "1", "to": "2"}).json()
    assert [(change["field"], change["before"]) for change in found["changes"]] == [("on_hand", 0)]
    assert [fact["version"] for fact in found["facts"]] == [2]
    at = found["before_at"]
    assert ask(f"/inventory/{MUG}/difference", **{"from": at}).json()["after"] >= 2
    assert is_problem(ask(f"/inventory/{MUG}/difference", **{"from": "2026-05-31T12:00"}))
    assert is_problem(ask(f"/inventory/{MUG}/difference"))


def test_a_timeline_comes_in_pages_in_either_order(ask):
    first = ask(f"/inventory/{MUG}", order="newest", limit=1).json()
    assert first["facts"][0]["version"] == first["latest_version"]
    second = ask(f"/inventory/{MUG}", order="newest", limit=1, cursor=first["next_cursor"]).json()
    assert second["facts"][0]["version"] == first["latest_version"] - 1
    only = ask(f"/inventory/{MUG}", fact="inventory/opened-1").json()
    assert [fact["tag"] for fact in only["facts"]] == ["inventory/opened-1"]
    for wrong in ({"order": "sideways"}, {"limit": 0}, {"limit": 1001}, {"cursor": "x"}):
        assert ask(f"/inventory/{MUG}", **wrong).status_code == 400, wrong


def test_a_fact_is_a_sentence_in_words_and_in_parts(ask):
    fact = ask(f"/inventory/{MUG}", version=2).json()["facts"][1]
    assert "took in" in fact["sentence"]
    assert fact["said"]["parts"]["goods"]["id"] == MUG
    assert fact["changes"][0]["field"] == "on_hand"


@pytest.mark.requirement("R8.3")
def test_facts_are_found_by_what_they_speak_of_and_a_wish_is_a_tree(api, ask):
    number = api.order()["number"]
    settle(api.back_room)
    found = ask("", about=number, kind="inventory", actor="guest").json()["items"]
    assert {fact["tag"] for fact in found} == {"inventory/reserved-1"}
    chain = ask(f"/chains/{found[0]['correlation']}").json()
    placed = next(step for step in chain["steps"] if any(fact["kind"] == "order" for fact in step["facts"]))
    assert {fact["tag"] for fact in placed["then"][0]["facts"]} == {"payments/captured-1", "ordering/confirmed-1"}
    assert ask("", kind="unicorn").status_code == 400
    assert ask(f"/chains/{uuid4()}").status_code == 404


@pytest.mark.requirement("R4.4")
def test_facts_are_exported_in_both_forms_with_persons_sealed_unless_asked_for(api):
    number = api.order()["number"]
    settle(api.back_room)

    sue = Sue(api)

    def export(*, headers=sue.pass_, **body):
        return api.asks("POST", "/history/exports", headers=headers, json={"about": number, "kind": "order"} | body)

    sealed = export()
    assert sealed.headers["content-type"].startswith("application/x-ndjson")
    placed = [json.loads(line) for line in sealed.text.split("\n") if line][-1]
    assert placed["body"]["email"] == {"type": "sealed"}
    opened = [json.loads(line) for line in export(persons=True).text.split("\n") if line][-1]
    assert "@" in opened["body"]["email"]
    assert is_problem(export(headers=api.staff, persons=True))["type"] == "/problems/ProveFirst"
    assert export(headers=api.staff).status_code == 200
    sue.six_minutes_go_by()
    assert is_problem(export(persons=True))["type"] == "/problems/ProveFirst"
    assert export().status_code == 200
    rows = list(csv.DictReader(export(form="csv").text.splitlines()))
    assert rows[-1]["fact"] == "ordering/placed-1"
    assert export(form="xlsx").status_code == 400
    assert export(colour="blue").status_code == 400


@pytest.fixture
def streams(api):
    """One thing of each kind that this shop has, by kind."""
    api.sells(row(9003, sku="LOOKED-AT"))
    api.expects(201, "POST", "/orders", json=api.buying(api.cart("LOOKED-AT")))
    with api.back_room.pool().connection() as db:
        found = dict(db.execute("SELECT DISTINCT ON (tag) tag, stream FROM log.events WHERE version = 1").fetchall())
    return {name: found[tag] for name, kind in KINDS.items() for tag in kind.tags if tag in found}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_id_of_something_else_is_the_id_of_no_such_thing(api, ask, streams, kind):
    assert len(streams) >= 5, streams
    for other, stream in streams.items():
        expected = 200 if other == kind else 404
        asked = [
            ask(f"/{kind}/{stream}"), ask(f"/{kind}/{stream}", fact=KINDS[kind].tags[0]),
            ask(f"/{kind}/{stream}", version=1), ask(f"/{kind}/{stream}/difference", **{"from": "1"}),
            ask(f"/{kind}/{stream}/difference", **{"from": "0"}),
            ask(f"/{kind}/{stream}/difference", **{"from": "0", "to": "0"}),
        ]
        assert [answer.status_code for answer in asked] == [expected] * len(asked), (other, asked[0].text)


FAR = ("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59")


@pytest.mark.parametrize("far", FAR)
def test_an_instant_beyond_the_calendar_is_refused_by_its_field(ask, far):
    asked = {
        "at": ask(f"/inventory/{MUG}", at=far), "from": ask(f"/inventory/{MUG}/difference", **{"from": far}),
        "to": ask(f"/inventory/{MUG}/difference", **{"from": "1", "to": far}),
        "since": ask("", since=far), "until": ask("", until=far),
    }
    for field, answer in asked.items():
        assert is_problem(answer), field
        assert answer.status_code == 400, (field, answer.text)
        assert answer.json()["facts"]["field"] == field
