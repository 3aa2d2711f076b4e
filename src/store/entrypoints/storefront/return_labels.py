"""A label for the parcel that goes back, for whoever holds the order's token."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.returns.labels import BookReturn, PrintReturnLabel
from store.application.returns.messages import number_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.returns import label_file
from store.entrypoints.storefront.cancelling import proven
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.returning import ONE, done, own_form

_LABEL: Final = f"{ONE}/label"


@post(_LABEL, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def book(
    number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
    frame: NamedDependency[Frame], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Have the shop's carrier take it; the label can be printed then."""
    wanted, token = await own_form(number, request, tokens, limits)
    wish = BookReturn(number=number_of(wanted, place))
    return await done(wish, "There is no label", wanted, place, token, request, desk, frame, tokens)


@get(_LABEL, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def label(
    number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What is stuck on the parcel, as PDF."""
    await limits.spend(READING, request)
    wanted, _ = await proven(number, access_token or "", request, tokens, limits)
    name = number_of(wanted, place)
    return label_file(await desk.ask(PrintReturnLabel(number=name, order=wanted), request), name)
