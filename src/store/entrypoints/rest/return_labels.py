"""``/api/v1/orders/{number}/returns/{place}``: a label for the way back, and where its parcel can be handed in."""

from typing import Final

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.returns.labels import BookReturn, DropOffView, FindDropOffs, PrintReturnLabel
from store.application.returns.messages import AskedReturn, ids_of, number_of
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.returns import opened
from store.entrypoints.shared.desk import AnyRequest, Desk, once_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.returns import LONGEST_POSTAL_CODE, label_file

_PUBLIC: Final = open_to(Permission.PUBLIC)


class ReturnLabelsController(Controller):
    path = "/orders/{number:str}/returns/{place:int}"
    cache_control = NEVER_KEPT
    tags = ("Orders",)

    @put("/booking", opt=_PUBLIC | described("bookReturn", 404, 409, 422, once=True, order_token=True, limited=True))
    async def book(
        self, number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[AskedReturn]:
        """Have the shop's carrier take the parcel at the shop's expense, where a return is `prepaid`: then there is a
        label, and `parcel` of the return says its number.
        """
        wanted = await opened(number, access_token, request, tokens, limits)
        await limits.spend(WRITING, request)
        name = number_of(wanted, place)
        receipt = await desk.do(
            BookReturn(number=name), request, once=await once_of(request, f"PUT booking {name}", ids_of(name)[1])
        )
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)

    @get("/label", opt=_PUBLIC | described(
        "getReturnLabel", 404, 409, order_token=True, limited=True, also="application/pdf",
    ))
    async def label(
        self, number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        """What is stuck on the parcel, as PDF, once it is booked."""
        wanted = await opened(number, access_token, request, tokens, limits)
        name = number_of(wanted, place)
        return label_file(await desk.ask(PrintReturnLabel(number=name, order=wanted), request), name)

    @get("/drop-offs", opt=_PUBLIC | described("findDropOffs", 404, 409, 422, order_token=True, limited=True))
    async def drop_offs(
        self, number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], postal_code: FromQuery[str] = "",
        access_token: FromQuery[str | None] = None,
    ) -> list[DropOffView]:
        """Where the shop's carrier takes parcels, near a `postal_code` or else near where the order went."""
        wanted = await opened(number, access_token, request, tokens, limits)
        if len(postal_code) > LONGEST_POSTAL_CODE:
            raise BadValue("postal_code", f"keep it to {LONGEST_POSTAL_CODE} characters")
        return await desk.ask(
            FindDropOffs(number=number_of(wanted, place), order=wanted, postal_code=postal_code), request
        )
