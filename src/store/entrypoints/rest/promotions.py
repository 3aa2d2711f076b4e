"""``/api/v1/promotions``: what the shop gives to everybody without a code, for staff."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.pricing.promotions import (
    BeginPromotion,
    ChangePromotion,
    GetPromotion,
    ListPromotions,
    PromotionView,
    WithdrawPromotion,
)
from store.application.pricing.trying import PromotionTried, TryPromotion
from store.application.shared.ports import Ids
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.coupons import Name, Reason, Withdrawal
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.limits import UPLOADING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.terms_forms import form_of_terms, terms_of
from store.entrypoints.shared.terms_shapes import TermsForm

_READ, _MANAGE = open_to(Permission.READ_PROMOTIONS), open_to(Permission.MANAGE_PROMOTIONS)


class PromotionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What is given to every cart that meets the terms. Orders that were placed stay as they are."""

    name: Name
    terms: TermsForm
    reason: Reason | None = None


class Promotion(Struct, frozen=True):
    """A promotion. `withdrawn` says why it ended, if it did."""

    id: UUID
    name: str
    terms: TermsForm
    withdrawn: str | None


class DraftForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A draft, and how many days to look back. Its own days are left aside."""

    terms: TermsForm
    days: Annotated[int, Meta(ge=1, le=365, examples=[30])] = 30


class PromotionsController(Controller):
    path = "/promotions"
    cache_control = NEVER_KEPT
    tags = ("Promotions",)

    @get(opt=_READ | described("listPromotions"))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> list[Promotion]:
        """All there are and were, the newest first."""
        return [_shown(view) for view in await desk.ask(ListPromotions(), request)]

    @post(opt=_MANAGE | described("beginPromotion", 409, 422))
    async def begin(
        self, data: JSONBody[PromotionForm], request: AnyRequest, desk: NamedDependency[Desk],
        ids: NamedDependency[Ids],
    ) -> Response[Promotion]:
        """Make carts cheaper from now on."""
        command = BeginPromotion(promotion_id=ids.next(), name=data.name, terms=terms_of(data.terms))
        receipt = await desk.do(command, request, reason=data.reason)
        return _told(receipt.outcome, receipt.position, status=201)

    @post("/what-if", status_code=200, opt=_READ | described("tryPromotion", 422, 429))
    async def try_out(
        self, data: JSONBody[DraftForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> PromotionTried:
        """What a draft would have made of the orders of the last days, and of the carts that lie open now.

        Nothing is changed. Nobody buys more or less in it: it says what would have been given on what was sold anyway.
        """
        await limits.spend(UPLOADING, request)
        return await desk.ask(TryPromotion(terms=terms_of(data.terms), days=data.days), request)

    @get("/{id:uuid}", opt=_READ | described("getPromotion", 404))
    async def show(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Promotion]:
        """One of them. Its `ETag` is that of all together."""
        return _told(await desk.ask(GetPromotion(promotion_id=id), request))

    @put("/{id:uuid}", opt=_MANAGE | described("changePromotion", 404, 409, 422, versioned=True))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[PromotionForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Promotion]:
        """Have it give something else."""
        receipt = await desk.do(ChangePromotion(
            promotion_id=id, name=data.name, terms=terms_of(data.terms), version=expected_version(request),
        ), request, reason=data.reason)
        return _told(receipt.outcome, receipt.position)

    @post("/{id:uuid}/withdrawal", status_code=200, opt=_MANAGE | described(
        "withdrawPromotion", 404, 409, 422, versioned=True,
    ))
    async def withdraw(
        self, id: FromPath[UUID], data: JSONBody[Withdrawal], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Promotion]:
        """Have it give nothing any more."""
        command = WithdrawPromotion(promotion_id=id, reason=data.reason, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason or None)
        return _told(receipt.outcome, receipt.position)


def _told(view: PromotionView, position: str | None = None, *, status: int = 200) -> Response[Promotion]:
    return tagged(_shown(view), view.version, position=position, status=status)


def _shown(view: PromotionView) -> Promotion:
    return Promotion(view.id, view.name, form_of_terms(view.terms), view.withdrawn or None)
