"""Ids that a browser or a program brings along lead to nothing of another kind, and begin nothing that is to be one."""

from uuid import UUID

import pytest

from store.domain.shared.ids import Sku, locations, search_words, stock_of

pytestmark = [pytest.mark.requirement("R8.5"), pytest.mark.story("US-3.1", "add products with a quantity")]
STAFF = {"authorization": "Bearer the-token"}


@pytest.mark.parametrize("stream", [stock_of(Sku("A-FUTURE-ONE")), search_words(), locations()])
def test_a_cart_in_a_cookie_that_is_to_be_something_else_is_another_cart(desk, stream):
    before = desk.shop.journal().read([stream])
    desk.client.cookies.clear()
    desk.client.cookies.set("store_cart", str(stream))
    answer = desk.post("/cart/lines", {"sku": desk.mug.sku, "quantity": "1"})
    assert answer.status_code == 303
    own = answer.headers["set-cookie"].partition("store_cart=")[2].partition(";")[0]
    assert UUID(own) != stream
    assert desk.shop.journal().read([stream]) == before
    desk.client.cookies.clear()


def test_what_stands_there_is_told_from_nothing_by_nobody(desk):
    mug = stock_of(Sku(desk.mug.sku))
    told = [
        desk.client.post(f"/api/v1/carts/{id}/lines", json={"sku": desk.mug.sku}) for id in (mug, stock_of(Sku("NONE")))
    ]
    assert {(it.status_code, it.json()["type"]) for it in told} == {(404, "/problems/NoSuch")}
    assert desk.client.get(f"/api/v1/products/{mug}/record", headers=STAFF).status_code == 404
    assert desk.client.get(f"/backoffice/history/order/{mug}").status_code == 404
