"""Requests as the description of the API gives them, about things that there are: each works as it stands."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.credit.messages import GiveCredit
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.identity.account import Account
from store.domain.identity.events import Role
from store.domain.shared.ids import last_parcel_of, order_of, part_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.imports import importer
from tests.adapters.identity.test_portraits import picture
from tests.entrypoints.rest.charges import charged
from tests.entrypoints.rest.conftest import MUG
from tests.entrypoints.rest.coupon_examples import promoted
from tests.entrypoints.rest.erasable import of_somebody
from tests.entrypoints.rest.example_person import Person
from tests.entrypoints.rest.example_things import CHECKOUTS, calls_off_imports, of_a_checkout
from tests.entrypoints.rest.owners import BY
from tests.entrypoints.rest.picture_examples import a_picture
from tests.entrypoints.rest.return_examples import returned
from tests.entrypoints.rest.test_webhooks import delivered, subscribe
from tests.harness.drivers.postgres import settle

_NEEDED = {path: [("query", "access_token")] for path in (
    "/api/v1/carts/{id}/orders/{number}", "/api/v1/orders/{number}/payment", *CHECKOUTS,
)}
_CARTS = re.compile(r"/carts/|/orders$|/merges$")


def operations(described):
    return [
        (method, path, operation) for path, found in described["paths"].items() for method, operation in found.items()
    ]


@dataclass(frozen=True)
class Asked:
    """One request: ``places`` are the parts of its address, which ``path`` holds already."""

    verb: str
    path: str
    places: dict[str, str]
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    content: bytes | None = field(default=None, repr=False)

    def more(self):
        """What goes beside verb and path."""
        body = {"json": self.body} if self.content is None else {"content": self.content}
        return {"params": self.query, "headers": self.headers} | body


class Examples:
    """One shop, and somebody whom the examples of accounts speak of."""

    def __init__(self, api, described):
        self.api = api
        api.sells_as_at_first()
        self.wish = api.asks("GET", "/history", headers=api.staff).json()["items"][0]["correlation"]
        api.somebody = self.person = api.somebody or Person(api, described)

    def of(self, method, path, operation):
        """The example of *operation*, with whatever it speaks of made for it."""
        self.api.restocks()  # the example before may have been a count
        id = MUG if "history" in path else self.api.cart() if _CARTS.search(path) else str(uuid4())
        known = self._known(path, id)
        examples = {
            (parameter["in"], parameter["name"]): parameter["example"]
            for parameter in operation.get("parameters", []) if "example" in parameter
        }
        places = {name: value for (place, name), value in (examples | known).items() if place == "path"}
        query = {name: value for (place, name), value in examples.items() if place == "query"}
        query |= {name: value for (place, name), value in known.items() if (place, name) in _NEEDED.get(path, ())}
        types = operation.get("requestBody", {}).get("content", {})
        body = types.get("application/json", {}).get("example")
        if "Users" in operation["tags"]:
            places |= a_user(self.api, operation["operationId"])
        if "/categories/" in path:
            places |= {"id": (category := a_category(self.api))}
            places |= {"name": an_attribute(self.api, category)} if "{name}" in path else {}
            body = body | {"into": a_category(self.api)} if body and "into" in body else body
            body = body | {"parent": None} if body and "parent" in body else body
        elif path.endswith("/categories") and body:
            body |= {"name": uuid4().hex, "parent": None}
        elif "Products" in operation["tags"] and method != "get":
            made, body = a_product(self.api, operation["operationId"], body)
            places |= made
        if "/product-imports" in path:
            places |= {"id": an_import(self.api, operation["operationId"])}
            query |= {"file": "goods.csv"} if "text/csv" in types else {}
        made, body = promoted(self.api, path, operation["tags"], body)
        places |= made
        body = at_a_place(self.api, path, charged(self.api, path, body))
        address = filled(path, places)
        if "Privacy" in operation["tags"]:
            address, body = of_somebody(self.api, path, body)
            places |= taken_apart(path, address)
        if "Accounts" in operation["tags"]:
            address, body = self.person.prepared(operation["operationId"], address, body)
            address, _, asked = address.partition("?")
            places |= taken_apart(path, address)
            query |= parse_qsl(asked)
        assert "{" not in address, f"no example for {path}"
        headers = {
            # Another test may have spent the example's own key on another body.
            name: f"{value}-{uuid4()}" if name == "Idempotency-Key" else value
            for (place, name), value in examples.items() if place == "header"
        }
        headers |= self.api.in_person if {"staff": []} in operation["security"] else {}
        headers |= self.person.pass_ if {"account": []} in operation["security"] else {}
        kind = next((kind for kind in ("image/png", "text/csv") if kind in types), None)
        headers |= {"content-type": kind} if kind else {}
        body = body | {"number": self.api.order()["number"], "email": "ann@example.org"} if "tracking" in path else body
        body = body | {"cart_id": id} if body and "cart_id" in body else body
        content = {"image/png": picture("PNG"), "text/csv": a_file()}[kind] if kind else None
        return Asked(method.upper(), address, places, query, body, headers, content)

    def _known(self, path, id):
        known = {("path", "id"): id, ("path", "correlation"): self.wish, ("query", "correlation"): self.wish}
        known |= {("path", "code"): a_place(self.api, "EXAMPLE")} if "{code}" in path else {}
        if made := returned(self.api, path):
            known |= made
        elif "{number}" in path:
            order = self.api.order_for(path)
            known |= {("path", "number"): order["number"], ("query", "access_token"): order["access_token"]}
        if "{part}" in path:
            part = part_of(order_of(known["path", "number"]), None, "MAIN")
            known |= {("path", "part"): str(part), ("path", "parcel"): str(last_parcel_of(part))}
            if "{parcel}" in path:
                self.api.ships(known["path", "number"])
            if path.endswith(("/booking", "/label")):
                self.api.expects(200, "PUT", f"/fulfilment/{known['path', 'number']}/{part}/booking",
                                 headers=self.api.staff)
        if "/aside/" in path:
            self.api.expects(200, "POST", f"/carts/{id}/lines/{MUG}/aside")
        if path.endswith("/returns"):
            self.api.ships(self.api.order()["number"])
        known |= of_a_checkout(self.api, path, id, known)
        known |= a_delivery(self.api) if "webhooks" in path else {}
        known |= a_picture(self.api, removed="return" in path) if "/products/{id}" in path else {}
        return known | ({("path", "id"): a_letter(self.api)} if "letters" in path else {})


def filled(path, places):
    """The address of *path* with *places* in it."""
    for name, value in places.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def taken_apart(path, address):
    """What stands at the places of *path* in *address*."""
    return re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path), address).groupdict()


def an_attribute(api, category):
    """What goods of *category* have from now on."""
    api.expects(201, "POST", f"/categories/{category}/attributes", json={"name": "Height", "kind": "text"},
                headers=api.staff | {"if-match": "*"})
    return "Height"


def a_file():
    """A product, as import files say it."""
    tag = uuid4().hex[:12]
    return f"key,name,category,sku,price\n{tag},Mug {tag},things,MUG-{tag},9.00\n".encode()


def an_import(api, operation):
    """One that stands as *operation* wants it."""
    headers = api.staff | {"content-type": "text/csv"}
    calls_off_imports(api)
    sent = api.expects(202, "POST", "/product-imports?file=goods.csv", content=a_file(), headers=headers)["id"]
    works = importer(api.back_room, "EUR")
    if operation in {"startImport", "undoImport"}:
        while works.next():
            pass
    if operation == "undoImport":
        api.expects(202, "POST", f"/product-imports/{sent}/start", headers=api.staff)
        while works.next():
            pass
    return sent


def a_delivery(api):
    """A webhook of which something was sent."""
    webhook = subscribe(api)["webhook"]["id"]
    return {("path", "id"): webhook, ("path", "delivery"): delivered(api, webhook, 1)[0]}


def a_user(api, operation):
    """Somebody who is logged in somewhere, and stands as *operation* wants it."""
    email = f"{uuid4().hex}@example.org"
    wish = Register(email=email, password=Secret("Kettle&Hearth-9"), given_name="Ann", family_name="Field")
    api.back_room.bus().do(wish, BY)
    account, now = api.back_room.account_emails().find(email), api.back_room.clock().now()
    session, _ = PostgresSessions(api.back_room.pool()).open(account, Role.CUSTOMER, "", now)
    if operation == "takeCreditBack":
        given = GiveCredit(account_id=account, amount=Money(500, "EUR"), reason="your parcel came late")
        api.back_room.bus().do(given, BY)
    if operation in {"reportSecondFactorLost", "releaseSecondFactor"}:
        guarded(api, account, asked=operation == "releaseSecondFactor", at=now - timedelta(days=2))
    return {"id": str(account), "session": str(session.id)}


def guarded(api, account, *, asked, at):
    """Somebody has had a second factor since *at*, and, if *asked*, told staff that it is lost."""
    journal = api.back_room.journal()
    past = journal.read([account])[account]
    it = Account.replay(account, past.events)
    it.switch_second_factor_on(at=at)
    if asked:
        it.ask_for_release(at=at)
    change = Change(account, len(past.events), past.head, tuple(it.fresh))
    journal.hand_in([change], Caller(actor="system:test", correlation=uuid4()), at, None).settle()


def a_product(api, operation, body):
    """A product that stands as *operation* wants it; and the body, for one that there is not yet."""
    if operation == "waitForProduct":
        return {}, body
    sku = f"BOWL-{uuid4().hex[:12]}"
    form = {"name": "Ash bowl", "brand": "Loam", "variants": [{"sku": sku, "price": "18.00"}]}
    if operation == "createProduct":
        return {}, body | {"variants": form["variants"]}
    id = api.expects(201, "POST", "/products", json=form | {"draft": True}, headers=api.staff)["id"]
    if operation == "relistProduct":
        asked = {"params": {"reason": "an example"}, "headers": api.staff | {"if-match": "*"}}
        api.expects(200, "DELETE", f"/products/{id}", **asked)
    return {"slug": id, "sku": sku}, body


def a_category(api):
    """A place that nothing stands in."""
    return api.expects(201, "POST", "/categories", json={"name": uuid4().hex}, headers=api.staff)["id"]


def at_a_place(api, path, body):
    """*body* with a place that is not there yet to open, or one that is to move things to."""
    if path.endswith("/locations") and body:
        return body | {"code": f"P-{uuid4().hex[:8].upper()}"}
    return body | {"destination": a_place(api, "EXAMPLE-2")} if path.endswith("/transfers") else body


def a_place(api, code):
    """One where pieces may lie, open, and the same each time: there is an end to their list."""
    if code not in {it["code"] for it in api.expects(200, "GET", "/locations", headers=api.staff)}:
        form = {"code": code, "name": "A place", "priority": 9_000}
        api.expects(201, "POST", "/locations", json=form, headers=api.staff)
    return api.expects(200, "POST", f"/locations/{code}/reopen", json={}, headers=api.staff)["code"]


def a_letter(api):
    """One of those that orders called for."""
    settle(api.back_room)
    with api.back_room.pool().connection() as db:
        return str(db.execute("SELECT id FROM work.outbox LIMIT 1").fetchone()[0])
