"""The description of the API is true: every example works, and every operation answers as it says."""

import os
import re
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.domain.identity.events import Role
from store.entrypoints.wiring.privacy import make_next
from tests.adapters.identity.test_portraits import picture
from tests.entrypoints.rest.conftest import ADDRESS, KEY, MUG, STAFF_TOKEN
from tests.entrypoints.rest.owners import OWNERS, Owner
from tests.entrypoints.rest.test_webhooks import delivered, subscribe
from tests.harness.drivers.accounts import postgres_post
from tests.harness.drivers.postgres import settle

EXAMPLES = int(os.environ.get("STORE_CONTRACT_EXAMPLES", "12"))
"""Whoever wants more of them wants others at each run: `make fuzz`."""
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
bounded = settings(
    max_examples=EXAMPLES, derandomize="STORE_CONTRACT_EXAMPLES" not in os.environ, print_blob=True, deadline=None,
    database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

pytestmark = [pytest.mark.requirement("R3.3")]


@pytest.fixture(scope="module")
def described(api):
    return api.expects(200, "GET", "/api/v1/openapi.json")


def operations(described):
    return [
        (method, path, operation) for path, found in described["paths"].items() for method, operation in found.items()
    ]


def test_it_is_openapi_and_says_when_it_changed(api, described):
    assert described["openapi"].startswith("3.1")
    tag = api.asks("GET", "/openapi.json").headers["etag"]
    assert api.asks("GET", "/openapi.json", headers={"if-none-match": tag}).status_code == 304


def test_every_operation_has_a_name_words_and_its_refusals(described):
    ids = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(set(ids)) == len(ids) >= 20
    for method, path, operation in operations(described):
        assert operation["summary"], path
        assert operation["operationId"].isidentifier()
        refusals = {code: answer for code, answer in operation["responses"].items() if int(code) >= 400}
        assert {"400", "503"} <= set(refusals), (method, path)
        for code, answer in refusals.items():
            if path != "/health/ready" or code != "503":
                assert list(answer["content"]) == ["application/problem+json"], (method, path, code)
        closed = operation["security"] in ([{"staff": []}], [{"account": []}])
        assert ("401" in refusals) == (closed or operation["operationId"] in {
            "issueTokens", "refreshTokens", "placeOrder",  # with the address of somebody who is logged in
        })


def test_forms_say_that_they_take_no_other_fields_and_bounds_are_told(described):
    schemas = described["components"]["schemas"]
    bodies = [operation["requestBody"]["content"] for _, _, operation in operations(described)
              if "requestBody" in operation]
    forms = [body["application/json"]["schema"]["$ref"].rpartition("/")[2]
             for body in bodies if "application/json" in body]
    assert {"OrderForm", "LineForm"} <= set(forms)
    assert all(schemas[form]["additionalProperties"] is False for form in forms)
    typed = schemas["OrderForm"]["properties"]["shipping_address"]["oneOf"]
    address = next(one["$ref"] for one in typed if "$ref" in one).rpartition("/")[2]
    assert schemas[address]["additionalProperties"] is False, "forms in forms too"
    quantity = schemas["LineForm"]["properties"]["quantity"]
    assert (quantity["type"], quantity["minimum"], quantity["maximum"]) == ("integer", 1, 999)
    taken = described["paths"]["/api/v1/history/exports"]["post"]["responses"]["200"]["content"]
    assert set(taken) == {"application/x-ndjson", "text/csv"}


def test_people_find_every_operation_on_a_page_without_anything_foreign(api, described):
    page = api.asks_page("/api/v1/docs")
    assert page.headers["content-type"].startswith("text/html")
    for _, path, operation in operations(described):
        assert f'id="{operation["operationId"]}"' in page.text
        assert path in page.text
    assert set(re.findall(r"https://[^/&]+", page.text)) == {"https://partner.example"}, "in an example alone"


def a_delivery(api):
    """A webhook of which something was sent."""
    webhook = subscribe(api)["webhook"]["id"]
    return {("path", "id"): webhook, ("path", "delivery"): delivered(api, webhook, 1)[0]}


def of_a_user(api, path):
    """The address for somebody who is logged in somewhere."""
    login = {"email": f"{uuid4().hex}@example.org", "password": "Kettle&Hearth-9"}
    api.expects(202, "POST", "/accounts", json=login | {"given_name": "Ann", "family_name": "Field"})
    account, now = api.back_room.account_emails().find(login["email"]), api.back_room.clock().now()
    session, _ = PostgresSessions(api.back_room.pool()).open(account, Role.CUSTOMER, "", now)
    return path.replace("{id}", str(account)).replace("{session}", str(session.id))


def a_letter(api):
    """One of those that orders called for."""
    settle(api.back_room)
    with api.back_room.pool().connection() as db:
        return str(db.execute("SELECT id FROM work.outbox LIMIT 1").fetchone()[0])


class Person:
    """Whoever the examples of accounts speak of, brought to where each example begins."""

    def __init__(self, api, described):
        self.api, self.post = api, postgres_post(api.back_room)
        form = described["paths"]["/api/v1/accounts"]["post"]["requestBody"]["content"]["application/json"]["example"]
        self.login = {"email": form["email"], "password": form["password"]}
        api.expects(202, "POST", "/accounts", json=form)
        self.api.asks("POST", "/accounts/verification", json={"token": self.link("account_verification")})

    def link(self, kind, to=None):
        settle(self.api.back_room)
        newest = [mail for mail in self.post.to(to or self.login["email"]) if mail.kind == kind][-1]
        return re.findall(r"token=([\w-]+)", newest.text)[-1]

    def prepared(self, operation, address, body):
        if operation in OWNERS:
            owner = Owner(self.api, self.post, self.login["password"])
            body = owner.prepared(operation, body)
            self.pass_ = owner.pass_
            return address, body
        tokens = self.api.expects(201, "POST", "/tokens", json=self.login)
        self.pass_ = {"authorization": f"Bearer {tokens['access_token']}"}
        match operation:
            case "endSession":
                first = self.api.expects(200, "GET", "/me/sessions", headers=self.pass_)[0]
                address = f"/api/v1/me/sessions/{first['id']}"
            case "verifyEmail":
                form = self.login | {"email": "late@example.org", "given_name": "Late", "family_name": "Comer"}
                self.api.expects(202, "POST", "/accounts", json=form)
                body = {"token": self.link("account_verification", form["email"])}
            case "resetPassword":
                self.api.expects(202, "POST", "/accounts/password-resets", json={"email": self.login["email"]})
                body |= {"token": self.link("password_reset")}
            case "getAddress" | "changeAddress" | "removeAddress" | "restoreAddress" | "chooseDefaultAddresses":
                kept = self.api.expects(201, "POST", "/me/addresses", json=ADDRESS, headers=self.pass_)["id"]
                address = re.sub(r"addresses/[0-9a-f-]{36}", f"addresses/{kept}", address)
                body = {"shipping": kept, "billing": kept} if operation == "chooseDefaultAddresses" else body
            case "takeCopy":
                self.api.expects(202, "POST", "/me/data", headers=self.pass_)
                settle(self.api.back_room)
                make_next(self.api.back_room)
                address = self.api.expects(200, "GET", "/me/data", headers=self.pass_)["items"][0]["href"]
            case "refreshTokens":
                body = {"refresh_token": tokens["refresh_token"]}
        return address, body


def test_every_example_works(api, described):
    wish = api.asks("GET", "/history", headers=api.staff).json()["items"][0]["correlation"]
    person = Person(api, described)
    for method, path, operation in operations(described):
        api.restocks()  # the example before may have been a count
        id = MUG if "history" in path else api.cart()
        known = {("path", "id"): id, ("path", "number"): api.order()["number"], ("path", "correlation"): wish,
                 ("query", "correlation"): wish} | (a_delivery(api) if "webhooks" in path else {})
        known |= {("path", "id"): a_letter(api)} if "letters" in path else {}
        given = [parameter for parameter in operation.get("parameters", []) if "example" in parameter]
        examples = {(parameter["in"], parameter["name"]): parameter["example"] for parameter in given}
        address = path
        for (place, name), value in (examples | known).items():
            if place == "path":
                address = address.replace(f"{{{name}}}", value)
        assert "{" not in address, f"no example for {path}"
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
        types = operation.get("requestBody", {}).get("content", {})
        if "Users" in operation["tags"]:
            address = of_a_user(api, path)
        if "Accounts" in operation["tags"]:
            address, body = person.prepared(operation["operationId"], address, body)
        address, _, query = address.partition("?")
        answer = api.asks(
            method.upper(), address, json=body | {"cart_id": id} if body and "cart_id" in body else body,
            params={name: value for (place, name), value in examples.items() if place == "query"}
            | dict(parse_qsl(query)),
            headers={
                # Another test may have spent the example's own key on another body.
                name: f"{value}-{uuid4()}" if name == "Idempotency-Key" else value
                for (place, name), value in examples.items() if place == "header"
            }
            | (api.staff if {"staff": []} in operation["security"] else {})
            | (person.pass_ if {"account": []} in operation["security"] else {})
            | ({"content-type": "image/png"} if "image/png" in types else {}),
            **({"content": picture("PNG")} if "image/png" in types else {}),
        )
        assert answer.is_success or path == "/health/ready", (method, path, answer.text)


@pytest.fixture(scope="module")
def schema(served):
    return schemathesis.openapi.from_url(f"{served}/api/v1/openapi.json")


def answering(operation, headers, checks):
    """Asks *operation* in as many ways as the description allows, and judges each answer by it."""

    @bounded
    @given(case=operation.as_strategy())
    def answers(case):
        case.call_and_validate(headers=headers, checks=checks)

    return answers


def test_every_operation_answers_as_described(schema):
    headers = {"authorization": f"Bearer {STAFF_TOKEN}", "x-api-key": KEY}
    wrong = []
    for found in schema.get_all_operations():
        operation = found.ok()

        checks = CHECKS if operation.path != "/health/ready" else CHECKS[1:]

        try:
            answering(operation, headers, checks)()
        except (FailureGroup, Failure) as failures:
            wrong.append(f"{operation.label}: {failures}")
    assert not wrong, "\n\n".join(wrong)
