"""Orders that arrived, and returns of them that stand as an example wants it."""

from base64 import b64encode
from uuid import UUID

from store.domain.shared.ids import last_parcel_of
from tests.adapters.identity.test_portraits import picture

BEFORE = {
    "slip": ("approval",), "booking": ("approval",), "label": ("approval",), "receipt": ("approval",),
    "inspection": ("approval", "receipt"),
}
"""What has to be done before."""


def mine(order, **more):
    return {"authorization": f"Bearer {order['access_token']}"} | more


def delivered(api, quantity=2):
    """An order of mugs that is with whoever bought them."""
    order = api.expects(201, "POST", "/orders", json=api.buying(api.cart(quantity=quantity)))
    api.ships(order["number"])
    seen = api.expects(200, "GET", f"/orders/{order['number']}", headers=mine(order))
    part = seen["parts"][0]["part_id"]
    parcel = last_parcel_of(UUID(part))
    api.expects(200, "PUT", f"/fulfilment/{order['number']}/{part}/parcels/{parcel}/delivery", headers=api.staff)
    return order | {"sku": seen["lines"][0]["sku"]}


def ask(api, order, status=201, *, headers=None, **body):
    """Want a piece of it to go back."""
    return api.expects(status, "POST", f"/orders/{order['number']}/returns", headers=headers or mine(order), json={
        "lines": [{"sku": order["sku"], "quantity": 1}], "reason": "damaged", "words": "The handle is off.",
    } | body)


def photograph():
    return b64encode(picture("PNG")).decode()


def returned(api, path):
    """What stands at the places of *path*: of an order that arrived, or of a return, with a photograph."""
    if path.startswith("/api/v1/orders/") and "/return" in path:
        order = delivered(api)
        if "{place}" in path:
            _prepared(api, ask(api, order, photos=[photograph()])["items"][0]["number"], path)
        if path.endswith("/label"):
            api.expects(200, "PUT", f"/orders/{order['number']}/returns/1/booking", headers=mine(order))
        known = {("path", "number"): order["number"], ("query", "access_token"): order["access_token"]}
        return known | {("path", "place"): "1", ("path", "photo"): "1"}
    if path.startswith("/api/v1/returns/{number}"):
        number = ask(api, delivered(api), photos=[photograph()])["items"][0]["number"]
        _prepared(api, number, path)
        return {("path", "number"): number, ("path", "photo"): "1"}
    return {}


def _prepared(api, number, path):
    for step in BEFORE.get(path.rpartition("/")[2], ()):
        api.expects(201, "POST", f"/returns/{number}/{step}", headers=api.staff)
