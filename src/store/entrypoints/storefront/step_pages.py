"""The pages of a checkout in steps, as they are shown."""

from typing import Any, Final

from litestar import Response
from msgspec import Struct

from store.application.processes.cart_views import CartView
from store.application.shared.answers import Price
from store.application.shared.ports import Ids
from store.domain.cart.steps import Step
from store.domain.shared.money import Money
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.checkout_steps import Checkout
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.storefront.checkout import COUNTRIES
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.paying import chosen_way, offered

_SUMS: Final = {
    "subtotal": "Goods", "discount": "Discount", "shipping": "Delivery", "tax_added": "VAT on top", "total": "Total",
}


class Moved(Struct, frozen=True):
    """A sum that isn't what it was when it was looked over."""

    name: str
    was: Price
    now: Price


class StepPages:
    """Shows steps in the shop's frame."""

    def __init__(self, frame: Frame, ids: Ids) -> None:
        self._frame, self._ids = frame, ids

    async def page(
        self, step: Step, it: Checkout, request: AnyRequest, *, errors: dict[str, str] | None = None,
        problem: dict[str, str] | None = None, moved: list[Moved] | None = None, status: int = 200,
        code: str = "",
    ) -> Response[Any]:
        """*step* of the checkout *it*; *moved* is what isn't what it was, *code* what was typed for one."""
        ways = offered(request)
        form = {**it.form, "code": code}
        where = it.buyer.country(form)
        return await self._frame.page(
            "storefront/checkout_step.html", request, status=status, pieces=it.cart.item_count, step=step.value,
            steps=[one.value for one in Step], done=sorted(it.done), checkout=it, cart=it.cart, form=form,
            buyer=it.buyer, countries=COUNTRIES, errors=errors or {}, problem=problem, moved=moved or [], ways=ways,
            way=chosen_way(form, request), cards=it.cards, idempotency_key=str(self._ids.next()),
            versions=await self._frame.shown_versions(request), seen=sums_of(it.cart),
            nowhere="" if it.methods else dict(COUNTRIES).get(where, where),
            chosen=it.method.id if it.method else next((one.id for one in it.methods), ""),
        )


def sums_of(cart: CartView) -> Form:
    """The sums of *cart*, to be compared with what they come to when it is paid for."""
    return {name: it.amount for name in _SUMS if (it := getattr(cart, name)) is not None}


def moved_since(seen: Form, cart: CartView) -> list[Moved]:
    """Which sums of *cart* aren't what was *seen*, as far as that can be read: it comes back from a browser."""
    found = []
    for name, words in _SUMS.items():
        now = getattr(cart, name) or Price.of(Money(0, cart.currency))
        was = _price(seen.get(f"seen.{name}", "0"), cart.currency)
        if was is not None and was != now:
            found.append(Moved(words, was, now))
    return found


def address_of(step: Step) -> str:
    """Where *step* is."""
    return f"/checkout/{step.value}"


def _price(amount: str, currency: str) -> Price | None:
    try:
        return Price.of(Money.parse(amount[:20], currency))
    except ValueError:
        return None
