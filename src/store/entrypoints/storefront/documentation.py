"""``/api/v1/docs``: the API's description, for people, made of the one for programs."""

import json
from http import HTTPStatus
from itertools import groupby
from shlex import quote
from typing import Any, Final
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template
from msgspec import Struct

from store.entrypoints.shared.description import description_of
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame

_GROUPS: Final = (
    "Products", "Carts", "Orders", "Payments", "Accounts", "Inventory", "History", "Webhooks", "Letters", "Health",
)
_METHODS: Final = ("POST", "GET", "PUT", "PATCH", "DELETE")


class Field(Struct, frozen=True):
    """One parameter, in words."""

    name: str
    place: str
    needed: bool
    kind: str
    words: str


class Operation(Struct, frozen=True):
    """One thing the API can do."""

    id: str
    group: str
    method: str
    path: str
    summary: str
    words: list[str]
    fields: list[Field]
    staff: bool
    body: str
    curl: str
    refusals: list[tuple[str, str]]
    account: bool = False
    """Whether it is about whoever asks."""


@get("/docs", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def documentation(
    request: AnyRequest, frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo]
) -> Template:
    """Every operation with its parameters, its refusals, and a line for the terminal that works."""
    described = description_of(request.app)
    operations = sorted(_operations(described, shop.address), key=_place)
    groups = [(name, list(found)) for name, found in groupby(operations, key=lambda operation: operation.group)]
    return await frame.page("storefront/documentation.html", request, about=described["info"], groups=groups)


def _place(operation: Operation) -> tuple[int, str, int, int]:
    """In the order of a purchase, and what one begins with first."""
    known = operation.group in _GROUPS
    return (
        _GROUPS.index(operation.group) if known else len(_GROUPS), operation.group, operation.path.count("/"),
        _METHODS.index(operation.method),
    )


def _operations(described: dict[str, Any], address: str) -> list[Operation]:
    return [
        _operation(method, path, operation, address)
        for path, operations in described["paths"].items() for method, operation in operations.items()
    ]


def _operation(method: str, path: str, operation: dict[str, Any], address: str) -> Operation:
    parameters = operation.get("parameters", [])
    content = operation.get("requestBody", {}).get("content", {})
    example = content.get("application/json", {}).get("example")
    file = next((kind for kind in content if kind != "application/json"), "")
    body = json.dumps(example, indent=2, ensure_ascii=False) if example is not None else ""
    staff, account = (operation["security"] == [{kind: []}] for kind in ("staff", "account"))
    token = "$STORE_STAFF_TOKEN" if staff else "$ACCESS_TOKEN" if account else ""
    return Operation(
        id=operation["operationId"], group=operation["tags"][0], method=method.upper(), path=path,
        summary=operation["summary"], words=operation["description"].split("\n\n")[1:],
        fields=[_field(parameter) for parameter in parameters], staff=staff, body=body,
        curl=_curl(method.upper(), address + path, parameters, body, token, file),
        refusals=[
            (code, answer["description"]) for code, answer in operation["responses"].items()
            if int(code) >= HTTPStatus.BAD_REQUEST
        ],
        account=account,
    )


def _field(parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    kinds = [one for one in schema.get("oneOf", [schema]) if one.get("type") != "null"]
    kind = kinds[0].get("format") or kinds[0].get("type", "string")  # one of several words has a schema of its own
    words = parameter.get("description", "")
    return Field(parameter["name"], parameter["in"], bool(parameter.get("required")), kind, words)


def _curl(method: str, address: str, parameters: list[dict[str, Any]], body: str, token: str, file: str) -> str:
    known = {(one["in"], one["name"]): one["example"] for one in parameters if "example" in one}
    for (place, name), value in known.items():
        if place == "path":
            address = address.replace(f"{{{name}}}", value)
    asked = urlencode({name: value for (place, name), value in known.items() if place == "query"})
    lines = [f"curl {'' if method == 'GET' else f'-X {method} '}{quote(address + (f'?{asked}' if asked else ''))}"]
    lines += [f'-H "Authorization: Bearer {token}"'] if token else []
    lines += [f"-H {quote(f'{name}: {value}')}" for (place, name), value in known.items() if place == "header"]
    lines += ["-H 'Content-Type: application/json'", f"-d {quote(body)}"] if body else []
    name = "me.jpg" if file.startswith("image/") else "goods.csv"
    lines += [f"-H 'Content-Type: {file}'", f"--data-binary @{name}"] if file else []
    return " \\\n  ".join(lines)
