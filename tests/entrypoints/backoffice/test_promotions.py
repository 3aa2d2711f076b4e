"""Promotions without a code, at the desk."""

import re

import pytest

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "discounts and promo codes")]
HERE = "/backoffice/promotions"
FORM = {"name": "Desk week", "kind": "percent", "percent": "10", "priority": "5", "brands": "Nobody's brand"}


def test_one_is_begun_changed_and_withdrawn(desk):
    wrong = desk.post(HERE, FORM | {"percent": "ten"})
    assert (wrong.status_code, 'href="#f-percent"' in wrong.text) == (422, True)
    assert desk.get(f"{HERE}/new").status_code == 200
    assert desk.post(HERE, FORM).headers["location"] == HERE
    listed = desk.get(HERE).text
    (page,) = re.findall(rf'href="({HERE}/[0-9a-f-]{{36}})">Desk week', listed)
    version = re.search(r'name="version" value="(\d+)"', desk.get(page).text)[1]
    change = FORM | {"name": "Desk month", "act": "change", "version": version}
    assert desk.post(page, change).status_code == 303
    late = desk.post(page, FORM | {"act": "change", "version": version})
    assert (late.status_code, "Nothing was changed" in late.text) == (409, True)
    assert desk.post(page, {"act": "withdraw", "reason": "enough"}).status_code == 303
    assert "It gives nothing any more: enough" in desk.get(page).text
    assert desk.post(page, change | {"version": ""}).status_code == 409
    assert "Desk month" in desk.get(HERE).text


def test_how_they_go_together_is_said_beside_the_list(desk):
    version = re.search(r'name="version" value="(\d+)"', desk.get(HERE).text)[1]
    said = {"line": "stacked", "order": "once", "version": version}
    assert desk.post(f"{HERE}/stacking", said).headers["location"] == HERE
    assert "Promotions and codes go together as you said" in (page := desk.get(HERE).text)
    assert '<option value="stacked" selected>' in page
    assert desk.post(f"{HERE}/stacking", {**said, "version": "", "codes": "11"}).status_code == 303
    assert "Say how many codes an order takes" in desk.get(HERE).text
    assert desk.post(f"{HERE}/stacking", {**said, "line": "once"}).status_code == 303
    assert "Nothing was changed" in desk.get(HERE).text
    assert desk.post(f"{HERE}/stacking", {**said, "line": "twice"}).status_code == 303
    assert "Choose how they go together" in desk.get(HERE).text
    assert desk.post(f"{HERE}/stacking", {"line": "once", "order": "once"}).status_code == 303
    assert '<option value="stacked" selected>' not in desk.get(HERE).text


@pytest.mark.requirement("R3.5")
@pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
def test_for_whom_it_is_is_ticked_and_stands_there_again(desk):
    made = desk.post("/backoffice/segments", {"name": "Desk friends", "kind": "listed"}).headers["location"]
    segment = made.rpartition("/")[2]
    assert "Desk friends" in desk.get(f"{HERE}/new").text
    ticked = {"first_order": "1", f"segment.{segment}": "1", "channel.api": "1"}
    assert desk.post(HERE, FORM | ticked | {"name": "For some"}).headers["location"] == HERE
    listed = desk.get(HERE).text
    assert "10 % off, for a first order, for some segments, through the API" in listed
    (page,) = re.findall(rf'href="({HERE}/[0-9a-f-]{{36}})">For some', listed)
    assert all(re.search(rf'name="{re.escape(name)}" value="1" checked', desk.get(page).text) for name in ticked)
    wrong = desk.post(HERE, FORM | {"segment.nobody": "1", "channel.radio": "1"})
    assert (wrong.status_code, "Choose from those there are." in wrong.text) == (422, True)
    tried = desk.post(f"{HERE}/what-if", FORM | ticked | {"days": "30"})
    assert (tried.status_code, "for a first order" in tried.text) == (200, True)
    assert desk.post(made, {"act": "end"}).status_code == 303
    assert "A segment that has ended" in desk.get(page).text
    assert desk.post(page, {"act": "withdraw"}).status_code == 303
