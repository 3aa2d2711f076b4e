"""What happened to one's own account, staff who looked in among it."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.audit.messages import GetHistory
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import page
from store.entrypoints.storefront.frame import Frame

_PAGE: Final = 30


@get("/account/history", opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], cursor: FromQuery[str] = "",
) -> Response[Any]:
    """All of it, newest first."""
    account, _ = account_of(request)
    found = await desk.ask(GetHistory(
        kind="account", id=str(account), newest_first=True, later=False, cursor=cursor or None, limit=_PAGE,
        persons=True,
    ), request)
    return await page(frame, "account_history.html", request, history=found, account=account, cursor=cursor)
