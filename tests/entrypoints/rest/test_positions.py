"""Positions that visitors name or keep: their own change is waited for, and nothing else holds a page up."""

from threading import Timer
from time import monotonic

import pytest

from projections.shared.positions import LONGEST
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R9.2")]
KEPT = ["1-999999999999999999", "0-1", "9-5", "1-abc", "abc", "1-", "-1", "%00", "1-1-1", "9" * 60, "1-" + "9" * 37]
NAMED_WRONG = ["1-abc", "abc", "1-", "-1", "1-1-1", "9" * 60]


@pytest.mark.story("US-9.2", "everybody sees their own changes")
def test_whoever_names_the_position_of_a_change_sees_it_as_soon_as_it_is_learnt(api):
    def on_hand(**more):
        rows = api.expects(200, "GET", "/inventory", params={"q": "THING-9"}, headers=api.staff | more)["items"]
        return next(row["on_hand"] for row in rows if row["sku"] == "THING-9")

    before = on_hand()
    path = "/inventory/THING-9/receipts"
    position = api.asks("POST", path, json={"quantity": 3}, headers=api.staff).headers["store-position"]
    assert on_hand() == before, "nobody has learnt it yet"
    late = Timer(0.3, settle, [api.back_room])
    late.start()
    try:
        assert on_hand(**{"store-position": position}) == before + 3
    finally:
        late.join()


@pytest.mark.parametrize("position", KEPT)
@pytest.mark.parametrize("path", ["/", "/products", "/cart", "/api/v1/products"])
def test_a_position_kept_from_another_shop_holds_no_page_up(api, path, position):
    began = monotonic()
    page = api.client.get(path, headers={"x-api-key": "contract", "cookie": f"store-position={position}"})
    assert page.status_code == 200, page.text
    assert monotonic() - began < LONGEST / 2


@pytest.mark.parametrize("position", NAMED_WRONG)
def test_a_program_that_names_no_position_is_told_so(api, position):
    problem = api.expects(400, "GET", "/products", headers={"store-position": position})
    assert problem["errors"][0]["field"] == "store-position"
