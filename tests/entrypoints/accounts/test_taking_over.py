"""An account that a stranger made ready under somebody's address never becomes theirs."""

import pytest

from tests.entrypoints.accounts.conftest import OTHER


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
