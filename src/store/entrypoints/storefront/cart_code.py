"""A discount code on the cart's page: entered, and taken out."""

from typing import Any, Final

from litestar import Response, post
from litestar.di import NamedDependency
from msgspec import Struct

from store.application.processes.entering_codes import EnterCode, TakeCodeOut
from store.domain.cart.errors import TooManyCodesEntered
from store.domain.pricing.errors import CodeNotValid, SameCoupon
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits, TooManyRequests
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.storefront.frame import Frame, by_htmx, see

LONGEST_CODE = 60
CODE_REFUSED: Final = (CodeNotValid, SameCoupon, TooManyCodesEntered)
"""What is said beside the field."""
COUNTS: Final = {"kind": "good", "title": "The code counts.", "text": "The new total stands on the button."}


@post("/cart/code", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def enter(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Buy with this code. What is wrong with it is said beside the field, and no more than that."""
    found, typed = await frame.found(request), (await form_of(request)).get("code", "")[:LONGEST_CODE]
    if found is None:
        return see("/cart")
    try:
        await enter_code(found.cart_id, typed, request, desk, limits)
    except StoreError as refused:
        status = 200 if by_htmx(request) else problem_of(refused).status
        return await frame.cart_page(
            "storefront/cart.html", request, status=status, code_typed=typed, code_error=str(refused)
        )
    return await _shown(request, frame)


@post("/cart/code/remove", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def remove(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Buy without that code; or without any, if none is named."""
    await limits.spend(WRITING, request)
    found = await frame.found(request)
    if found is not None:
        code = (await form_of(request)).get("code", "")[:LONGEST_CODE]
        await take_code_out(found.cart_id, code, request, desk)
    return await _shown(request, frame)


class SaidOfCode(Struct, frozen=True):
    """What came of a code at the checkout: a *notice*, or what stands beside its field with what was *typed*."""

    typed: str
    error: str = ""
    status: int = 200
    notice: dict[str, str] | None = None

    @property
    def errors(self) -> dict[str, str]:
        """Beside the field."""
        return {"code": self.error} if self.error else {}


def names_code(form: Form) -> bool:
    """Whether *form* was sent for a code: whoever presses Enter in its field means it."""
    return bool(form.get("remove_code") or form.get("apply_code") or form.get("code", "").strip())


async def change_code(id: CartId, form: Form, request: AnyRequest, desk: Desk, limits: RateLimits) -> SaidOfCode:
    """Enter the code in *form*, or take out the one it names. Nobody pays before they saw what comes of it.

    :raises NoSuch: if there is no such cart, :raises CartClosed: if it was bought.
    """
    typed = form.get("code", "")[:LONGEST_CODE]
    try:
        if form.get("remove_code"):
            await take_code_out(id, form["remove_code"][:LONGEST_CODE], request, desk)
        elif typed.strip():
            await enter_code(id, typed, request, desk, limits)
            return SaidOfCode(typed, notice=dict(COUNTS))
    except CODE_REFUSED as refused:
        return SaidOfCode(typed, str(refused), 422)
    except TooManyRequests as refused:
        return SaidOfCode(typed, str(refused), 429)
    return SaidOfCode(typed)


async def enter_code(id: CartId, typed: str, request: AnyRequest, desk: Desk, limits: RateLimits) -> None:
    """Enter a code, as often as anybody needs to who doesn't guess."""
    await limits.spend(GUESSING, request)
    wish = EnterCode(cart_id=id, code=typed, account_id=account_in(request))
    await desk.do(wish, request, actor=f"guest:{id}")


async def take_code_out(id: CartId, code: str, request: AnyRequest, desk: Desk) -> None:
    """Take it out again, as the cart shows it."""
    code = "" if code == "1" else code  # as pages of before say it
    await desk.do(TakeCodeOut(cart_id=id, code=code, account_id=account_in(request)), request, actor=f"guest:{id}")


async def _shown(request: AnyRequest, frame: Frame) -> Response[Any]:
    return await frame.cart_page("storefront/cart.html", request) if by_htmx(request) else see("/cart")
