"""Programs look after webhooks: subscribe, pause, rewind, rotate, remove, and see what was sent."""

import base64
from uuid import UUID, uuid4

import pytest

from tests.entrypoints.rest.conftest import is_problem
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R9.3")]
PUBLIC = "https://partner.example/hooks/store"


def subscribe(api, **more):
    form = {"name": "Miller", "url": PUBLIC, "from": "0"} | more
    return api.expects(201, "POST", "/webhooks", json=form, headers=api.staff)


def act(api, id, what, form, status=200, **headers):
    return api.expects(status, "POST", f"/webhooks/{id}/{what}", json=form, headers=api.staff | headers)


@pytest.fixture
def webhook(api):
    return subscribe(api)["webhook"]["id"]


def test_subscribing_says_the_secret_once_and_never_again(api):
    answer = api.asks("POST", "/webhooks", json={"name": "Miller", "url": PUBLIC}, headers=api.staff)
    assert answer.status_code == 201, answer.text
    assert (answer.headers["etag"], answer.headers["cache-control"]) == ('"1"', "no-store")
    told = answer.json()
    assert len(base64.b64decode(told["secret"].removeprefix("whsec_"))) == 32
    assert (told["webhook"]["state"], told["webhook"]["url"]) == ("active", PUBLIC)
    assert told["webhook"]["position"].startswith("1-"), "from now on"
    assert told["webhook"]["lag"] == 1, "its own first fact"
    id, secret = told["webhook"]["id"], told["secret"]
    settle(api.back_room)
    for path in ("/webhooks", f"/webhooks/{id}", f"/webhooks/{id}/deliveries", f"/history/webhook/{id}"):
        shown = api.asks("GET", path, headers=api.staff)
        assert shown.status_code == 200
        assert secret not in shown.text, path
    with api.back_room.pool().connection() as db:
        stored = db.execute("SELECT string_agg(state, '') FROM log.events WHERE stream = %s", (id,)).fetchone()[0]
    assert PUBLIC not in stored, "the address is sealed"


def test_the_same_request_gets_the_same_answer_and_makes_one_webhook(api):
    key = {"idempotency-key": str(uuid4())}
    first, second = (
        api.expects(201, "POST", "/webhooks", json={"name": "Miller", "url": PUBLIC}, headers=api.staff | key)
        for _ in range(2)
    )
    assert first["webhook"]["id"] == second["webhook"]["id"]
    assert first["secret"] == second["secret"]
    other = api.asks("POST", "/webhooks", json={"name": "Other", "url": PUBLIC}, headers=api.staff | key)
    assert (other.status_code, is_problem(other)["type"]) == (422, "/problems/KeyReused")


@pytest.mark.parametrize(
    ("form", "status", "kind"),
    [
        *(({"url": url}, 422, "AddressRefused") for url in (
            "http://partner.example/", "https://10.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://a:b@partner.example/",
        )),
        ({"name": " "}, 422, "PartnerNameMissing"),
        ({"kinds": ["unicorn"]}, 400, "BadValue"), ({"from": "yesterday"}, 400, "BadValue"),
        ({"from": "7-12"}, 400, "BadValue"), ({"from": "1-999999999999999"}, 400, "BadValue"),
        ({"stream": "x"}, 400, "MalformedRequest"), ({"secret": "mine"}, 400, "MalformedRequest"),
    ],
)
def test_what_cannot_be_is_refused_in_words(api, form, status, kind):
    answer = api.asks("POST", "/webhooks", json={"name": "Miller", "url": PUBLIC} | form, headers=api.staff)
    assert (answer.status_code, is_problem(answer)["type"]) == (status, f"/problems/{kind}")


def test_it_is_for_staff(api, webhook):
    for verb, path in (
        ("GET", "/webhooks"), ("POST", "/webhooks"), ("GET", f"/webhooks/{webhook}"),
        ("DELETE", f"/webhooks/{webhook}"), ("POST", f"/webhooks/{webhook}/secret"),
        ("GET", f"/webhooks/{webhook}/deliveries"),
    ):
        assert api.asks(verb, path, json={} if verb == "POST" else None).status_code == 401


def test_its_life_is_a_history_with_reasons(api, webhook):
    act(api, webhook, "pause", {"reason": "They move house"})
    paused = api.expects(200, "GET", f"/webhooks/{webhook}", headers=api.staff)
    assert (paused["state"], paused["paused_because"], paused["version"]) == ("paused", "They move house", 2)
    act(api, webhook, "pause", {"reason": "Again"})
    act(api, webhook, "resume", {"reason": "They moved"})
    act(api, webhook, "replay", {"from": "0", "reason": "They lost a disk"})
    act(api, webhook, "secret", {"overlap_hours": 1, "reason": "Somebody left"})
    assert api.asks("DELETE", f"/webhooks/{webhook}", headers=api.staff).status_code == 204
    assert api.asks("GET", f"/webhooks/{webhook}", headers=api.staff).status_code == 404
    history = api.expects(200, "GET", f"/history/webhook/{webhook}", headers=api.staff)
    assert [(fact["tag"].partition("/")[2], fact["reason"]) for fact in history["facts"]] == [
        ("webhook-subscribed-1", None), ("webhook-paused-1", "They move house"), ("webhook-resumed-1", "They moved"),
        ("webhook-rewound-1", "They lost a disk"), ("secret-rotated-1", "Somebody left"), ("webhook-removed-1", None),
    ]
    assert {fact["actor"] for fact in history["facts"]} == {"staff:token"}
    said = history["facts"][0]["sentence"]
    assert said == "staff:token had facts sent to Miller from the first fact on: all there are"


