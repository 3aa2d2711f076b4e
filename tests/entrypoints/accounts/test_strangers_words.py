"""What a stranger wrote goes out to nobody over the name of the shop."""

import re

import pytest

pytestmark = [pytest.mark.requirement("R1.2"), pytest.mark.story("US-1.1", "the address is verified by mail")]


def test_an_address_that_nobody_has_proven_is_told_no_name_whoever_wrote_it(ann, ben):
    """Whoever asked may have written anything there, and the mail is ours."""
    ann.registers(given_name="You won EUR 500 at evil.example", family_name="Hurry")
    ann.registers(given_name="You won EUR 500 at evil.example", family_name="Hurry")
    ann.post("/password/forgotten", {"email": ann.email})
    mails = ann.mails
    assert "password_reset" in {mail.kind for mail in mails}
    for mail in mails:
        assert "Hello, " in mail.text
        assert "You won" not in mail.subject + mail.text
    ben.joins()
    ben.post("/password/forgotten", {"email": ben.email})
    assert "Hello Ben Example, " in ben.mails[-1].text, "their own address, and their own words"


@pytest.mark.parametrize("field", ["given_name", "family_name"])
def test_what_is_no_name_is_refused_beside_its_field(ann, field):
    page = ann.registers(**{field: "You won EUR 500! Claim at https://evil.example/prize"})
    assert page.status_code == 422
    assert re.findall(r'class="error" id="([^"]*)-error">Write a name alone', page.text) == [f"f-{field}"]
    ann.joins()
    page = ann.post("/account/name", {"given_name": "Ann", "family_name": "Field"} | {field: "ann@evil.example"})
    assert page.status_code == 422
    assert re.findall(r'class="error" id="([^"]*)-error">Write a name alone', page.text) == [f"f-{field}"]
