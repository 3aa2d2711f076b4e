"""Segments of customers, at the desk."""

import re
from uuid import uuid4

import pytest

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
HERE = "/backoffice/segments"


def test_one_is_named_meant_otherwise_and_ended(desk):
    for wrong, field in (
        ({"name": "", "kind": "listed"}, "name"), ({"name": "x", "kind": "orders"}, "orders"),
        ({"name": "x", "kind": "spent", "spent": "much"}, "spent"), ({"name": "x", "kind": "rich"}, "kind"),
    ):
        refused = desk.post(HERE, wrong)
        assert (refused.status_code, f'href="#f-{field}"' in refused.text) == (422, True), wrong
    page = desk.post(HERE, {"name": "Big spenders", "kind": "spent", "spent": "500.00"}).headers["location"]
    assert "EUR 500.00 spent" in desk.get(HERE).text
    version = re.search(r'name="version" value="(\d+)"', desk.get(page).text)[1]
    change = {"act": "change", "name": "Regulars", "kind": "orders", "orders": "5", "version": version}
    assert desk.post(page, change).status_code == 303
    assert "5 orders or more" in desk.get(page).text
    late = desk.post(page, change)
    assert (late.status_code, 'role="alert"' in late.text) == (409, True)
    assert desk.post(page, {"act": "change", "name": "", "kind": "orders", "orders": "5"}).status_code == 422
    assert desk.post(page, {"act": "list", "account": str(uuid4())}).status_code == 409
    assert desk.post(page, {"act": "end"}).headers["location"] == HERE
    assert "Regulars" not in desk.get(HERE).text.partition("<table")[2]
    assert "Nobody is in it any more." in desk.get(page).text


def test_accounts_are_put_on_a_list_and_taken_off(desk):
    page = desk.post(HERE, {"name": "Friends of ours", "kind": "listed"}).headers["location"]
    for nobody in (str(uuid4()), "ann@example.org"):
        refused = desk.post(page, {"act": "list", "account": nobody})
        assert (refused.status_code, "There is no such account" in refused.text) == (422, True)
    account = somebody(desk)
    assert desk.post(page, {"act": "list", "account": account}).headers["location"] == page
    assert f'href="/backoffice/users/{account}"' in desk.get(page).text
    assert desk.post(page, {"act": "unlist", "account": account}).status_code == 303
    assert "Nobody is on it yet." in desk.get(page).text


def somebody(desk):
    """An account that there is."""
    return re.search(r"/backoffice/users/([0-9a-f-]{36})", desk.get("/backoffice/users").text)[1]
