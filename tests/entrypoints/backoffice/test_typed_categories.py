"""What is only for some categories names them as addresses do, before and after a move; one that is none is refused.

A rule for a category that is none would never hold, and nobody would be told.
"""

import re
from html import unescape
from uuid import uuid4

import pytest

from tests.entrypoints.backoffice.conftest import KEY

pytestmark = [
    pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "discounts and promo codes"),
    pytest.mark.story("US-3.2", "tax rates by location"),
]
PROMOTIONS, COUPONS, TAXES = "/backoffice/promotions", "/backoffice/coupons", "/backoffice/taxes"
OFFER = {"kind": "percent", "percent": "10", "priority": "5"}
NOBODYS = "2129c13b-4bee-4e58-9c22-e6b955235999"
BY_SCRIPT = {"authorization": "Bearer the-token", "x-api-key": KEY}
RULES = {"act": "rules", "rounding": "half-up-per-line", "shipping": "standard", "net_places": ""}


class Moved:
    """A category that stands below another one since it moved, with the address it had and the one it has."""

    def __init__(self, desk):
        tag = uuid4().hex[:8]
        self.was, above = f"spoons-{tag}", f"cutlery-{tag}"
        self.now = f"{above}/{self.was}"
        self.id, top = (
            desk.post("/backoffice/categories", {"name": name.replace("-", " ")}).headers["location"].rpartition("/")[2]
            for name in (self.was, above)
        )
        assert desk.post(f"/backoffice/categories/{self.id}/place", {"version": "1", "parent": top}).status_code == 303


@pytest.fixture
def place(desk):
    return Moved(desk)


def known(desk, what):
    answer = desk.client.get(f"/api/v1/{what}", headers=BY_SCRIPT)
    assert answer.status_code == 200, answer.text
    return answer.json()


def typed(page, field="categories"):
    return unescape(re.search(rf'<textarea[^>]* name="{re.escape(field)}"[^>]*>([^<]*)', page)[1])


@pytest.mark.parametrize("named", ["was", "now", "id"])
def test_a_promotion_is_for_the_category_that_is_meant_and_shows_where_it_stands(desk, place, named):
    name = f"For {getattr(place, named)}"
    assert desk.post(PROMOTIONS, OFFER | {"name": name, "categories": f"/{getattr(place, named)}/"}).status_code == 303
    [made] = [it for it in known(desk, "promotions") if it["name"] == name]
    assert made["terms"]["categories"] == [place.id]
    assert typed(desk.get(f"{PROMOTIONS}/{made['id']}").text) == place.now


def test_the_goods_of_a_tax_class_are_named_alike(desk, place):
    try:
        assert desk.post(TAXES, RULES | {"reduced.categories": place.now}).status_code == 303
        assert known(desk, "taxes")["classes"]["reduced"]["categories"] == [place.id]
        assert typed(desk.get(TAXES).text, "reduced.categories") == place.now
    finally:
        assert desk.post(TAXES, RULES).status_code == 303


@pytest.mark.parametrize(("path", "field", "form"), [
    (PROMOTIONS, "categories", OFFER | {"name": "Nowhere"}),
    (COUPONS, "categories", OFFER | {"name": "Nowhere", "code": "NOWHERE"}),
    (f"{PROMOTIONS}/what-if", "categories", OFFER | {"days": "30"}),
    (TAXES, "exempt.categories", RULES),
])
@pytest.mark.parametrize("nowhere", ["no/such-place", NOBODYS, "<b>bold</b>"])
def test_one_that_there_is_not_is_said_beside_the_field_and_nothing_changes(desk, place, path, field, form, nowhere):
    before = known(desk, "promotions"), known(desk, "taxes")
    refused = desk.post(path, form | {field: f"{place.now}\n{nowhere}"})
    assert (refused.status_code, f'href="#f-{field}"' in refused.text) == (422, True)
    assert f"There is no category {nowhere}." in unescape(refused.text)
    assert "<b>bold" not in refused.text
    assert typed(refused.text, field).split() == [place.now, nowhere], "what was typed is still there"
    assert (known(desk, "promotions"), known(desk, "taxes")) == before


def test_facts_lead_to_the_category_by_its_name_and_nowhere_for_goods_without_one(desk, place):
    code = f"SPOONS-{place.was[-8:].upper()}"
    made = desk.post(COUPONS, OFFER | {"name": "Spoons", "code": code, "categories": place.now}).headers["location"]
    link = f'<a href="/backoffice/history/category/{place.id}">{place.was.replace("-", " ")}</a>'
    assert link in desk.get(made).text
    goods = {"name": "Loose", "brand": "Loam", "variant.0.sku": f"LOOSE-{place.was}", "variant.0.price": "9.00"}
    loose = desk.get(desk.post("/backoffice/products", goods).headers["location"]).text
    assert "<dt>Category</dt>" in loose
    assert "/history/category/" not in loose
