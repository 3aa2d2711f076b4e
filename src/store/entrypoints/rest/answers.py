"""How the API answers: JSON that is ready, and Structs with the ETag and position of what they show."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar

from litestar import MediaType, Response
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import HTTPException, ValidationException
from litestar.response.base import ASGIResponse
from msgspec import MsgspecError, ValidationError, json

from store.application.ordering.ports import AccessTokens
from store.application.shared.answers import Json
from store.application.shared.text import expect_no_nul
from store.entrypoints.shared.desk import POSITION, AnyRequest
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.versions import knows, tag_of

T = TypeVar("T")

_ASK: Final = "no-cache"
"""Keep it, but ask before showing it again: prices and stock move at any moment."""

NEVER_KEPT: Final = CacheControlHeader(no_store=True)
"""Whoever stands between the shop and whom it answers keeps nothing that speaks of a person."""
_NEVER: Final = NEVER_KEPT.to_header()

RAW: Final = "reads its body itself"


FIRST: Final = "is asked before the body is read"
"""A route's own question before anything is read. It is told what opens orders and how often one may ask, and refuses
by raising.
"""


class NotJson(HTTPException):
    """The body was announced as something else than JSON."""

    status_code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def asked_first(
    tokens: Callable[[], AccessTokens], limits: RateLimits
) -> Callable[[AnyRequest], Awaitable[None]]:
    """Ask what the route asks :data:`FIRST`, and then for a body that can be read."""
    async def ask(request: AnyRequest) -> None:
        if (question := request.route_handler.opt.get(FIRST)) is not None:
            await question(request, tokens(), limits)
        await expect_json(request)

    return ask


async def expect_json(request: AnyRequest) -> None:
    """Refuse a body that doesn't say it is JSON (nothing that a page of another site can send unasked does), that no
    decoder would come to the end of, or that isn't exactly what the description says.

    The framework reads ``"2"`` as a number and ``1`` as true: right for addresses, which are text, and wrong for JSON.

    :raises TextWithNul: if any text in it holds that sign.
    """
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if not has_body:
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MediaType.JSON:
        raise NotJson("Send the body as JSON, with Content-Type: application/json")
    body = await request.body()
    if request.route_handler.parsed_data_field is None and not request.route_handler.opt.get(RAW):
        _expect_nothing(body)
    expect_no_nul(body)
    form = request.route_handler.parsed_data_field
    try:
        json.decode(body, type=Any if form is None else form.annotation)
    except RecursionError:
        raise ValidationException("The body is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValidationException("The body is no text: JSON is written in UTF-8") from None
    except ValidationError as wrong:
        raise ValidationException(extra=[_fault(str(wrong))]) from wrong
    except MsgspecError:
        return  # no JSON at all: said in better words by whoever decodes it for use


def _expect_nothing(body: bytes) -> None:
    """Whoever sends something where nothing is read thinks that it counts."""
    if body.strip() not in {b"", b"{}", b"null"}:
        raise ValidationException("Send no body here, or an empty one: nothing in it would be read")


def _fault(words: str) -> dict[str, str]:
    """What a decoder found wrong, as the framework tells of it."""
    message, _, place = words.partition(" - at `$.")
    return {"key": place.removesuffix("`") or "data", "message": message}


def raw(ready: Json) -> ASGIResponse:
    """JSON that is ready to send, past all that a framework may still want to do to it."""
    return _leaving(ready, {"cache-control": _NEVER})


def fresh(ready: Json, request: AnyRequest) -> ASGIResponse:
    """JSON that is ready, for whoever hasn't got it yet: who kept it may show it as soon as we say it is the same."""
    headers = request.headers
    tag = tag_of(ready, headers.get("accept-encoding", ""))
    if (known := headers.get("if-none-match")) is not None and knows(known, tag):
        return ASGIResponse(status_code=304, headers={"etag": tag, "cache-control": _ASK, "vary": "Accept-Encoding"})
    return _leaving(ready, {"etag": tag, "cache-control": _ASK})


def _leaving(ready: Json, headers: dict[str, str]) -> ASGIResponse:
    """With all its *headers*: those that the framework adds by itself it looks for among the others, one by one."""
    whole = {"content-type": MediaType.JSON.value, "content-length": str(len(ready)), **headers}
    return ASGIResponse(body=ready, headers=whole)


def tagged(content: T, version: int, *, position: str | None = None, status: int = 200) -> Response[T]:
    """*content* with its version as ETag, and the position at which it is to be seen everywhere."""
    headers = {"ETag": f'"{version}"'}
    if position:
        headers[POSITION] = position
    return Response(content, headers=headers, status_code=status)
