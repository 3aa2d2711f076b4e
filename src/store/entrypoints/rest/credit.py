"""``/api/v1/me/credit``: what somebody can spend in this shop; ``/api/v1/users/{id}/credit``: the same, for staff."""

from typing import Annotated, Final, Literal, TypeVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.credit.messages import CreditStands, GetCredit, GiveCredit, OwnCredit, TakeCreditBack
from store.application.identity.users import GetUser
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.domain.shared.ids import AccountId, follow_up
from store.domain.shared.money import Money
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.user_forms import Reason
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.goodwill import GIVEN, TAKEN
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to, staff_of
from store.entrypoints.shared.terms_shapes import AmountForm

_GIVES: Final = open_to(Permission.GIVE_CREDIT, proof=True)
C = TypeVar("C", bound=Command[CreditStands])


class GoodwillForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How much, `why` in the shop's own words, which its owner reads, and a `reason` that staff read."""

    amount: Annotated[AmountForm, Meta(examples=[{"amount": "5.00", "currency": "EUR"}])]
    why: Annotated[Literal["late", "damaged", "our_mistake", "loyalty", "other"], Meta(examples=["late"])]
    reason: Reason


class TakingBackForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How much, why, and a `reason` that staff read."""

    amount: Annotated[AmountForm, Meta(examples=[{"amount": "5.00", "currency": "EUR"}])]
    why: Annotated[Literal["wrong_amount", "wrong_account", "given_twice"], Meta(examples=["wrong_amount"])]
    reason: Reason


class CreditController(Controller):
    cache_control = NEVER_KEPT

    @get("/me/credit", opt=open_to(Permission.OWN_ACCOUNT) | described("getOwnCredit"), tags=("Accounts",))
    async def own(self, request: AnyRequest, desk: NamedDependency[Desk]) -> OwnCredit:
        """What one can spend, by currency, and how it came and went, the newest first."""
        account, _ = account_of(request)
        return await desk.ask(GetCredit(account_id=account), request)

    @get(
        "/users/{id:uuid}/credit", opt=open_to(Permission.READ_USERS) | described("getUserCredit", 404),
        tags=("Users",),
    )
    async def of_user(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> OwnCredit:
        """The same of anybody."""
        await desk.ask(GetUser(account_id=AccountId(id)), request)
        return await desk.ask(GetCredit(account_id=AccountId(id)), request)

    @post(
        "/users/{id:uuid}/credit", opt=_GIVES | described("giveCredit", 404, 422, once=True, limited=True),
        tags=("Users",),
    )
    async def give(
        self, id: FromPath[UUID], data: JSONBody[GoodwillForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CreditStands]:
        """Give credit out of goodwill: so much at most to one account within thirty days."""
        wish = GiveCredit(
            account_id=AccountId(id), amount=amount_of(data.amount), reason=GIVEN[data.why], by=staff_of(request),
        )
        return await _moved(wish, "credit", id, data.reason, request, desk, limits)

    @post(
        "/users/{id:uuid}/credit/taking-back",
        opt=_GIVES | described("takeCreditBack", 404, 422, once=True, limited=True), tags=("Users",),
    )
    async def take_back(
        self, id: FromPath[UUID], data: JSONBody[TakingBackForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CreditStands]:
        """Take back what staff gave by mistake, as far as it isn't spent."""
        wish = TakeCreditBack(account_id=AccountId(id), amount=amount_of(data.amount), reason=TAKEN[data.why])
        return await _moved(wish, "credit/taking-back", id, data.reason, request, desk, limits)


async def _moved(
    wish: C, where: str, id: UUID, reason: str, request: AnyRequest, desk: Desk, limits: RateLimits
) -> Response[CreditStands]:
    await limits.spend(WRITING, request)
    once = await once_of(request, f"POST /users/{id}/{where}", follow_up(id, "subject"))
    receipt = await desk.do(wish, request, reason=reason, once=once)
    return Response(receipt.outcome, status_code=201, headers={POSITION: receipt.position})


def amount_of(form: AmountForm) -> Money:
    """*form* as money.

    :raises BadValue: where it has more decimals than its currency.
    """
    try:
        return Money.parse(form.amount, form.currency)
    except ValueError:
        raise BadValue("amount", f"write it with the decimals that {form.currency} has") from None
