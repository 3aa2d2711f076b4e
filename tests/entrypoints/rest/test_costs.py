"""What a piece costs the shop: told by whoever looks after it, and shown to nobody else."""

import pytest

from tests.entrypoints.rest.conftest import row
from tests.entrypoints.vendors import Vendor

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]
FOUR = {"amount": "4.23", "currency": "EUR"}


def test_a_cost_is_told_and_taken_back(api):
    api.sells(row(5, slug="costly", sku="COSTLY"))
    path = "/inventory/COSTLY/cost"
    assert api.expects(200, "PUT", path, json={"cost": FOUR}, headers=api.staff)["cost"] == FOUR
    assert api.expects(200, "GET", "/inventory/COSTLY", headers=api.staff)["cost"] == FOUR
    for wrong in ({"amount": "4.231", "currency": "EUR"}, {"amount": "-1", "currency": "EUR"}, {"amount": "1"}):
        assert api.asks("PUT", path, json={"cost": wrong}, headers=api.staff).status_code in {400, 422}
    assert api.expects(200, "PUT", path, json={"cost": None}, headers=api.staff)["cost"] is None
    assert api.asks("PUT", path, json={"cost": FOUR}).status_code == 401


@pytest.mark.requirement("R1.5")
def test_shoppers_and_other_vendors_never_see_it(api):
    own, other = Vendor(api.back_room), Vendor(api.back_room)
    api.expects(200, "PUT", f"/inventory/{own.sku}/cost", json={"cost": FOUR}, headers=own.headers)
    assert api.expects(200, "GET", f"/inventory/{own.sku}", headers=own.headers)["cost"] == FOUR
    api.expects(404, "GET", f"/inventory/{own.sku}", headers=other.headers)
    api.expects(404, "PUT", f"/inventory/{own.sku}/cost", json={"cost": None}, headers=other.headers)
    api.sells(row(5, slug="costly", sku="COSTLY"))
    api.expects(200, "PUT", "/inventory/COSTLY/cost", json={"cost": FOUR}, headers=api.staff)
    cart = api.cart("COSTLY", 1)
    for path in ("/products/costly", f"/carts/{cart}", "/products?q=costly"):
        answer = api.asks("GET", path)
        assert (answer.status_code, "4.23" in answer.text) == (200, False), path
    assert "4.23" not in api.asks("GET", "/inventory", headers=other.headers).text
    for path in ("/inventory/COSTLY", "/history/inventory/COSTLY"):
        assert api.asks("GET", path).status_code == 401