def test_whoever_looked_at_an_older_version_is_refused(api, webhook):
    act(api, webhook, "pause", {"reason": "quiet"}, **{"if-match": '"1"'})
    answer = api.asks(
        "POST", f"/webhooks/{webhook}/resume", json={}, headers=api.staff | {"if-match": '"1"'}
    )
    assert (answer.status_code, is_problem(answer)["facts"]) == (412, {"now": 2})
    assert api.asks("GET", f"/webhooks/{webhook}", headers=api.staff).headers["etag"] == '"2"'


def test_a_rotated_secret_is_another_one_beside_the_old(api):
    first = subscribe(api)
    id = first["webhook"]["id"]
    rotated = act(api, id, "secret", {"overlap_hours": 24})
    assert rotated["secret"] != first["secret"]
    assert rotated["webhook"]["old_secret_until"] is not None
    assert act(api, id, "secret", {"overlap_hours": 0})["webhook"]["old_secret_until"] is None
    act(api, id, "secret", {"overlap_hours": 169}, 400)


def test_the_list_goes_page_by_page(api):
    made = [subscribe(api)["webhook"]["id"] for _ in range(3)]
    settle(api.back_room)
    seen, cursor = [], None
    while True:
        page = api.expects(200, "GET", "/webhooks", headers=api.staff,
                           params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [id for id in seen if id in made] == made
    assert len(set(seen)) == len(seen)
    api.expects(400, "GET", "/webhooks", headers=api.staff, params={"cursor": "nonsense"})
    api.expects(400, "GET", "/webhooks", headers=api.staff, params={"limit": 1000})


def test_whoever_subscribes_sees_it_in_the_list_they_ask_for_next(api):
    answer = api.asks("POST", "/webhooks", json={"name": "Miller", "url": PUBLIC}, headers=api.staff)
    settle(api.back_room)
    there = {"store-position": answer.headers["store-position"]}
    seen, asked = set(), {"limit": 100}
    while asked:  # others subscribed here, too
        page = api.expects(200, "GET", "/webhooks", headers=api.staff | there, params=asked)
        seen |= {one["id"] for one in page["items"]}
        asked = {"limit": 100, "cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert answer.json()["webhook"]["id"] in seen


def test_deliveries_are_listed_with_their_attempts_and_one_can_be_wanted_again(api, webhook):
    deliveries = delivered(api, webhook, 3)
    page = api.expects(200, "GET", f"/webhooks/{webhook}/deliveries", headers=api.staff, params={"limit": 2})
    assert [one["id"] for one in page["items"]] == deliveries[:0:-1]
    assert page["items"][0]["attempts"] == [
        {"number": 2, "at": "2026-05-31T12:00:00Z", "status": 200, "words": "OK", "seconds": 0.5},
        {"number": 1, "at": "2026-05-31T12:00:00Z", "status": None, "words": "nobody listens there", "seconds": 0.5},
    ]
    rest = api.expects(200, "GET", f"/webhooks/{webhook}/deliveries", headers=api.staff,
                       params={"limit": 2, "cursor": page["next_cursor"]})
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"]) == (deliveries[:1], None)
    again = api.expects(202, "POST", f"/webhooks/{webhook}/deliveries/{deliveries[0]}/again", headers=api.staff)
    assert again == {"delivery_id": deliveries[0]}
    api.expects(404, "POST", f"/webhooks/{webhook}/deliveries/{uuid4()}/again", headers=api.staff)
    api.expects(404, "GET", f"/webhooks/{uuid4()}/deliveries", headers=api.staff)
    newest = api.expects(200, "GET", f"/webhooks/{webhook}/deliveries", headers=api.staff)["items"][-1]
    assert newest["again_by"] == "staff:token"


def test_a_delivery_that_was_wanted_again_is_not_wanted_once_more_by_the_same_request(api, webhook):
    delivery, = delivered(api, webhook, 1)
    address, key = f"/webhooks/{webhook}/deliveries/{delivery}/again", api.staff | {"idempotency-key": str(uuid4())}
    first = api.expects(202, "POST", address, headers=key)
    with api.back_room.pool().connection() as db:
        db.execute("UPDATE work.webhook_deliveries SET again_by = NULL WHERE id = %s", [delivery])  # as if sent
    assert api.expects(202, "POST", address, headers=key) == first
    listed = api.expects(200, "GET", f"/webhooks/{webhook}/deliveries", headers=api.staff)["items"]
    assert listed[0]["again_by"] is None
    api.expects(202, "POST", address, headers=api.staff)
    assert api.expects(200, "GET", f"/webhooks/{webhook}/deliveries", headers=api.staff)["items"][0]["again_by"]


def delivered(api, webhook, number):
    """So many deliveries, as a worker would have written them down."""
    ids = [str(UUID(int=UUID(webhook).int ^ n)) for n in range(1, number + 1)]
    with api.back_room.pool().connection() as db:
        for id in ids:
            db.execute(
                "INSERT INTO work.webhook_deliveries (id, webhook, started, after, until, facts, reset, state,"
                " begun_at) VALUES (%s, %s, 1, '0', '1-5', 2, false, 'delivered', '2026-05-31T12:00Z')", (id, webhook),
            )
            db.execute(
                "INSERT INTO work.webhook_attempts VALUES (%s, 1, '2026-05-31T12:00Z', NULL, 'nobody listens there',"
                " 0.5), (%s, 2, '2026-05-31T12:00Z', 200, 'OK', 0.5)", (id, id),
            )
    return ids
