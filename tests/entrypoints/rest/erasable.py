"""Somebody whom each example about privacy may be about."""

from tests.entrypoints.rest.test_users import Users

WHY = {"reason": "Asked for it on the phone"}
EMAIL = "buyer@example.org"


def of_somebody(api, path, body):
    """The address and the body of an example, about an account or an order that is there for it alone."""
    users = Users(api)
    account, number = str(users.cleo), api.order(email=EMAIL)["number"]
    address = path.replace("{number}", number)
    if "/erasures/{id}" in path:
        wanted = {"account_id": account, "ground": "asked", **WHY}
        begun = api.expects(202, "POST", "/erasures/accounts", json=wanted, headers=api.in_person)
        return address.replace("{id}", begun["id"]), body
    address = address.replace("{id}", account)
    if address.endswith("/lift"):
        api.expects(200, "POST", address.removesuffix("/lift"), json=WHY, headers=api.in_person)
    if body and "account_id" in body:
        body = body | {"account_id": account}
    if body and "order_number" in body:
        body = body | {"order_number": number, "email": EMAIL}
    return address, body
