"""``/api/v1/coupons``: codes that call for a discount, for staff."""

from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from store.application.pricing.messages import (
    ChangeCoupon,
    Codes,
    CouponRows,
    CouponView,
    CreateCoupon,
    GetCoupon,
    ListCoupons,
    ListUses,
    MakeCodes,
    UseRows,
    WithdrawCoupon,
)
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.terms_forms import form_of_terms, limits_of, terms_of
from store.entrypoints.shared.terms_shapes import LimitsForm, TermsForm

MOST = 200
CodeText = Annotated[str, Meta(min_length=3, max_length=60, pattern=VISIBLE, examples=["SPRING"])]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE, examples=["Spring sale"])]
Reason = Annotated[str, Meta(max_length=200, pattern=PLAIN)]
_READ, _MANAGE = open_to(Permission.READ_PROMOTIONS), open_to(Permission.MANAGE_PROMOTIONS)


class CouponForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What a code calls for. With `single_use` each of the codes that are made for it may be used once."""

    code: CodeText
    name: Name
    terms: TermsForm
    limits: LimitsForm = LimitsForm()
    single_use: bool = False
    reason: Reason | None = None


class CouponChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, said anew. Orders that were placed stay as they are."""

    name: Name
    terms: TermsForm
    limits: LimitsForm = LimitsForm()
    reason: Reason | None = None


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it ends."""

    reason: Reason = ""


class CodesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How many codes for single use are wanted."""

    many: Annotated[int, Meta(ge=1, le=10_000, examples=[100])]
    reason: Reason | None = None


class Coupon(Struct, frozen=True):
    """A coupon. `withdrawn` says why it ended, if it did; `codes`, how many for single use were made."""

    code: str
    name: str
    terms: TermsForm
    limits: LimitsForm
    single_use: bool
    codes: int
    withdrawn: str | None


class CouponsController(Controller):
    path = "/coupons"
    cache_control = NEVER_KEPT
    tags = ("Promotions",)

    @get(opt=_READ | described("listCoupons"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], q: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> CouponRows:
        """Coupons, the newest first, with what they took off so far. `q` is the beginning of a code."""
        return await desk.ask(ListCoupons(q=q[:60], cursor=cursor, limit=_limited(limit)), request)

    @post(opt=_MANAGE | described("createCoupon", 409, 422))
    async def create(
        self, data: JSONBody[CouponForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Coupon]:
        """Have a code call for something. A code is given away once."""
        receipt = await desk.do(CreateCoupon(
            code=data.code, name=data.name, terms=terms_of(data.terms), limits=limits_of(data.limits),
            single_use=data.single_use,
        ), request, reason=data.reason)
        return _told(receipt.outcome, receipt.position, status=201)

    @get("/{code:str}", opt=_READ | described("getCoupon", 404))
    async def show(
        self, code: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Coupon]:
        """One of them, as it is now."""
        return _told(await desk.ask(GetCoupon(code=code), request))

    @put("/{code:str}", opt=_MANAGE | described("changeCoupon", 404, 409, 422, versioned=True))
    async def change(
        self, code: FromPath[str], data: JSONBody[CouponChanges], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Coupon]:
        """Have it call for something else."""
        receipt = await desk.do(ChangeCoupon(
            code=code, name=data.name, terms=terms_of(data.terms), limits=limits_of(data.limits),
            version=expected_version(request),
        ), request, reason=data.reason)
        return _told(receipt.outcome, receipt.position)

    @post("/{code:str}/withdrawal", status_code=200, opt=_MANAGE | described(
        "withdrawCoupon", 404, 409, 422, versioned=True,
    ))
    async def withdraw(
        self, code: FromPath[str], data: JSONBody[Withdrawal], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Coupon]:
        """Have it call for nothing any more. Its code is not given away again."""
        command = WithdrawCoupon(code=code, reason=data.reason, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason or None)
        return _told(receipt.outcome, receipt.position)

    @post("/{code:str}/codes", opt=_MANAGE | described("makeCodes", 404, 409, 422, versioned=True))
    async def make(
        self, code: FromPath[str], data: JSONBody[CodesForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Codes]:
        """Have codes for single use made. They stand in this answer and nowhere else."""
        command = MakeCodes(code=code, many=data.many, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)

    @get("/{code:str}/uses", opt=_READ | described("listUses", 404))
    async def uses(
        self, code: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> UseRows:
        """The orders that were placed with it, the newest first."""
        return await desk.ask(ListUses(code=code, cursor=cursor, limit=_limited(limit)), request)


def _told(view: CouponView, position: str | None = None, *, status: int = 200) -> Response[Coupon]:
    told = Coupon(
        view.code, view.name, form_of_terms(view.terms), LimitsForm(view.limits.in_all, view.limits.per_customer),
        view.single_use, view.codes, view.withdrawn or None,
    )
    return tagged(told, view.version, position=position, status=status)


def _limited(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise BadValue("limit", f"choose 1 to {MOST}")
    return limit
