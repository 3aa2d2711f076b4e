"""The API's description (OpenAPI 3.1): what the framework knows of the routes, and what they say themselves."""


from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.handlers import HTTPRouteHandler
from litestar.plugins import InitPlugin
from litestar.routes import HTTPRoute
from msgspec.json import schema_components

from store.entrypoints.shared.examples import EXAMPLES, SCHEMAS, Json, example_of
from store.entrypoints.shared.headers import HEADERS, TAG, TOLD
from store.entrypoints.shared.manners import WORDS, Manners, manners_of
from store.entrypoints.shared.permissions import Permission
from store.entrypoints.shared.problems import EXAMPLE, MEDIA_TYPE, Problem


class OwnPages(InitPlugin):
    """Leaves out the framework's own pages about the API, at *path*: ours are at addresses of our choosing."""

    def __init__(self, path: str) -> None:
        self._path = path

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """The framework's plugin comes after all of ours; what it adds is seen by whoever comes later still."""
        app_config.plugins.append(_WithoutRouter(self._path))
        return app_config


class _WithoutRouter(InitPlugin):
    def __init__(self, path: str) -> None:
        self._path = path

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.route_handlers = [
            handler for handler in app_config.route_handlers
            if not (isinstance(handler, Router) and handler.path == self._path)
        ]
        return app_config


def description_of(app: Litestar) -> Json:
    """The whole description, ready to be sent as JSON."""
    described: Json = app.openapi_schema.to_schema()
    schemas: Json = described["components"]["schemas"]
    _, own = schema_components([Problem], ref_template=SCHEMAS + "{name}")
    schemas |= own
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    operation = described["paths"].get(route.path_format, {}).get(method.lower())
                    if operation is not None:
                        _complete(operation, handler, schemas)
    return described


def _complete(operation: Json, handler: HTTPRouteHandler, schemas: Json) -> None:
    manners = manners_of(handler) or Manners(operation["operationId"])
    operation["operationId"] = manners.id
    operation.pop("deprecated", None)
    first, *more = [" ".join(part.split()) for part in (handler.fn.__doc__ or "").split("\n\n")]
    operation["summary"] = first.removesuffix(".")
    operation["description"] = "\n\n".join([first, *more])
    parameters = [_parameter(parameter, by_id=manners.conditional) for parameter in operation.get("parameters", [])]
    wanted = {"Idempotency-Key": manners.once, "If-Match": manners.versioned, "If-None-Match": manners.kept}
    needed = {"If-Match": manners.conditional}
    parameters += [
        {"name": name, "in": "header", "required": needed.get(name, False), **HEADERS[name]}
        for name, does in wanted.items() if does
    ]
    if parameters:
        operation["parameters"] = parameters
    body = operation.get("requestBody")
    content = body["content"].get("application/json") if body else None  # pictures are none
    if content is not None:
        content["example"] = example_of(content["schema"], schemas)
        _close(content["schema"], schemas)
    permission = handler.opt["permission"]
    operation["security"] = _security(permission, manners)
    _refusals(operation, permission, manners)


def _close(schema: Json, schemas: Json) -> None:
    """Say of a form, and of the forms in it, that it takes no fields but its own."""
    for choice in schema.get("oneOf", [schema]):
        form = schemas.get(choice.get("$ref", "").removeprefix(SCHEMAS), {})
        if fields := form.get("properties"):
            form["additionalProperties"] = False
            for inner in fields.values():
                _close(inner, schemas)


def _parameter(parameter: Json, *, by_id: bool) -> Json:
    """*by_id*: what is changed is named by its id, since its slug may be what changes."""
    name = "id" if by_id and parameter["name"] == "slug" else parameter["name"]
    known = {"example": EXAMPLES[name]} if name in EXAMPLES else {}
    return {name: value for name, value in parameter.items() if value is not False or name == "required"} | known


def _security(permission: Permission, manners: Manners) -> list[Json]:
    if manners.order_token:
        return [{"staff": []}, {"order": []}]
    if manners.cart_key:
        return [{"account": []}, {"order": []}]
    if permission is Permission.OWN_ACCOUNT:
        return [{"account": []}]
    return [] if permission is Permission.PUBLIC else [{"staff": []}]


def _refusals(operation: Json, permission: Permission, manners: Manners) -> None:
    may = {
        400: True, 401: permission is not Permission.PUBLIC, 403: permission is not Permission.PUBLIC,
        409: manners.once, 412: manners.versioned, 413: "requestBody" in operation, 415: "requestBody" in operation,
        422: True, 428: manners.conditional, 429: manners.limited, 503: True,
    }
    answers = operation["responses"]
    answers.pop("400", None)  # the framework's own form of a refusal, which the shop never gives
    for answer in answers.values():
        answer.pop("headers", None)
    if manners.also:
        answers["200"]["content"][manners.also] = {"schema": {"type": "string"}}
    told = {name: header for trait, its in TOLD.items() if getattr(manners, trait) for name, header in its.items()}
    for answer in (its for status, its in answers.items() if told and status.startswith("2")):
        answer["headers"] = dict(told)
    if manners.kept:
        answers["200"]["headers"] = told | {"ETag": TAG}
        answers["304"] = {"description": WORDS[304], "headers": {"ETag": TAG}}
    for status in sorted({*manners.refusals, *(status for status, does in may.items() if does)}):
        content: Json = {"schema": {"$ref": SCHEMAS + "Problem"}}
        if status == EXAMPLE["status"]:
            content["example"] = EXAMPLE
        answers.setdefault(str(status), {"description": WORDS[status], "content": {MEDIA_TYPE: content}})
