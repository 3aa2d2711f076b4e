"""How parcels are sent, at the desk."""

import re
from datetime import date, timedelta

import pytest

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.4", "select a shipping method")]
HERE = "/backoffice/shipping"
TOO_MANY = "\n".join(str(date(2026, 1, 1) + timedelta(days=n)) for n in range(201))
ISLANDS = {"act": "zone", "id": "islands", "fresh": "1", "name": "The islands", "areas": "de 25 9\nFR 20"}
BOAT = {
    "act": "way", "id": "boat", "fresh": "1", "name": "By boat", "least": "5", "most": "9",
    "tariffs": "islands: 12.50, up to 2000 g, free from 99.00\nislands: 19.90, 7-12 days",
}


def sends(desk, typed):
    return desk.post(HERE, typed | {"version": version(desk)})


def version(desk):
    return re.search(r'name="version" value="(\d+)"', desk.get(HERE).text)[1]


def test_zones_and_ways_are_said_part_by_part_and_taken_away_again(desk):
    before = version(desk)
    assert "Standard" in desk.get(HERE).text
    assert desk.post(HERE, ISLANDS | {"version": before}).headers["location"] == HERE
    try:
        late = desk.post(HERE, BOAT | {"version": before})
        assert (late.status_code, "Nothing was changed" in late.text) == (409, True)
        assert sends(desk, BOAT).status_code == 303
        page = desk.get(HERE).text
        assert "islands: 12.50, up to 2000 g, free from 99.00" in page
        assert "islands: 19.90, 7-12 days" in page
        assert "DE 25 9" in page
        assert desk.post(HERE, {"act": "drop-way", "id": "boat"}).status_code == 409, "without saying what was seen"
    finally:
        assert sends(desk, {"act": "drop-way", "id": "boat"}).status_code == 303
        assert sends(desk, {"act": "drop-zone", "id": "islands"}).status_code == 303
    page = desk.get(HERE).text
    assert "By boat" not in page
    assert "The islands" not in page
    assert "Standard" in page


@pytest.mark.parametrize(("typed", "field"), [
    (BOAT | {"tariffs": "everywhere 4.90"}, "tariffs"), (BOAT | {"tariffs": "everywhere: 4.90, perhaps"}, "tariffs"),
    (BOAT | {"tariffs": "moon: 4.90"}, "tariffs"), (BOAT | {"least": "two"}, "least"), (BOAT | {"id": "A boat"}, "id"),
    (ISLANDS | {"areas": "Germany"}, "areas"),
    ({"act": "calendar", "cutoff": "30", "piece": "1"}, "cutoff"),
    ({"act": "calendar", "cutoff": "3", "piece": "1", "holidays": "Christmas"}, "holidays"),
    ({"act": "calendar", "cutoff": "3", "piece": "1", "holidays": "2026-02-30"}, "holidays"),
    ({"act": "calendar", "cutoff": "3", "piece": "1", "holidays": TOO_MANY}, "holidays"),
    ({"act": "calendar", "cutoff": "3", "piece": "1", "grams": "MUG"}, "grams"), ({"act": "nothing"}, "act"),
])
def test_what_makes_no_sense_is_said_beside_its_field_and_changes_nothing(desk, typed, field):
    refused = sends(desk, typed)
    assert (refused.status_code, f'href="#f-{field}"' in refused.text) == (422, True)


def test_when_parcels_leave_is_said(desk):
    before = {"act": "calendar", "cutoff": "14", "piece": "500", "holidays": "", "grams": ""}
    calendar = before | {"cutoff": "11", "piece": "400", "holidays": "2099-12-25", "grams": "NO-SUCH-MUG: 350"}
    try:
        assert sends(desk, calendar).status_code == 303
        page = desk.get(HERE).text
        assert "bought before 11:00" in page
        assert "One day is a holiday." in page
        assert "NO-SUCH-MUG: 350" in page
    finally:
        assert sends(desk, before).status_code == 303
