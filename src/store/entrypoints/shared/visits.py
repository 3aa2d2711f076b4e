"""Staff who look at the shop as a customer: the way in, and what every page of the shop says meanwhile."""

from typing import Any, Final

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect
from msgspec import Struct

from store.application.identity.messages import WhoIs
from store.domain.identity.account import VISIT
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.host_cookies import host_only
from store.entrypoints.shared.permissions import principal_of
from store.entrypoints.shared.shop import ShopInfo

HOME: Final = "/account"


class Visitor(Struct, frozen=True):
    """As whom; nobody's name where it was erased."""

    name: str | None


def entered(token: str, shop: ShopInfo) -> Response[Any]:
    """To the customer's own page, with the session that opens the shop as theirs."""
    secure = shop.address.startswith("https")
    return Redirect(HOME, status_code=303, headers={"cache-control": "no-store"}, cookies=[Cookie(
        host_only(ACCOUNT_COOKIE, secure=secure), path="/", value=token, max_age=int(VISIT.total_seconds()),
        httponly=True, samesite="lax", secure=secure,
    )])


async def visit_of(request: AnyRequest, desk: Desk) -> Visitor | None:
    """What pages say while somebody of the staff looks at the shop as a customer."""
    who = principal_of(request)
    if who.acting_for is None:
        return None
    found = await desk.ask(WhoIs(accounts=(AccountId(who.acting_for),)), request)
    return Visitor(found[0].name if found else None)
