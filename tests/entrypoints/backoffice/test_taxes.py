"""Taxes, at the desk."""

import re

import pytest

pytestmark = [
    pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2"),
    pytest.mark.story("US-3.2", "tax rates by location"),
]
HERE = "/backoffice/taxes"
RATE = {"act": "say", "country": "nz", "region": "", "tax_class": "standard", "since": "2099-01-01", "percent": "15"}
RULES = {
    "act": "rules", "rounding": "half-up-per-line", "shipping": "as-goods", "net_places": "nz",
    "reduced.brands": "Nobody's press",
}


def version(desk):
    return re.search(r'name="version" value="(\d+)"', desk.get(HERE).text)[1]


def test_a_rate_to_come_is_said_corrected_and_taken_back(desk):
    wrong = desk.post(HERE, RATE | {"percent": "lots", "since": "soon", "tax_class": "cheap"})
    assert wrong.status_code == 422
    assert all(f'href="#f-{field}"' in wrong.text for field in ("percent", "since", "tax_class"))
    nowhere = desk.post(HERE, RATE | {"country": "Atlantis"})
    assert (nowhere.status_code, 'href="#f-country"' in nowhere.text) == (422, True)
    before = version(desk)
    assert desk.post(HERE, RATE | {"version": before}).headers["location"] == HERE
    listed = desk.get(HERE).text
    assert "New Zealand" in listed
    assert "15 %" in listed
    late = desk.post(HERE, RATE | {"percent": "16", "version": before})
    assert (late.status_code, "Nothing was changed" in late.text) == (409, True)
    assert desk.post(HERE, RATE | {"percent": "12.5"}).status_code == 303
    assert "12.5 %" in desk.get(HERE).text
    past = desk.post(HERE, RATE | {"since": "2020-01-01"})
    assert (past.status_code, "stays as it was" in past.text) == (409, True)
    assert desk.post(HERE, RATE | {"act": "take-back", "version": version(desk)}).status_code == 303
    assert "12.5 %" not in desk.get(HERE).text
    assert desk.post(HERE, RATE | {"act": "take-back"}).status_code == 409


def test_how_the_shop_taxes_is_changed_and_shown_again(desk):
    plain = {"act": "rules", "rounding": "half-up-per-line", "shipping": "standard", "net_places": ""}
    try:
        assert desk.post(HERE, RULES | {"version": version(desk)}).status_code == 303
        page = desk.get(HERE).text
        assert re.search(r'<option value="as-goods" selected', page)
        assert "Nobody&#39;s press" in page
        assert desk.post(HERE, RULES | {"rounding": "down"}).status_code == 422
        assert desk.post(HERE, RULES | {"net_places": "narnia"}).status_code == 422
    finally:
        assert desk.post(HERE, plain).status_code == 303


def test_a_file_is_tried_out_row_by_row_before_it_is_taken(desk):
    csv = "country,since,percent\nZM,2099-01-01,16\nZM,never,16\n"
    tried = desk.post(f"{HERE}/file", {}, files={"file": ("zambia.csv", csv, "text/csv")})
    assert tried.status_code in {200, 201}, tried.text
    assert "One rate of this file is news" in tried.text
    assert "is no day" in tried.text
    assert "Zambia" not in desk.get(HERE).text
    assert desk.post(f"{HERE}/file", {"csv": csv, "source": "zambia.csv", "do": "1"}).status_code == 303
    assert "Zambia" in desk.get(HERE).text
    assert desk.post(f"{HERE}/file", {"csv": "a,b\n"}).status_code == 422
    assert desk.post(f"{HERE}/file", {}, files={"file": ("x.csv", b"\xff\xfe", "text/csv")}).status_code == 422
