"""The way out for staff who look at the shop as a customer."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from store.application.identity.users import EndVisit
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.error_pages import BACK_OFFICE
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.storefront.account_pages import go
from store.entrypoints.storefront.doors import left


@post("/visit/end", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def leave(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Back to the customer's page in the back office; to the shop for who was no visitor, or whose time was over."""
    who: Principal = request.state.principal
    if who.acting_for is None or who.session is None:
        return go("/")
    customer, staff = AccountId(who.acting_for), AccountId(UUID(who.actor.partition(":")[2]))
    await desk.do(EndVisit(account_id=customer, by=staff, session_id=who.session), request)
    return go(f"/{BACK_OFFICE}/users/{customer}", *left())
