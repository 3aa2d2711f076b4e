"""A card, a checkout and a copy of data, for examples that speak of one."""

from uuid import UUID

from store.application.processes.carrying_checkouts import cart_key
from store.domain.shared.ids import CartId
from store.entrypoints.wiring.own_data import make_next
from tests.entrypoints.rest.conftest import ADDRESS
from tests.harness.drivers.postgres import settle


def a_card(api, pass_):
    """One that its owner keeps."""
    keeping = {"method": "sandbox", "token": "success", "remember": True}
    wish = api.buying(api.cart(), payment=keeping)
    api.expects(201, "POST", "/orders", json=wish, headers=pass_)
    return api.expects(200, "GET", "/me/cards", headers=pass_)["items"][0]["id"]


def a_copy(api, pass_):
    """Where one's own is to be had."""
    api.expects(202, "POST", "/me/data", headers=pass_)
    settle(api.back_room)
    while make_next(api.back_room):  # somebody else's may be first
        pass
    return api.expects(200, "GET", "/me/data", headers=pass_)["items"][0]["href"]


def a_checkout(api, path, cart):
    """The key of one, with all said of it where it is to be bought."""
    key = cart_key(CartId(UUID(cart)), api.back_room.access_tokens())
    if path.endswith("/order"):
        for step, said in (
            ("address", {"email": "ann@example.org", "shipping_address": ADDRESS}),
            ("shipping", {"shipping_method": "standard"}), ("payment", {"method": "sandbox", "token": "success"}),
        ):
            api.expects(200, "PUT", f"/carts/{cart}/checkout/{step}", json=said, params={"access_token": key})
    return key


def calls_off_imports(api):
    """All that wait: after a walk there may be so many that nobody may send another."""
    for one in api.expects(200, "GET", "/product-imports", headers=api.staff):
        if one["state"] in {"checking", "checked"}:
            api.expects(202, "POST", f"/product-imports/{one['id']}/call-off", headers=api.staff)
