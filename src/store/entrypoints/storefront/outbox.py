"""The sandbox outbox: what would have been sent. For staff, and in a demo on one's own machine for anybody."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from store.application.notifications.messages import GetMail, ListMails
from store.domain.notifications.kinds import Channel
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.letters import letter_page
from store.entrypoints.shared.permissions import LogInFirst, Permission, Principal, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame


@get("/dev/outbox", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def outbox(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    cursor: FromQuery[str | None] = None, channel: FromQuery[Channel | None] = None,
) -> Template:
    """Mails, text messages and pushes, newest first; of one channel, if one is given."""
    _expect_insider(request, shop)
    mails = await desk.ask(ListMails(cursor=cursor, channel=channel), request)
    return await frame.page(
        "storefront/outbox.html", request, mails=mails.items, next_cursor=mails.next_cursor, channel=channel
    )


@get("/dev/outbox/{id:uuid}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def mail(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    shop: NamedDependency[ShopInfo],
) -> Template:
    """One mail as it would have arrived."""
    _expect_insider(request, shop)
    return await frame.page("storefront/outbox_mail.html", request, mail=await desk.ask(GetMail(id=id), request))


@get("/dev/outbox/{id:uuid}/html", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def letter(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """The mail's own document: styled as mails are, and allowed to do nothing."""
    _expect_insider(request, shop)
    return letter_page((await desk.ask(GetMail(id=id), request)).html)


@get("/sandbox/outbox", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def moved() -> Redirect:
    """Where the outbox was at first."""
    return Redirect("/dev/outbox", status_code=301)


def _expect_insider(request: AnyRequest, shop: ShopInfo) -> None:
    who: Principal = request.state.principal
    if not (shop.outbox_is_open or who.may(Permission.READ_ORDERS)):
        raise LogInFirst
