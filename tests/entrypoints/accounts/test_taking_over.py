"""An account that a stranger made ready under somebody's address never becomes theirs."""

import pytest

from tests.entrypoints.accounts.conftest import GOOD, OTHER


@pytest.mark.story("US-1.1", "the address is verified by mail")
@pytest.mark.requirement("R1.4")
def test_asking_for_the_same_address_makes_nobody_the_one_who_asked_first(ann, street):
    """Eve was there before, with a password of hers; then Ann registers too, and finds both mails."""
    eve = street.visitor("Eve")
    eve.email = ann.email
    eve.registers()
    ann.registers(password=OTHER)
    link = ann.link("account_verification")
    assert ann.post("/verify", {"token": link}).status_code == 422
    assert ann.post("/verify", {"token": link, "current_password": OTHER}).status_code == 422
    assert eve.logs_in().status_code == 422
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    assert (ann.logs_in(OTHER).status_code, eve.logs_in().status_code) == (303, 422)


@pytest.mark.story("US-1.1", "the address is verified by mail")
def test_who_registers_after_a_stranger_is_told_how_to_have_a_password_of_their_own(ann, street):
    eve = street.visitor("Eve")
    eve.email = ann.email
    eve.registers()
    ann.registers(password=OTHER)
    link = ann.link("account_verification")
    for page in (ann.get("/verify", params={"token": link}),
                 ann.post("/verify", {"token": link, "current_password": OTHER})):
        assert "Somebody may have asked for an account under your address before you did" in page.text
        assert '<a href="/password/forgotten">Set my own password' in page.text
    assert "before you did" not in eve.get("/verify", params={"token": link}).text
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    assert (ann.logs_in(OTHER).status_code, eve.logs_in().status_code) == (303, 422)


@pytest.mark.story("US-1.1", "the address is verified by mail")
def test_who_sends_the_form_twice_can_log_in_and_is_not_sent_to_a_password_that_does_not_work_yet(ann):
    ann.registers()
    ann.registers()
    assert {mail.kind for mail in ann.mails} == {"account_verification"}
    assert "open the link in our mail first" in ann.logs_in().text, "said to everybody whose login fails"
    done = ann.post("/verify", {"token": ann.link("account_verification"), "current_password": GOOD})
    assert done.status_code == 303
    assert ann.logs_in().status_code == 303
    ann.registers()
    assert ann.mails[-1].kind == "account_known"
