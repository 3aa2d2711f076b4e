"""Where mail reaches somebody for whose address no provider vouches: a form, then the mail of every registration."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from msgspec import Struct

from store.application.identity.entering import Introduced, JoinBy
from store.application.identity.errors import LoginTooOld
from store.domain.shared.errors import RuleViolated
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import NameText, Pseudonyms
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import WHOLE_ADDRESS, faults_of, go, page
from store.entrypoints.storefront.elsewhere import ADDRESS, introduced, no_longer_introduced
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.joining import SENT, joining

_WORDS: Final = {
    "email": WHOLE_ADDRESS, "given_name": "Enter your first name, in at most 60 characters.",
    "family_name": "Enter your last name, in at most 60 characters.",
}
_ANYBODY: Final = open_to(Permission.PUBLIC)


class JoiningForm(Struct, frozen=True):
    """What it takes."""

    email: Email
    given_name: NameText
    family_name: NameText


@get(ADDRESS, opt=_ANYBODY, include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """The form, with what the provider says filled in."""
    try:
        them = (await desk.do(Introduced(ticket=introduced(request, shop)), request)).outcome
    except LoginTooOld as refused:
        return _begin_again(refused, shop)
    form = {"email": them.email, "given_name": them.given_name, "family_name": them.family_name}
    return await page(
        frame, "login_address.html", request, form=form, errors={}, provider=them.provider.name_of_it
    )


@post(ADDRESS, opt=_ANYBODY, include_in_schema=False)
async def join(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Whatever comes of it is said by mail; this page says the same to everybody."""
    form, ticket = await form_of(request), introduced(request, shop)
    wanted, errors = filled(JoiningForm, form, _WORDS)
    try:
        them = (await desk.do(Introduced(ticket=ticket), request)).outcome
    except LoginTooOld as refused:
        return _begin_again(refused, shop)
    if wanted is not None:
        try:
            wish = JoinBy(
                ticket=ticket, email=wanted.email, given_name=wanted.given_name, family_name=wanted.family_name
            )
            asked = await answered_by_mail(wish, wanted.email, request, desk, limits, pseudonyms)
            return go(SENT, joining(asked, shop), no_longer_introduced(shop))
        except LoginTooOld as refused:
            return _begin_again(refused, shop)
        except RuleViolated as refused:
            errors = faults_of(refused, "email")
    return await page(
        frame, "login_address.html", request, status=422, form=form, errors=errors, provider=them.provider.name_of_it
    )


def _begin_again(refused: LoginTooOld, shop: ShopInfo) -> Response[Any]:
    gone: Cookie = no_longer_introduced(shop)
    return go("/login", gone, notice=Notice("warn", str(refused), "Nothing was changed."))
