"""Stock by the list and in step with outside systems: a result for each row, and nothing twice."""

from uuid import uuid4

import pytest

pytestmark = [pytest.mark.requirement("R12.2")]

ONE, TWO = "THING-31", "THING-32"
rows_each = pytest.mark.story("US-2.6", "bulk stock updates")
conflicts = pytest.mark.story("US-12.2", "updates at the same time are resolved")


@pytest.fixture
def ask(api):
    def ask(status, verb, path, body=None, **headers):
        return api.expects(status, verb, f"/inventory{path}", json=body, headers=api.staff | headers)

    return ask


@pytest.fixture
def on_hand(ask):
    return lambda sku: ask(200, "GET", f"/{sku}")["on_hand"]


@rows_each
@pytest.mark.story("US-12.2", "bulk updates")
@pytest.mark.requirement("R2.6")
def test_one_bad_row_stops_no_other(ask, on_hand):
    before = on_hand(TWO)
    done = ask(200, "POST", "/bulk", {"rows": [
        {"sku": ONE, "set": 40, "reason": "stocktake"},
        {"sku": "NO-SUCH", "receive": 1},
        {"sku": TWO, "change": -1_000_000, "cause": "lost"},
        {"sku": TWO, "receive": 2},
    ]})
    assert [row["result"] for row in done["rows"]] == ["done", "refused", "refused", "done"]
    assert [row.get("problem") and row["problem"]["type"] for row in done["rows"]] == [
        None, "/problems/NoSuch", "/problems/FewerOnHand", None
    ]
    assert (done["done"], done["refused"]) == (2, 2)
    assert (on_hand(ONE), on_hand(TWO)) == (40, before + 2)


@rows_each
def test_a_list_is_done_once_for_its_key_and_another_list_under_it_is_refused(ask, on_hand):
    before, key = on_hand(ONE), {"idempotency-key": f"list {uuid4()}"}
    wish = {"rows": [{"sku": ONE, "receive": 3}, {"sku": "NO-SUCH", "receive": 1}, {"sku": ONE, "receive": 4}]}
    first = ask(200, "POST", "/bulk", wish, **key)
    assert ask(200, "POST", "/bulk", wish, **key) == first
    assert on_hand(ONE) == before + 7
    wish["rows"][2]["receive"] = 5
    assert ask(422, "POST", "/bulk", wish, **key)["type"] == "/problems/KeyReused"
    assert on_hand(ONE) == before + 7


@rows_each
def test_a_dry_run_says_what_would_be_and_changes_nothing(ask, on_hand):
    before = on_hand(ONE)
    wish = {"rows": [{"sku": ONE, "receive": 3}, {"sku": ONE, "change": -1}, {"sku": ONE, "set": before + 2},
                     {"sku": "NO-SUCH", "set": 1}]}
    told = ask(200, "POST", "/bulk?dry_run=true", wish)
    assert [row["result"] for row in told["rows"]] == ["done", "done", "unchanged", "refused"]
    assert [row["level"]["on_hand"] for row in told["rows"][:3]] == [before + 3, before + 2, before + 2]
    assert told["dry_run"]
    assert on_hand(ONE) == before


def test_a_row_says_one_thing(ask):
    for row in ({"sku": ONE}, {"sku": ONE, "receive": 1, "set": 2}):
        assert ask(400, "POST", "/bulk", {"rows": [row]})["type"] == "/problems/BadValue"
    ask(400, "POST", "/bulk", {"rows": []})
    ask(400, "POST", "/bulk", {"rows": [{"sku": ONE, "receive": 1}] * 501})


@conflicts
@pytest.mark.story("US-12.2", "an API for stock updates")
def test_an_older_message_is_superseded_and_changes_nothing(ask):
    path = f"/sync/till-{uuid4().hex[:8]}/{ONE}"
    assert ask(200, "PUT", path, {"sequence": 7, "on_hand": 30})["result"] == "taken"
    late = ask(200, "PUT", path, {"sequence": 6, "on_hand": 3})
    assert (late["result"], late["sequence"], late["level"]["on_hand"]) == ("superseded", 7, 30)
    changed = ask(200, "PUT", path, {"sequence": 8, "change": -5})
    assert (changed["result"], changed["level"]["on_hand"]) == ("taken", 25)


@conflicts
def test_the_same_message_twice_is_taken_once_and_another_under_its_key_is_refused(ask):
    path, key = f"/sync/till-{uuid4().hex[:8]}/{ONE}", {"idempotency-key": str(uuid4())}
    first = ask(200, "PUT", path, {"sequence": 1, "change": 5}, **key)
    assert ask(200, "PUT", path, {"sequence": 1, "change": 5}, **key) == first
    assert ask(422, "PUT", path, {"sequence": 2, "change": 5}, **key)["type"] == "/problems/KeyReused"


@conflicts
def test_less_than_is_promised_is_refused_and_says_how_many_are(api, ask):
    api.expects(201, "POST", "/orders", json=api.buying(api.cart(TWO, 2)))
    refused = ask(409, "PUT", f"/sync/till/{TWO}", {"sequence": 1, "on_hand": 0})
    assert refused["type"] == "/problems/BelowReserved"
    assert refused["facts"]["reserved"] >= 2


@pytest.mark.story("US-12.2", "bulk updates")
def test_many_messages_come_with_a_result_each(ask):
    source = f"till-{uuid4().hex[:8]}"
    told = ask(200, "POST", f"/sync/{source}", {"messages": [
        {"sku": ONE, "sequence": 2, "on_hand": 9}, {"sku": ONE, "sequence": 1, "on_hand": 4},
        {"sku": "NO-SUCH", "sequence": 1, "on_hand": 4}, {"sku": ONE, "sequence": 3},
    ]})
    assert [row["result"] for row in told["rows"]] == ["done", "superseded", "refused", "refused"]


@pytest.mark.story("US-12.2", "an audit trail of stock")
def test_what_a_system_said_stands_in_the_history_under_its_name(api, ask):
    ask(200, "PUT", f"/sync/shed-4711/{ONE}", {"sequence": 1, "on_hand": 12})
    past = api.expects(200, "GET", f"/history/inventory/{ONE}", headers=api.staff, params={"order": "newest"})
    fact = next(fact for fact in past["facts"] if fact["tag"] == "inventory/synced-1")
    assert fact["body"]["source"] == "shed-4711"


def test_a_system_has_a_name_that_fits_into_an_address(ask):
    for name in ("Till", "a b", "x" * 41, "-till"):
        ask(400, "PUT", f"/sync/{name}/{ONE}", {"sequence": 1, "on_hand": 12})
