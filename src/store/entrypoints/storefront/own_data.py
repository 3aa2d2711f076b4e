"""Taking along all that the shop keeps about somebody: asked for here, made in the background, taken here."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.privacy.copies import COPY_KEPT
from store.application.privacy.copy_ports import CopyLinks
from store.application.shared.ports import Clock
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.own_copies import ask_for_copy, copy_file, own_copies
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import Frame

DATA: Final = "/account/data"
_OWNER: Final = open_to(Permission.OWN_ACCOUNT, proof=True)


@get(DATA, opt=_OWNER, include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    copy_links: NamedDependency[CopyLinks], clock: NamedDependency[Clock],
) -> Response[Any]:
    """What is in a copy, those there are, and a button."""
    found = await own_copies(request, desk, copy_links, clock, DATA)
    return await page(frame, "own_data.html", request, copies=found.items, days=COPY_KEPT.days)


@post(DATA, opt=_OWNER, include_in_schema=False)
async def ask(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Have one made."""
    fresh = await ask_for_copy(request, desk, limits)
    told = "It takes a moment. We write to you when it is there; you may leave this page."
    return go(DATA, notice=Notice("good", "Your copy is being made" if fresh else "One is being made already", told))


@get(f"{DATA}/{{id:uuid}}", opt=_OWNER, include_in_schema=False)
async def take(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], copy_links: NamedDependency[CopyLinks],
    clock: NamedDependency[Clock], limits: NamedDependency[RateLimits], key: FromQuery[str] = "",
) -> Response[bytes]:
    """The file."""
    return await copy_file(id, key, request, desk, copy_links, clock, limits)
