"""Deleting one's account, on pages."""

import pytest

from tests.entrypoints.accounts.test_email_change_pages import old_proof
from tests.entrypoints.accounts.test_own_credit import gives

pytestmark = [pytest.mark.story("US-6.1", "delete the account"), pytest.mark.requirement("R6.2")]


@pytest.mark.story("US-10.3", "sensitive acts ask again who it is")
def test_it_is_said_what_goes_and_what_stays_and_a_link_keeps_it(street, ann):
    ann.joins()
    page = ann.get("/account/delete").text
    assert "What stays" in page
    assert "Orders" in page
    unsure = ann.post("/account/delete")
    assert (unsure.status_code, "Tick this" in unsure.text) == (422, True)
    old_proof(street, ann)
    assert ann.post("/account/delete", {"sure": "yes"}).headers["location"].startswith("/account/proof")
    street.visitor()
    ann.logs_in()
    done = ann.post("/account/delete", {"sure": "yes"})
    assert (done.status_code, done.headers["location"]) == (303, "/login")
    assert ann.get("/account").status_code == 303
    assert ann.logs_in().status_code == 422
    link = ann.link("account_deletion")
    assert 'action="/stay"' in ann.get("/stay", params={"token": link}).text
    assert ann.post("/stay", {"token": link}).headers["location"] == "/login"
    assert ann.post("/stay", {"token": link}).status_code == 422
    assert ann.logs_in().status_code == 303


def test_whoever_has_credit_is_told_that_it_goes_too(ann):
    ann.joins()
    assert "Your credit:" not in ann.get("/account/delete").text
    gives(ann, 1234)
    for page in (ann.get("/account/delete"), ann.post("/account/delete")):
        assert "Your credit: €12.34." in page.text
