"""A label for the parcel that goes back, for whoever holds the order's token."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.returns.labels import BookReturn, PrintReturnLabel
from store.application.returns.messages import number_of
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import READING, WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.returns import label_file
from store.entrypoints.storefront.cancelling import proven
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.returning import ONE, page_of

_LABEL: Final = f"{ONE}/label"


@post(_LABEL, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def book(
    number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
    frame: NamedDependency[Frame], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Have the shop's carrier take it; the label can be printed then."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    wanted, token = await proven(number, form.get("access_token", ""), request, tokens, limits)
    try:
        await desk.do(BookReturn(number=number_of(wanted, place)), request)
    except (RuleViolated, Conflict) as refused:
        notice = Notice("bad", "There is no label", str(refused))
        return await page_of(wanted, place, token, request, desk, frame, tokens, notice=notice, status=409)
    return see(href(f"/orders/{wanted}/returns/{place}", access_token=token))


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
