"""``/api/v1/fulfilment/cancel-policy``: how long shoppers may cancel, said by vendors for their goods, and by staff."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Meta, Struct

from store.application.ordering.cancel_rules import CancelPolicyView, GetCancelPolicy, SetCancelPolicy
from store.domain.ordering.cancel_policies import MOST_HOURS, MOST_MADE
from store.domain.ordering.cancelling import Terms, Until
from store.domain.shared.ids import cancel_policy
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.fulfilment import SHIP, SkuText
from store.entrypoints.shared.cancel_policies import terms_of, whose
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, scope_of

_PATH: Final = "/fulfilment/cancel-policy"


class CancelTermsForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Until when: so many `hours` after buying, until it is `packed` or `sent`, or `never`. Goods that are
    `made_to_order` can't be cancelled in any case.
    """

    until: Annotated[Until, Meta(examples=["hours"])]
    hours: Annotated[int, Meta(ge=0, le=MOST_HOURS, examples=[48])] | None = None
    made_to_order: Annotated[list[SkuText], Meta(max_length=MOST_MADE)] = []

    @property
    def terms(self) -> Terms:
        """What it says."""
        return terms_of(self.until, self.hours, self.made_to_order)


class CancelPolicyForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for what is bought from the day `since` on, by the shop's calendar. Without `terms` a vendor's goods
    are cancelled as the shop says.
    """

    since: Annotated[date, Meta(examples=["2126-06-02"])]
    terms: CancelTermsForm | None = None


class CancelPolicyController(Controller):
    path = _PATH
    cache_control = NEVER_KEPT
    tags = ("Fulfilment",)

    @get(opt=SHIP | described("getCancelPolicy", 404))
    async def show(
        self, request: AnyRequest, desk: NamedDependency[Desk], vendor: FromQuery[UUID | None] = None
    ) -> CancelPolicyView:
        """What held, holds and will hold for goods of `vendor`, by default one's own, or the shop's for staff."""
        scope = scope_of(request, Permission.SHIP_ORDERS)
        return await desk.ask(GetCancelPolicy(vendor=whose(vendor, scope), scope=scope), request)

    @put(opt=SHIP | described("setCancelPolicy", 404, 409, 422, once=True))
    async def set(
        self, data: JSONBody[CancelPolicyForm], request: AnyRequest, desk: NamedDependency[Desk],
        vendor: FromQuery[UUID | None] = None,
    ) -> Response[CancelPolicyView]:
        """Another version, from tomorrow at the earliest: what was bought before stays as it was."""
        scope = scope_of(request, Permission.SHIP_ORDERS)
        about = whose(vendor, scope)
        wish = SetCancelPolicy(
            terms=data.terms.terms if data.terms else None, since=data.since, vendor=about, scope=scope
        )
        receipt = await desk.do(wish, request, once=await once_of(request, f"PUT {_PATH}", about or cancel_policy()))
        now = await desk.ask(GetCancelPolicy(vendor=about, scope=scope), request)
        return Response(now, headers={POSITION: receipt.position} if receipt.position else {})
