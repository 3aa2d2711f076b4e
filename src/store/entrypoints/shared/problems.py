"""Refusals as RFC 9457 problem details: the one place where errors become statuses."""

import re
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct

from store.application.shared.errors import BadCursor, BadValue, Refusal, WrongFields
from store.domain.shared.errors import LONGEST_FACT, LONGEST_WORDS, StoreError, readable
from store.entrypoints.shared.field_problems import FieldProblem, fields_of, first_of

MEDIA_TYPE: Final = "application/problem+json"
_AWAY: Final = frozenset({"OperationalError", "InterfaceError", "PoolTimeout"})
"""What a database that is being restarted raises, by name: the edge knows no drivers."""

_KINDS: Final = {"NotFound": 404, "Conflict": 409, "RuleViolated": 422, "StoreError": 500}
_PLACE: Final = re.compile(r"\.([0-9]+)")
_LONGEST_PATH: Final = 200
_LONGEST_DETAIL: Final = LONGEST_WORDS + 2 * LONGEST_FACT
_NAMED: Final = {
    "BadCursor": 400, "BadValue": 400, "CardDeclined": 402, "LogInFirst": 401, "NotPermitted": 403, "ForeignForm": 403,
    "CardNotAdded": 402, "NotPaidAgain": 402,
    "CardNumberWritten": 400, "NotOnBehalf": 403, "WrongLogin": 401, "TokenSpent": 401, "ProveFirst": 403,
    "PictureTooLarge": 413, "PicturesAway": 503, "CodeNeeded": 401, "WrongCode": 422, "SecondFactorDemanded": 403,
    "LoginTooOld": 401, "ProviderAway": 503, "GatewayAway": 503, "PhotographsAway": 503,
    "NotCaughtUp": 503, "NobodyCounts": 503, "VersionMoved": 412, "TooManyRequests": 429,
    "ProductMovedOn": 412, "VersionNeeded": 428, "TakenOut": 410,
} | dict.fromkeys((
    "SoldOut", "NotThatMany", "TooManyWanted", "NotEnoughStock",
    "NoLongerSold", "GoneMeanwhile", "CartClosed", "CartEmpty", "CartMovedOn", "SaidAnew",
    "CancelledTooLate", "NotCancellable", "NotThatManyLeft", "NothingOwed", "OutOfTurn", "QuoteChanged",
    "PaymentSettled", "MoneyNotTaken", "NothingToPayAgain", "BelowReserved", "AlreadyListed", "NotForSale",
    "AddressTaken", "SlugTaken", "TooManyPictures", "OnlyForDrafts",
    "SecondFactorOn", "AnotherLinked", "LinkedElsewhere", "LastWayIn",
    "ReturnOutOfTurn", "NotThatManyToReturn", "NotReturnable",
    "FewerOnHand", "FewerSold", "CouponUsedUp", "UsedByYou", "CodeNotApplied", "CouponCodeTaken", "OfferEnded",
    "CreditNotEnough",
), 409)


_FIELDS: Final = {
    "NotAnEmail": "email", "SameEmail": "email", "WrongPassword": "current_password", "WrongCode": "code",
    "CodeNotValid": "code",
    "NotAPicture": "picture", "PictureTooLarge": "picture", "PictureOutOfSize": "picture", "PictureMoves": "picture",
} | dict.fromkeys(("PasswordTooShort", "PasswordTooLong", "PasswordTooPlain", "PasswordKnown"), "password")
"""Refusals that blame one field."""


class Problem(Struct, frozen=True, omit_defaults=True):
    """Problem details (RFC 9457). ``type`` names the kind of problem for programs, ``detail`` tells people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    request_id: str = ""
    errors: list[FieldProblem] = []
    facts: dict[str, Any] = {}


EXAMPLE: Final[dict[str, Any]] = {
    "type": "/problems/SoldOut", "title": "Conflict", "status": 409, "detail": "Harbour mug is sold out.",
    "instance": "/api/v1/orders", "request_id": "3f1c2a7e90b84d0c8a55f6d1c2e4b7a9",
    "facts": {"sku": "HARBOUR-MUG-INK", "name": "Harbour mug"},
}


def problem_of(error: Exception) -> Problem:
    """*error* as a problem. What nobody foresaw is told apart from what the shop refuses."""
    match error:
        case StoreError():
            refusal = Refusal.of(error)
            status = _NAMED.get(refusal.name, _KINDS[refusal.kind])
            return _problem(refusal.name, status, refusal.sentence, errors=_blamed(error), facts=refusal.facts)
        case ValidationException(extra=extra):
            return _problem("MalformedRequest", 400, first_of(extra) or error.detail, errors=fields_of(extra))
        case HTTPException(status_code=status, detail=detail):
            return _problem(HTTPStatus(status).phrase.title().replace(" ", ""), status, detail)
        case _ if _AWAY & {kind.__name__ for kind in type(error).__mro__}:
            return _problem("DatabaseAway", 503, "The shop is catching its breath. Please try again in a moment.")
        case _:
            return _problem("Unforeseen", 500, "Something went wrong on our side. Nothing was changed by halves.")


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """The response an API client gets."""
    problem = told(request, error)
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers_of(problem, error))


def told(request: Request[Any, Any, Any], error: Exception) -> Problem:
    """The problem of this request, logged if it was ours."""
    problem = problem_of(error)
    gone = "disconnected" in str(getattr(error, "detail", ""))
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not (gone or isinstance(error, StoreError)):
        structlog.get_logger().error("request failed", path=request.scope["path"], exc_info=error)
    return Problem(
        problem.type, problem.title, problem.status, problem.detail, _instance(request.scope["path"]),
        str(request.scope.get("state", {}).get("request_id", "")), problem.errors, problem.facts,
    )


def _instance(path: str) -> str:
    """*path* as a reference to it (RFC 9457, 3.1.5), which is ASCII; of a long one, as much as helps to find it."""
    return quote(path[:_LONGEST_PATH], errors="replace")


def headers_of(problem: Problem, error: Exception) -> dict[str, str]:
    """Headers that say when to come back, or how to come in."""
    more = dict(getattr(error, "headers", None) or {})
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        more.setdefault("Retry-After", "1")
    if problem.status == HTTPStatus.UNAUTHORIZED:
        more.setdefault("WWW-Authenticate", "Bearer")
    return more


def _problem(
    name: str, status: int, detail: str, *, errors: list[FieldProblem] | None = None,
    facts: dict[str, Any] | None = None,
) -> Problem:
    return Problem(
        f"/problems/{name}", HTTPStatus(status).phrase, status, readable(detail, _LONGEST_DETAIL), errors=errors or [],
        facts=facts or {},
    )


def _blamed(error: StoreError) -> list[FieldProblem]:
    match error:
        case BadValue(field=field, problem=problem):
            return [FieldProblem(readable(field), readable(problem, LONGEST_WORDS))]
        case WrongFields(faults=faults):
            told = {readable(field): readable(words, LONGEST_WORDS) for field, words in faults.items()}
            return [FieldProblem(_PLACE.sub(r"[\1]", field), words) for field, words in told.items()]
        case BadCursor():
            return [FieldProblem("cursor", str(error))]
        case StoreError() if (blamed := getattr(error, "part", None)) and type(error).__name__ == "NameUnfit":
            return [FieldProblem(readable(blamed), readable(str(error), LONGEST_WORDS))]
        case StoreError() if blamed := _FIELDS.get(type(error).__name__):
            return [FieldProblem(blamed, readable(str(error), LONGEST_WORDS))]
        case _:
            return []
