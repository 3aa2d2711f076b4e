"""Ways into one's own account: accounts elsewhere, connected and removed; and what they know, taken over."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.identity.elsewhere import Errand, Providers
from store.application.identity.entering import SendAway
from store.application.identity.errors import NotIntroduced, ProviderAway
from store.application.identity.ways_in import (
    FillProfile,
    ForgetToken,
    ListOwnLogins,
    ListTokens,
    RememberToken,
    UnlinkLogin,
)
from store.domain.identity.errors import LastWayIn
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.error_pages import PROOF
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of, named
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.doors import local
from store.entrypoints.storefront.elsewhere import LOGINS, known_here, sent_away
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.proof import proven

_MINE: Final = open_to(Permission.OWN_ACCOUNT)
_ONE: Final = f"{LOGINS}/{{provider:str}}"


@get([LOGINS, _ONE, f"{_ONE}/remove", f"{_ONE}/news"], opt=_MINE, include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """All there are, and those there could be."""
    await proven(request, desk)
    account, _ = account_of(request)
    own = await desk.ask(ListOwnLogins(account_id=account), request)
    linked = {login.provider for login in own.items}
    return await page(
        frame, "own_logins.html", request, logins=own, others=[one for one in shop.providers if one not in linked],
        news=(await desk.do(ListTokens(account_id=account), request)).outcome,
    )


@post(_ONE, opt=_MINE, include_in_schema=False)
async def link(
    provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Send the browser away to be told whose account there is to open this one."""
    await limits.spend(WRITING, request)
    await proven(request, desk)
    account, session = account_of(request)
    wish = SendAway(
        provider=known_here(provider, shop), errand=Errand.LINK, account_id=account, session_id=session
    )
    return await sent_away(wish, request, desk, shop)


@post(f"{_ONE}/remove", opt=_MINE, include_in_schema=False)
async def unlink(
    provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Have it open the account no longer. Also where the shop asks that provider no more."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    try:
        await desk.do(
            UnlinkLogin(account_id=account, session_id=session, provider=named(provider)), request
        )
    except LastWayIn as refused:
        return go(LOGINS, notice=Notice("warn", "This is the only way into your account", str(refused)))
    name = named(provider).name_of_it
    return go(LOGINS, notice=Notice("good", f"{name} is removed", f"{name} no longer opens your account."))


@post(f"{_ONE}/news", opt=_MINE, include_in_schema=False)
async def fill(
    provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    elsewhere: NamedDependency[Providers], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Go by the name that the provider knows by now."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    whom = named(provider)
    token = (await desk.do(RememberToken(account_id=account, provider=whom), request)).outcome
    try:
        them = await elsewhere.meet_again(whom, token)
    except ProviderAway as away:
        return go(LOGINS, notice=Notice("bad", f"{whom.name_of_it} does not answer", str(away)))
    except NotIntroduced:
        await desk.do(ForgetToken(account_id=account, provider=whom), request)
        return go(LOGINS, notice=Notice(
            "warn", f"{whom.name_of_it} tells us nothing any more",
            "You have taken that back there, or it ran out. Log in with it once, and it works again.",
        ))
    done = (await desk.do(FillProfile(account_id=account, introduction=them, before=token), request)).outcome
    frame.forget_face(account)
    if not done:
        return go(LOGINS, notice=Notice("plain", f"{whom.name_of_it} knows no whole name", "Yours stays as it is."))
    return go(LOGINS, notice=Notice("good", f"Your name is the one that {whom.name_of_it} knows"))


@post(f"{PROOF}/{{provider:str}}", opt=_MINE, include_in_schema=False)
async def prove(
    provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """For who has no password to say once more: the provider says who they are once more."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    wish = SendAway(
        provider=known_here(provider, shop), errand=Errand.PROVE, account_id=account, session_id=session,
        wanted=local((await form_of(request)).get("next", "")),
    )
    return await sent_away(wish, request, desk, shop)
