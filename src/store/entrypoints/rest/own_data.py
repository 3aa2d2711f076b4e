"""``/api/v1/me/data``: a copy of all that is kept about somebody."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from store.application.privacy.copy_ports import CopyLinks
from store.application.shared.ports import Clock
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.own_copies import LONGEST_KEY, ZIP, OwnCopies, ask_for_copy, copy_file, own_copies
from store.entrypoints.shared.permissions import Permission, open_to

_PATH: Final = "/api/v1/me/data"


class OwnDataController(Controller):
    path = "/me/data"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT, proof=True)
    tags = ("Accounts",)

    @get(opt=described("listCopies"))
    async def show(
        self, request: AnyRequest, desk: NamedDependency[Desk], copy_links: NamedDependency[CopyLinks],
        clock: NamedDependency[Clock],
    ) -> OwnCopies:
        """Copies that are being made, or there. Only for who logged in or proved who they are within five minutes."""
        return await own_copies(request, desk, copy_links, clock, _PATH)

    @post(opt=described("requestCopy", limited=True), status_code=202)
    async def ask(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        copy_links: NamedDependency[CopyLinks], clock: NamedDependency[Clock],
    ) -> OwnCopies:
        """Have a copy made of all that is kept about whoever asks; one at a time. A mail says when it is there.

        It is a ZIP with everything as JSON, each part as CSV, and a page that explains it. It is kept for seven days.
        """
        await ask_for_copy(request, desk, limits)
        return await own_copies(request, desk, copy_links, clock, _PATH)

    @get("/{id:uuid}", opt=described("takeCopy", 404, limited=True, also=ZIP))
    async def take(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        copy_links: NamedDependency[CopyLinks], clock: NamedDependency[Clock], limits: NamedDependency[RateLimits],
        key: Annotated[str, QueryParameter(max_length=LONGEST_KEY)] = "",
    ) -> Response[bytes]:
        """The file. `key` is part of the `href` in the list, and good for the session that asked for the list."""
        return await copy_file(id, key, request, desk, copy_links, clock, limits)
