"""An account made of an order: the guest who just bought says a password, and proves the address by mail as anybody."""

from typing import Any, Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.ordering.messages import GetOrder, OrderView
from store.application.ordering.ports import AccessTokens
from store.domain.ordering.errors import NoSuchOrder
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.people import NameText, Password, Pseudonyms, account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import faults_of, go
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.joining import SENT, joining

_WORDS: Final = {
    "given_name": "Enter your first name, in at most 60 characters.",
    "family_name": "Enter your last name, in at most 60 characters.",
    "password": "Choose a password of at most 1,000 characters.",
}


class OwnerForm(Struct, frozen=True):
    """What it takes beside the order."""

    given_name: NameText
    family_name: NameText
    password: Password


class Offer(Struct, frozen=True):
    """The form as it is shown, with what is wrong in it."""

    form: Form
    errors: dict[str, str]
    versions: dict[str, int]


async def offer(
    order: OrderView, request: AnyRequest, frame: Frame, form: Form | None = None, errors: dict[str, str] | None = None
) -> Offer | None:
    """The form for who bought as a guest, filled in as far as the order knows; nobody who is logged in needs one."""
    if account_in(request) or order.email is None or order.shipping_address is None:
        return None
    given, _, family = order.shipping_address.name.rpartition(" ")
    known = form or {"given_name": given[:60], "family_name": family[:60]}
    return Offer(known, errors or {}, await frame.shown_versions(request))


@post("/orders/{number:str}/account", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def make(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    pseudonyms: NamedDependency[Pseudonyms], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Register whoever holds the order's token, under the address in it. Whatever comes of it is said by mail, and no
    order is anybody's before the link in that was followed.
    """
    form, wanted = await form_of(request), OrderNumber(number.upper()[:40])
    token = form.get("token", "")
    if not tokens.opens(token, wanted):
        await limits.spend(GUESSING, request, f"order {wanted}")
        raise NoSuchOrder(wanted)
    order = await desk.ask(GetOrder(number=wanted), request)
    if order.email is None:
        raise NoSuchOrder(wanted)
    owner, errors = filled(OwnerForm, form, _WORDS)
    if owner is not None:
        shown = await frame.shown_versions(request, form)
        wish = Register(
            email=order.email, password=Secret(owner.password), given_name=owner.given_name,
            family_name=owner.family_name, terms=shown.get("terms"), privacy=shown.get("privacy"),
        )
        try:
            return go(SENT, joining(await answered_by_mail(wish, order.email, request, desk, limits, pseudonyms), shop))
        except RuleViolated as refused:
            errors = faults_of(refused, "password")
    shown_again = await offer(order, request, frame, form, errors)
    return await frame.page(
        "storefront/order.html", request, status=422, order=order, fresh=True, token=token, offer=shown_again
    )
