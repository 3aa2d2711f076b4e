"""Having somebody forgotten from the back office, keeping somebody whatever happens, and reading the proof."""

import re

import pytest

from store.application.processes.shipping_an_order import ShipOrder
from store.domain.shared.ids import erasure_of
from store.entrypoints.workers.undertaker import Undertaker
from tests.entrypoints.backoffice.conftest import HOME
from tests.entrypoints.backoffice.test_users import Desk
from tests.harness.drivers.driver import refused

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
    pytest.mark.story("US-10.4", "right to deletion"),
]
HERE = "/backoffice/erasures"
GUEST = {"email": "ben@example.org", "reason": "By letter", "sure": "yes"}


@pytest.fixture
def room(desk):
    return Desk(desk)


def undertakes(room):
    shop = room.shop
    room.desk.settle()
    Undertaker(shop.departures(), shop.pending_erasures(), shop.bus(), shop.clock())()
    room.desk.settle()


def test_somebody_is_forgotten_from_their_page_in_two_weeks(room):
    page = room.page()
    assert "Forget this person" in page
    assert "By letter" not in room.page()
    unsure = room.desk.post(f"{room.path}/erase", {"reason": "By letter", "version": room.version})
    assert (unsure.status_code, "sure-erase-error" in unsure.text) == (422, True)
    assert room.acts("erase", reason="By letter", sure="yes").status_code == 303
    assert room.tags()[-1] == "deletion-requested-1"
    listed = room.page(HERE)
    assert str(erasure_of(room.cleo)) in listed
    page = room.page(f"{HERE}/{erasure_of(room.cleo)}")
    assert "Waiting" in page
    assert "By letter" in page
    assert "no key was given up" in page


def test_a_hold_is_seen_and_lifted_and_its_reason_stands_beside_no_fact(room):
    assert room.acts("hold", reason="A lawsuit of theirs").status_code == 303
    page = room.page()
    assert "There is a legal hold" in page
    assert "A lawsuit of theirs" in page
    again = room.desk.post(f"{room.path}/hold", {"reason": "Twice", "version": room.version})
    assert again.status_code == 409
    with room.shop.pool().connection() as db:
        readable = db.execute(
            "SELECT count(*) FROM log.events WHERE metadata LIKE %s OR state LIKE %s", ("%A lawsuit%", "%A lawsuit%"),
        ).fetchone()
    assert readable == (0,)
    assert room.acts("lift", reason="Settled").status_code == 303
    assert "There is a legal hold" not in room.page()


def test_a_guest_is_forgotten_by_an_order_and_its_address(room):
    number = room.desk.number
    wrong = room.desk.post(HERE, GUEST | {"number": number, "email": "eve@example.org"})
    assert wrong.status_code == 409
    assert "Number and address don" in wrong.text
    missing = room.desk.post(HERE, {"number": number})
    assert (missing.status_code, "Say why" in missing.text) == (422, True)
    begun = room.desk.post(HERE, GUEST | {"number": number.lower()})
    assert begun.status_code == 303
    undertakes(room)
    page = room.page(begun.headers["location"])
    assert "Part has to stay" in page
    assert "The order is not carried out yet" in page
    assert number in page


def declined(room):
    """The number of an order that came to nothing, so that the law wants none of it."""
    desk = room.desk
    cart = desk.back_room.open_cart()
    desk.back_room.put(cart, desk.mug.sku, 1)
    with refused("CardDeclined"):
        desk.back_room.buy(cart, "ben@example.org", HOME, method="standard", card="decline", quote=None, key=None)
    with desk.shop.pool().connection() as db:
        [number] = db.execute(
            "SELECT state::json ->> 'number' FROM log.events WHERE tag = 'ordering/placed-1'"
            " ORDER BY position DESC LIMIT 1",
        ).fetchone()
    desk.settle()
    return number


def test_the_proof_is_read_and_looked_at_again(room):
    room.do(ShipOrder(number=room.desk.number, carrier="Post", tracking="T"))
    at = room.desk.post(HERE, GUEST | {"number": declined(room)}).headers["location"]
    assert "Look again" not in room.page(at)
    undertakes(room)
    page = room.page(at)
    assert "The law wants the order" in page
    assert "ordering/placed-1" in page
    assert "work.mails" in page
    assert "ben@example.org" not in page
    checked = room.desk.post(f"{at}/check")
    assert (checked.status_code, "It still is as it was proven" in checked.text) == (200, True)


def test_a_list_can_be_cut_down_to_how_things_stand(room):
    assert room.desk.get(f"{HERE}?status=completed").status_code == 200
    assert room.desk.get(f"{HERE}?status=nonsense").status_code == 400
    assert re.search(r'aria-current="true">Forgotten', room.page(f"{HERE}?status=completed"))
