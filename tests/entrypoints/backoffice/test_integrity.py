"""The page that says whether the log is what was written, on a real shop."""

import re

import psycopg
import pytest

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-10.5", "keep audit logs that show tampering")]

PAGE = "/backoffice/integrity"


@pytest.fixture
def desk(own_office):
    """Ann is logged in to a shop nobody else was ever in."""
    assert own_office.log_in().status_code == 303
    return own_office


def verify(desk, whole="1"):
    """Ask on the page, and do what the scheduler does then."""
    assert desk.post(f"{PAGE}/verify", {"whole": whole}).headers["location"] == PAGE
    while desk.shop.verifications().carry_out_next():
        pass


def tamper(desk, statement, *values):
    with psycopg.connect(desk.shop.settings().database_url) as db:
        db.execute("SET session_replication_role = replica")
        db.execute(statement, values)


def test_a_shop_that_verified_nothing_says_so(desk):
    page = desk.get(PAGE).text
    assert "Not verified yet" in page
    assert "Nothing is signed yet" in page


def test_a_verification_that_was_asked_for_shows_how_far_it_is_and_then_what_it_found(desk):
    desk.shop.notary().sign(at_once=True)
    desk.post(f"{PAGE}/verify", {"whole": "1"})
    waiting = desk.get(PAGE).text
    assert "The whole log is being read" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert 'http-equiv="refresh"' in waiting, "without script, too"
    desk.post(f"{PAGE}/verify", {"whole": "1"})
    assert desk.shop.verifications().carry_out_next()
    assert not desk.shop.verifications().carry_out_next(), "asked twice is asked once"
    page = desk.get(PAGE).text
    assert "As it was written" in page
    assert "what one signed checkpoint says" in page
    assert "hx-trigger" not in page


def test_the_first_bad_place_is_named_and_linked(desk):
    desk.shop.notary().sign(at_once=True)
    tamper(desk, "DELETE FROM log.events WHERE tag = 'ordering/confirmed-1'")
    verify(desk)
    page = desk.get(PAGE).text
    assert "One place is not as it was written" in page
    assert desk.number in page
    address = re.search(r'<a class="code" href="(/backoffice/history/order/[^"]+)"', page)[1]
    assert desk.get(address).status_code == 200
    assert "store_log_faults 1.0" in desk.get("/metrics").text


def test_what_is_new_is_verified_by_itself_once_a_day(desk):
    desk.shop.notary().sign(at_once=True)
    for _ in range(2):
        desk.shop.verifications().ask_daily()
    assert desk.shop.verifications().carry_out_next()
    desk.shop.verifications().ask_daily()
    assert not desk.shop.verifications().carry_out_next()
    verify(desk, "0")
    assert "the new ones" in desk.get(PAGE).text


def test_a_verification_that_failed_says_why(desk):
    desk.shop.notary().sign(at_once=True)
    folder = desk.shop.checkpoint_files().folder
    (folder / "facts.leaves").unlink()
    (folder / "facts.leaves").mkdir()
    desk.post(f"{PAGE}/verify", {"whole": "1"})
    with pytest.raises(IsADirectoryError):
        desk.shop.verifications().carry_out_next()
    assert "did not come to an end" in desk.get(PAGE).text


def test_guests_neither_look_nor_ask(own_office):
    assert own_office.get(PAGE).status_code in {303, 401}
    assert own_office.post(f"{PAGE}/verify", {}).status_code in {303, 401}
