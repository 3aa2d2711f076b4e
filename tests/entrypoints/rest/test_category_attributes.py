"""Attributes of categories over HTTP: how programs of the staff define them, and what that does to goods."""

import pytest

from tests.entrypoints.rest.test_product_desk import vendor
from tests.harness.drivers.postgres import settle

pytestmark = pytest.mark.story("US-2.4", "attributes have types")
WEIGHT = {"name": "Weight", "kind": "number", "unit": "kg", "filterable": True}
SIZE = {"name": "Size", "kind": "choice", "choices": ["S", "L"], "filterable": True, "required": True}


@pytest.fixture
def staff(api):
    class Staff:
        def expects(self, status, verb, path, version=None, **more):
            match = {} if version is None else {"if-match": f'"{version}"' if isinstance(version, int) else version}
            return api.expects(status, verb, path, headers=api.staff | match | more.pop("headers", {}), **more)

    return Staff()


@pytest.fixture
def opened(staff):
    return lambda name, **more: staff.expects(201, "POST", "/categories", json={"name": name, **more})


def test_attributes_are_defined_changed_moved_and_removed(staff, opened):
    top = opened("Typed top")
    path = f"/categories/{top['id']}/attributes"
    staff.expects(201, "POST", path, 1, json=WEIGHT | {"reason": "the scales came"})
    stands = staff.expects(201, "POST", path, 2, json=SIZE)
    assert [it["name"] for it in stands["attributes"]] == ["Weight", "Size"]
    changed = staff.expects(200, "PATCH", f"{path}/Weight", 3, json={"name": "Net weight", "unit": "g"})
    assert changed["attributes"][0] == {
        "name": "Net weight", "kind": "number", "unit": "g", "filterable": True, "formerly": ["Weight"],
    }
    assert staff.expects(200, "PATCH", f"{path}/size", 4, json={"kind": "text"})["attributes"][1] == {
        "name": "Size", "kind": "text", "filterable": True, "required": True,
    }
    moved = staff.expects(200, "PUT", f"{path}/Net%20weight/place", 5, json={"place": 1})
    assert [it["name"] for it in moved["attributes"]] == ["Size", "Net weight"]
    below = opened("Typed below", parent=top["id"])
    own = f"/categories/{below['id']}/attributes"
    staff.expects(201, "POST", own, 1, json=SIZE)
    found = staff.expects(200, "GET", own)["items"]
    assert [(it["definition"]["name"], it["source_name"]) for it in found] == [
        ("Size", "Typed below"), ("Net weight", "Typed top"),
    ]
    assert staff.expects(200, "DELETE", f"{own}/Size?reason=above", 2)["attributes"] == []
    staff.expects(404, "DELETE", f"{own}/Size", 3)
    assert staff.expects(200, "GET", f"/categories/{top['id']}") == moved


@pytest.mark.story("US-2.5", "edits at the same time do not overwrite each other")
@pytest.mark.requirement("R2.2")
def test_a_change_names_the_version_it_was_made_for(staff, opened):
    path = f"/categories/{opened('Typed version')['id']}/attributes"
    staff.expects(201, "POST", path, "*", json=WEIGHT)
    acts = (("POST", path, SIZE), ("PATCH", f"{path}/Weight", {"unit": "g"}), ("DELETE", f"{path}/Weight", None),
            ("PUT", f"{path}/Weight/place", {"place": 0}))
    for verb, at, body in acts:
        staff.expects(428, verb, at, **({"json": body} if body else {}))
        staff.expects(412, verb, at, 1, **({"json": body} if body else {}))
    assert [it["definition"]["unit"] for it in staff.expects(200, "GET", path)["items"]] == ["kg"]


