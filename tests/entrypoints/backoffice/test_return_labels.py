"""A label on the page of a return, where its parcel is handed in, and who pays by the policy."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.entrypoints.backoffice.test_returns import HERE, ben, main

__all__ = ["ben"]
pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "a label for the way back")]


def approved(office, ben, **more):
    ben.asks(**more)
    office.log_in()
    assert office.post(f"{HERE}/{ben.number}-R1", {"act": "approve", "version": "1"}).status_code == 303
    at = f"/orders/{ben.number}/returns/1"
    ben.form = re.search(r'name="_csrf_token" value="([^"]+)"', ben.sees(at).text)[1]  # since that login another one
    return at


def test_a_shopper_has_a_label_made_prints_it_and_staff_see_its_number(office, ben):
    at = approved(office, ben)
    assert "Make a label" in main(ben.sees(at))
    assert ben.sees(f"{at}/label").status_code == 404
    assert ben.sends(f"{at}/label").status_code == 303
    page = main(ben.sees(at))
    assert "Make a label" not in page
    assert "Label (PDF)" in page
    label = ben.sees(f"{at}/label")
    assert (label.headers["content-type"], label.content[:5]) == ("application/pdf", b"%PDF-")
    tracking = page.partition('<span class="code">SBX')[2].partition("<")[0]
    assert tracking
    assert f"SBX{tracking}" in main(office.get(f"{HERE}/{ben.number}-R1"))


def test_at_ones_own_expense_there_is_no_button_and_pressing_it_all_the_same_says_why(office, ben):
    at = approved(office, ben, reason="not_wanted")
    page = main(ben.sees(at))
    assert "Make a label" not in page
    assert "at your own expense" in page
    refused = ben.sends(f"{at}/label")
    assert refused.status_code == 409
    assert "any carrier takes them" in refused.text


def test_places_to_hand_it_in_are_found_or_said_not_to_be_known(office, ben):
    at = approved(office, ben)

    def near(code):
        return main(office.get(at, params={"access_token": ben.token, "near": code}))

    assert "20095" in near("20095")
    assert "Parcel Locker" in near("")
    assert "We know of none there" in near("00000")
    hostile = near("<script>x")
    assert "<script>x" not in hostile
    assert "&lt;script&gt;x" in hostile


def test_the_policy_says_who_pays(office):
    office.log_in()
    at, tomorrow = f"{HERE}/policy", (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
    assert office.post(at, {"days": "30", "since": tomorrow, "postage": "nobody"}).status_code == 422
    assert office.post(at, {"days": "30", "since": tomorrow, "postage": "shop"}).status_code == 303
    assert "The shop, always" in main(office.get(at)).partition("<tbody>")[2]
