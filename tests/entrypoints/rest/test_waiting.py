"""A program has somebody told once that something is back, and learns nothing about whoever waits."""

from uuid import uuid4

import pytest

from store.application.inventory.messages import ReceiveStock
from store.application.shared.bus import Caller
from tests.entrypoints.rest.conftest import PASSWORD, is_problem, row
from tests.entrypoints.rest.owners import Owner
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "a notice when something is back")]
SOMEBODY = Caller(actor="test", correlation=uuid4())


@pytest.fixture
def gone(api):
    """Something that is sold out: its address, and its SKU."""
    slug = f"gone-{uuid4().hex[:8]}"
    api.sells(row(6000, slug, slug.upper(), 0))
    return slug, slug.upper()


def asks(api, gone, email, slug=None, sku=None, **more):
    return api.asks(
        "POST", f"/products/{slug or gone[0]}/waiting", json={"sku": sku or gone[1], "email": email}, **more
    )


def waiting(api, sku):
    with api.back_room.pool().connection() as db:
        return db.execute("SELECT id, account FROM work.waiting WHERE sku = %s", (sku,)).fetchall()


def test_an_address_waits_once_and_its_letter_can_stop_them(api, gone):
    email = f"cleo-{uuid4().hex[:8]}@example.org"
    answers = [asks(api, gone, spelled) for spelled in (email, email, email.upper())]
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, answers[0].content)}
    assert answers[0].headers["cache-control"] == "no-store"
    [(id, account)] = waiting(api, gone[1])
    assert account is None
    api.back_room.bus().do(ReceiveStock(sku=gone[1], quantity=3), SOMEBODY)
    settle(api.back_room)
    letters = [mail for mail in postgres_post(api.back_room).to(email) if mail.kind == "back_in_stock"]
    assert len(letters) == 1
    assert str(id) in letters[0].text
    assert api.client.post(f"/back-in-stock/stop/{id}", headers={"x-api-key": "contract"}).status_code == 200
    assert waiting(api, gone[1]) == []


def test_somebody_who_is_logged_in_waits_as_themselves(api, gone):
    owner = Owner(api, postgres_post(api.back_room), PASSWORD)
    assert asks(api, gone, owner.email, headers=owner.pass_).status_code == 202
    [(_, account)] = waiting(api, gone[1])
    assert account == api.back_room.account_emails().find(owner.email)


def test_what_nobody_can_buy_here_is_refused(api, gone):
    email = "cleo@example.org"
    for answer, status in (
        (asks(api, gone, email, slug="there-is-none"), 404), (asks(api, gone, email, sku="NO-SUCH"), 404),
        (asks(api, gone, email, slug="harbour-mug"), 404), (asks(api, gone, "cleo"), 400),
    ):
        assert answer.status_code == status, answer.text
        is_problem(answer)
    assert waiting(api, gone[1]) == []


def test_who_asks_for_one_address_again_and_again_is_slowed_down(api, gone):
    email = f"cleo-{uuid4().hex[:8]}@example.org"
    said = [asks(api, gone, email, counted=True).status_code for _ in range(21)]
    assert (said[0], said[-1]) == (202, 429)
