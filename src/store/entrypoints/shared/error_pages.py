"""Refusals as pages. The path decides the room: programs get problem details, people a page of where they are."""

from typing import Any, Final
from urllib.parse import quote, urlencode

import structlog
from jinja2 import TemplateError
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, PermissionDeniedException, ValidationException
from litestar.response import Redirect, Template
from msgspec import Struct

from store.application.identity.errors import ProveFirst
from store.entrypoints.shared.addresses_inside import beyond_the_door, inside, parts_of
from store.entrypoints.shared.form_tokens import FormOutOfDate
from store.entrypoints.shared.permissions import GUEST, LogInFirst, Permission, Principal
from store.entrypoints.shared.problems import Problem, answer_problem, headers_of, told

FOR_PROGRAMS: Final = ("api", "health", "metrics", "static", "media")
BACK_OFFICE: Final = "backoffice"
LOGIN: Final = "/backoffice/login"
PROOF: Final = "/account/proof"
"""Where somebody who is logged in says once more who they are. A page that needs it takes its form where it is."""
STAFF_PROOF: Final = "/backoffice/proof"
_PROOFS: Final = {BACK_OFFICE: STAFF_PROOF, "account": PROOF}
_LOGINS: Final = {BACK_OFFICE: LOGIN, "account": "/login"}
_OLD_FORM: Final = "This form has grown old. Load the page again, then send it once more."
_MEANWHILE: Final = "You logged in meanwhile. Load the page again, then send it once more."
_FORM: Final = "Store-Form"
"""Tells our own scripts that a form is out of date: since a login, or just so."""


class Trouble(Struct, frozen=True):
    """What an error page says."""

    status: int
    detail: str | None
    request_id: str | None
    again: str = ""
    """The page to load again, where that is all it takes."""


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The response for whoever asked: a problem, a page, or the way to the login."""
    room = request.scope["path"].lstrip("/").partition("/")[0]
    if room in FOR_PROGRAMS:
        return answer_problem(request, error)
    if room in _LOGINS and isinstance(error, LogInFirst):
        return _to_login(request, _LOGINS[room])
    if room in _PROOFS and isinstance(error, ProveFirst):
        return _to_proof(request, _PROOFS[room])
    if isinstance(error, FormOutOfDate) and _who(request).account and request.scope["path"] == _LOGINS["account"]:
        return Redirect(beyond_the_door(error.wanted), status_code=303, headers={"cache-control": "no-store"})
    problem = told(request, error)
    again = _page_before(request) if isinstance(error, FormOutOfDate) else ""
    trouble = Trouble(problem.status, _detail(request, problem, error), problem.request_id or None, again)
    try:
        page = _page(request, trouble, BACK_OFFICE if room == BACK_OFFICE else "storefront")
    except TemplateError as broken:
        structlog.get_logger().error("no page for an error", path=request.scope["path"], exc_info=broken)
        return answer_problem(request, error)
    return Response(
        page, status_code=problem.status, media_type=MediaType.HTML, headers=_headers(request, problem, error)
    )


def _page(request: Request[Any, Any, Any], trouble: Trouble, room: str) -> str:
    """Rendered here and now: a page that cannot be made must not become half a response."""
    engine = request.app.template_engine
    if engine is None:
        raise LookupError("no template engine")
    state, who = request.scope.get("state", {}), _who(request)
    around = (
        {"staff": {"name": ""} if who.may(Permission.READ_ORDERS) else None, "people": {}} if room == BACK_OFFICE
        else {"nav_categories": state.get("nav_categories", []), "cart_count": state.get("cart_count", 0), "cart": None,
              "logged_in": who.account is not None, "visit": {"name": None} if who.acting_for else None}
    )
    name = f"{room}/error.html"
    page = Template(name, context={"error": trouble, "notice": None, **around})
    text: str = engine.get_template(name).render(**page.create_template_context(request))
    return text


def _who(request: Request[Any, Any, Any]) -> Principal:
    who: Principal = request.scope.get("state", {}).get("principal", GUEST)
    return who


def _page_before(request: Request[Any, Any, Any]) -> str:
    """The page that had the form, if the browser names one of ours; else the front."""
    parts = parts_of(request.headers.get("referer", ""))
    if parts is None or not parts.netloc or parts.netloc != request.headers.get("host"):
        return "/"
    return inside(f"{parts.path}?{parts.query}" if parts.query else parts.path) or "/"


def _detail(request: Request[Any, Any, Any], problem: Problem, error: Exception) -> str | None:
    """The shop's own words; those of the framework would tell nobody anything."""
    match error:
        case PermissionDeniedException():
            return _MEANWHILE if _who(request).account else _OLD_FORM
        case ValidationException():
            return problem.detail
        case HTTPException():
            return None
        case _:
            return problem.detail


def _headers(request: Request[Any, Any, Any], problem: Problem, error: Exception) -> dict[str, str]:
    headers = headers_of(problem, error) | {"cache-control": "no-store"}
    if isinstance(error, FormOutOfDate):
        headers[_FORM] = "since-login" if _who(request).account else "out-of-date"
    if request.headers.get("hx-request"):
        headers |= {"HX-Retarget": "body", "HX-Reswap": "innerHTML show:window:top"}
    return headers


def _to_login(request: Request[Any, Any, Any], login: str) -> Response[Any]:
    """To the login and, for a page that was only to be looked at, from there back."""
    wanted = quote(request.scope["path"])
    if query := request.scope["query_string"].decode("latin-1"):
        wanted += f"?{query}"
    address = f"{login}?{urlencode({'next': wanted})}" if request.method in {"GET", "HEAD"} else login
    if request.headers.get("hx-request"):
        return Response(b"", status_code=200, headers={"HX-Redirect": login})
    return Redirect(address, status_code=303)


def _to_proof(request: Request[Any, Any, Any], proof: str) -> Response[Any]:
    """To where the password is asked for, and from there back: to the page itself, or to the one that had the form."""
    wanted = request.scope["path"]
    if request.method not in {"GET", "HEAD"} and proof == STAFF_PROOF:
        wanted = wanted.rpartition("/")[0]
    if request.headers.get("hx-request"):
        return Response(b"", status_code=200, headers={"HX-Redirect": proof})
    return Redirect(f"{proof}?{urlencode({'next': wanted})}", status_code=303)
