"""``/api/v1/me/logins``: ways into one's own account beside the password."""

from datetime import datetime

from litestar import Controller, Response, delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from store.application.identity.ways_in import ListOwnLogins, UnlinkLogin
from store.domain.identity.login_events import Provider
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of, named
from store.entrypoints.shared.permissions import Permission, open_to


class LoginView(Struct, frozen=True):
    """An account elsewhere that opens this one. ``label`` is what its owner knows it by; ``removable`` says whether
    another way in would be left.
    """

    provider: Provider
    name: str
    label: str | None
    since: datetime
    removable: bool


class LoginsView(Struct, frozen=True):
    """All of them, the oldest first; ``password``: whether there is one."""

    items: list[LoginView]
    password: bool


class LoginsController(Controller):
    path = "/me/logins"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("listOwnLogins", 404))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> LoginsView:
        """Accounts elsewhere by which one comes in. They are connected on pages, in a browser."""
        account, _ = account_of(request)
        own = await desk.ask(ListOwnLogins(account_id=account), request)
        return LoginsView(
            [LoginView(it.provider, it.name, it.label, it.since, it.removable) for it in own.items], own.password
        )

    @delete("/{provider:str}", opt=described("removeOwnLogin", 404, 409, limited=True), status_code=204)
    async def remove(
        self, provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Have one open the account no longer; the last way in stays. Only for whoever logged in, or proved who they
        are, within five minutes.
        """
        await limits.spend(WRITING, request)
        account, session = account_of(request)
        await desk.do(UnlinkLogin(account_id=account, session_id=session, provider=named(provider)), request)
        return Response(None, status_code=204)
