"""Copies of somebody's data, with links that lead to them: for the page and for programs."""

from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import Response
from msgspec import Struct

from store.application.privacy.copies import LINK_LASTS, STEPS, CopyState, ListCopies, NoSuchCopy, RequestCopy, TakeCopy
from store.application.privacy.copy_ports import CopyLinks
from store.application.shared.ports import Clock
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import COPYING, READING, RateLimits
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import LogInFirst

ZIP: Final = "application/zip"
LONGEST_KEY: Final = 100


class OwnCopy(Struct, frozen=True):
    """One. `step` of `steps` says how far it is; `href` is there once it can be taken, and leads to it for a quarter of
    an hour, for whoever asked here and nobody else.
    """

    id: UUID
    state: CopyState
    step: int
    steps: int
    asked_at: datetime
    made_at: datetime | None
    until: datetime | None
    bytes: int
    href: str | None


class OwnCopies(Struct, frozen=True):
    """The newest first."""

    items: list[OwnCopy]


async def own_copies(request: AnyRequest, desk: Desk, links: CopyLinks, clock: Clock, path: str) -> OwnCopies:
    """One's own; links lead below *path*."""
    account, session = whose(request)
    till = clock.now() + LINK_LASTS
    return OwnCopies([
        OwnCopy(
            it.id, it.state, it.step, STEPS, it.asked_at, it.made_at, it.till, it.size,
            f"{path}/{it.id}?key={links.of(account, session, it.id, till)}" if it.state is CopyState.READY else None,
        )
        for it in await desk.ask(ListCopies(account_id=account), request)
    ])


async def ask_for_copy(request: AnyRequest, desk: Desk, limits: RateLimits) -> bool:
    """Have one made; false if one was in the making already."""
    await limits.spend(COPYING, request)
    account, session = account_of(request)
    return (await desk.do(RequestCopy(account_id=account, session_id=session), request)).outcome.fresh


async def copy_file(
    copy: UUID, key: str, request: AnyRequest, desk: Desk, links: CopyLinks, clock: Clock, limits: RateLimits
) -> Response[bytes]:
    """The file, for whoever has the link that this very session was given."""
    await limits.spend(READING, request)
    account, session = whose(request)
    if not links.good(key, account, session, copy, clock.now()):
        raise NoSuchCopy
    archive = await desk.ask(TakeCopy(account_id=account, copy_id=copy), request)
    return Response(archive, media_type=ZIP, headers={
        "content-disposition": f'attachment; filename="my-data-{clock.today():%Y-%m-%d}.zip"',
        "cache-control": "private, no-store", "x-content-type-options": "nosniff",
    })


def whose(request: AnyRequest) -> tuple[AccountId, UUID]:
    """Whose copies they are, and by which session they came.

    :raises LogInFirst: for those who have no session.
    """
    account, session = account_of(request)
    if session is None:
        raise LogInFirst
    return account, session
