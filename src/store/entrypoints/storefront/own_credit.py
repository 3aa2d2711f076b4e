"""What somebody can spend here, how it came and where it went."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency

from store.application.credit.messages import GetCredit
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import page
from store.entrypoints.storefront.frame import Frame

HERE: Final = "/account/credit"


@get(HERE, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def show(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """By currency, the newest first."""
    account, _ = account_of(request)
    return await page(frame, "own_credit.html", request, credit=await desk.ask(GetCredit(account_id=account), request))
