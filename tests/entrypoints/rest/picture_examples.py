"""Pictures of goods for the examples of the description."""

from uuid import uuid4

from store.domain.shared.ids import product_of
from tests.adapters.identity.test_portraits import picture
from tests.entrypoints.rest.conftest import row


def a_picture(api, *, removed):
    """A picture of a product; one that was taken away, where that is wanted."""
    key = uuid4().hex
    api.sells(row(1, f"pictured-{key}", f"PICTURED-{key[:8]}", 5))
    id = product_of("contract", f"pictured-{key}")
    headers = api.staff | {"content-type": "image/png"}
    answer = api.asks("POST", f"/products/{id}/pictures", content=picture("PNG"), headers=headers)
    name = answer.json()["items"][0]["name"]
    if removed:
        api.asks("DELETE", f"/products/{id}/pictures/{name}", headers=api.staff | {"if-match": "*"})
    return {("path", "id"): str(id), ("path", "name"): name}
