"""Staff see what people are told, send what failed once more, and look at the templates."""

import re
from uuid import UUID, uuid4

import pytest

from store.application.notifications.occasions import WAYS
from store.application.notifications.ports import Occasion, Outcome
from store.application.processes.previewing_letters import PreviewLetter
from store.domain.shared.ids import OrderNumber, order_of
from tests.entrypoints.backoffice.conftest import KEY

pytestmark = [pytest.mark.requirement("R6.5"), pytest.mark.story("US-6.4", "every channel respects the choice")]
LETTERS = "/backoffice/letters"
STAFF = {"authorization": "Bearer the-token", "x-api-key": KEY}


@pytest.fixture
def due(desk):
    """The mail about this day's order, which nobody saw to yet."""
    desk.settle()
    with desk.shop.pool().connection() as db:
        about = order_of(OrderNumber(desk.number))
        return db.execute("SELECT id FROM work.outbox WHERE about = %s", (about,)).fetchone()[0]


def of(desk, due, state=""):
    """The row of this mail, as the API has it."""
    asked = {"limit": 200} | ({"status": state} if state else {})
    answer = desk.client.get("/api/v1/letters", params=asked, headers=STAFF)
    return next((row for row in answer.json()["items"] if row["id"] == str(due)), None)


def fails(desk, due, why="NotTaken: away"):
    desk.shop.duties().failed(due, why, desk.shop.clock().now())


def test_what_failed_stands_with_its_reason_and_is_sent_again_once(desk, due):
    assert of(desk, due)["state"] == "due"
    fails(desk, due)
    page = desk.get(f"{LETTERS}?status=failed").text
    assert "NotTaken: away" in page
    assert f'action="{LETTERS}/{due}/again"' in page
    for words in ("It is on its way again", "There was nothing to do"):
        done = desk.post(f"{LETTERS}/{due}/again")
        assert (done.status_code, done.headers["location"]) == (303, f"{LETTERS}?status=failed")
        assert words in desk.get(LETTERS).text
    row = of(desk, due)
    assert (row["state"], row["failure"], row["again_by"].partition(":")[0]) == ("due", None, "staff")
    (job,) = [job for job in desk.shop.duties().take(row_time(desk), row_time(desk), 1000) if job.mail_id == due]
    assert job.kind is Occasion.CONFIRMED


def row_time(desk):
    return desk.shop.clock().now()


def test_programs_of_the_staff_do_the_same(desk, due):
    def retry(id):
        return desk.client.post(f"/api/v1/letters/{id}/retry", headers=STAFF)

    assert retry(due).json() == {"again": False}, "it waits for its turn"
    desk.shop.duties().settle(due, Outcome.REFUSED, desk.shop.clock().now())
    assert of(desk, due, "refused")["state"] == "refused"
    assert [retry(due).json()["again"] for _ in range(2)] == [True, False]
    assert retry(uuid4()).status_code == 404
    assert desk.client.get("/api/v1/letters?status=lost", headers=STAFF).status_code == 400
    assert desk.client.get("/api/v1/letters").status_code == 401


def test_what_nobody_wanted_stands_as_such(desk, due):
    desk.shop.duties().settle(due, Outcome.SUPPRESSED, desk.shop.clock().now())
    page = desk.get(f"{LETTERS}?status=suppressed").text
    assert "Whoever it is for does not want to be told this way." in page
    assert str(due) not in page, "there is nothing to send again"


def test_lists_go_on_where_they_left_off(desk, due):
    first = desk.client.get("/api/v1/letters", params={"limit": 1}, headers=STAFF).json()
    desk.next_day()
    desk.settle()
    second = desk.client.get("/api/v1/letters", params={"limit": 1}, headers=STAFF).json()
    cursor = second["next_cursor"]
    rest = desk.client.get("/api/v1/letters", params={"limit": 200, "cursor": cursor}, headers=STAFF).json()["items"]
    assert str(due) in {row["id"] for row in rest} | {first["items"][0]["id"]}
    assert UUID(second["items"][0]["id"]) not in {UUID(row["id"]) for row in rest}


@pytest.mark.parametrize("occasion", Occasion)
def test_every_template_can_be_looked_at(desk, occasion):
    page = desk.get(f"{LETTERS}/templates/{occasion}").text
    assert "The names and figures are made up." in page
    assert f'href="{LETTERS}/templates/{occasion}"' in desk.get(f"{LETTERS}/templates").text
    if WAYS[occasion][0] == "email":
        document = desk.get(f"{LETTERS}/templates/{occasion}/html")
        assert "default-src 'none'" in document.headers["content-security-policy"]
        assert document.headers["x-frame-options"] == "SAMEORIGIN"
        assert re.search(r"<h1>[^<]+</h1>", document.text)
        assert "sandbox></iframe>" in page


def test_what_is_no_template_is_not_shown(desk):
    assert desk.get(f"{LETTERS}/templates/nonsense").status_code == 400
    assert PreviewLetter(occasion=Occasion.SHIPPED).occasion in WAYS
    assert set(WAYS) == set(Occasion)


def test_others_are_shown_to_the_door(office, due):
    office.client.cookies.clear()
    for path in (LETTERS, f"{LETTERS}/templates", f"{LETTERS}/templates/order_shipped/html"):
        assert office.get(path, headers={"accept": "text/html"}).headers["location"].startswith("/backoffice/login")
