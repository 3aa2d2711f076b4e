"""``/api/v1/promotions/stacking``: how promotions go together, for staff."""

from typing import Annotated

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.pricing.stacking import GetStacking, SetStacking, StackingView
from store.domain.pricing.terms import Stacking
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


class StackingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """`once`: what one promotion reduced no other of its lane reduces further. `stacked`: each reduces what is left.

    `line` is about promotions for some goods, `order` about those for all of them. `codes` says how many coupons an
    order takes: one, unless somebody says otherwise; where it is left out, it stays as it is.
    """

    line: Stacking = Stacking.ONCE
    order: Stacking = Stacking.ONCE
    codes: Annotated[int, Meta(ge=1, le=10, examples=[1])] | None = None


class StackingController(Controller):
    path = "/promotions/stacking"
    cache_control = NEVER_KEPT
    tags = ("Promotions",)

    @get(opt=open_to(Permission.READ_PROMOTIONS) | described("getStacking"))
    async def show(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[StackingForm]:
        """How promotions go together. Its `ETag` is that of all promotions."""
        return _told(await desk.ask(GetStacking(), request))

    @put(opt=open_to(Permission.MANAGE_PROMOTIONS) | described("setStacking", 409, 422, versioned=True))
    async def stack(
        self, data: JSONBody[StackingForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StackingForm]:
        """Have them go together so from now on. Orders that were placed stay as they are."""
        command = SetStacking(
            line=data.line, order=data.order, codes=data.codes, version=expected_version(request),
        )
        receipt = await desk.do(command, request)
        return _told(receipt.outcome, receipt.position)


def _told(view: StackingView, position: str | None = None) -> Response[StackingForm]:
    return tagged(StackingForm(view.line, view.order, view.codes), view.version, position=position)