@pytest.mark.story("US-2.5", "invalid input is refused")
def test_what_makes_no_sense_is_told_field_by_field(staff, opened):
    path = f"/categories/{opened('Typed wrong')['id']}/attributes"
    refused = staff.expects(422, "POST", path, "*", json={"name": "a:b", "kind": "choice", "unit": "kg"})
    assert (refused["type"], {it["field"] for it in refused["errors"]}) == (
        "/problems/WrongFields", {"name", "unit", "choices"},
    )
    for body in ({"name": "", "kind": "text"}, {"name": "x", "kind": "colour"}, WEIGHT | {"more": 1}):
        staff.expects(400, "POST", path, "*", json=body)
    staff.expects(404, "PATCH", f"{path}/Nothing", "*", json={"unit": ""})


def test_asking_again_after_another_name_was_given_is_answered_the_same(staff, opened):
    path = f"/categories/{opened('Typed again')['id']}/attributes"
    staff.expects(201, "POST", path, "*", json=WEIGHT)
    key = {"idempotency-key": "rename it once"}
    first = staff.expects(200, "PATCH", f"{path}/Weight", 2, json={"name": "Mass"}, headers=key)
    assert staff.expects(200, "PATCH", f"{path}/Weight", 2, json={"name": "Mass"}, headers=key) == first


def test_vendors_see_what_is_asked_of_their_goods_and_define_nothing(api, staff, opened):
    path = f"/categories/{opened('Typed vendors')['id']}/attributes"
    staff.expects(201, "POST", path, "*", json=WEIGHT)
    vera, _ = vendor(api)
    found = api.expects(200, "GET", path, headers=vera.headers)
    assert [it["definition"]["name"] for it in found["items"]] == ["Weight"]
    api.expects(403, "POST", path, json=SIZE, headers=vera.headers | {"if-match": "*"})


def test_shoppers_define_nothing(api, opened):
    path = f"/categories/{opened('Typed closed')['id']}/attributes"
    for verb, at, body in (("GET", path, None), ("POST", path, WEIGHT), ("DELETE", f"{path}/Weight", None)):
        api.expects(401, verb, at, **({"json": body} if body else {}))


@pytest.mark.story("US-2.3", "a range of any number")
def test_goods_are_written_shown_and_found_by_what_their_category_asks_for(staff, api, opened):
    category = opened("Typed goods")
    path = f"/categories/{category['id']}/attributes"
    for it in (WEIGHT, SIZE, {"name": "Safe", "kind": "yes-no", "filterable": True}):
        staff.expects(201, "POST", path, "*", json=it)

    def write(status, sku, **attributes):
        said = {"name": f"Typed {sku}", "brand": "Kiln", "category": "typed-goods", "attributes": attributes,
                "variants": [{"sku": f"TYPED-{sku}", "price": "9.00"}]}
        return staff.expects(status, "POST", "/products", json=said)

    wrong = write(422, "W", Weight="heavy", Safe="perhaps")
    assert {it["field"]: it["problem"] for it in wrong["errors"]} == {
        "attributes.Weight": "Write a number in kg, such as 1.5.", "attributes.Safe": "Say yes or no.",
        "attributes.Size": "This is needed for whatever is for sale.",
    }
    light = write(201, "A", Ean="1", Weight="0.50 kg", Size="s", Safe=True)
    assert light["attributes"] == {"Ean": "1", "Weight": "0.50", "Size": "S", "Safe": True}
    write(201, "B", Weight=2, Size="L", Safe=False)
    settle(api.back_room)
    shown = api.expects(200, "GET", "/products/typed-a")["attributes"]
    assert shown == [
        {"name": "Weight", "value": "0.50 kg", "kind": "number", "number": "0.50", "unit": "kg"},
        {"name": "Size", "value": "S", "kind": "choice"},
        {"name": "Safe", "value": "Yes", "kind": "yes-no", "truth": True}, {"name": "Ean", "value": "1"},
    ]
    found = api.expects(200, "GET", "/products?category=typed-goods&facets=1&range=Weight%20(kg):%201..")
    assert [it["slug"] for it in found["items"]] == ["typed-b"]
    assert found["facets"]["attributes"][0] == {
        "name": "Weight", "values": [], "kind": "number", "unit": "kg",
        "range": {"key": "Weight (kg)", "min": "0.50", "max": "2"},
    }
    assert api.expects(400, "GET", "/products?range=heavy")["type"] == "/problems/BadValue"
