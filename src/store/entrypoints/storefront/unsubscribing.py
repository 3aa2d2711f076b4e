"""Putting an end to letters: by the link in each, without logging in (RFC 8058)."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.notifications.choosing import Switch, SwitchNotifications
from store.application.notifications.ports import UnsubscribeLinks, Unsubscribing
from store.domain.notifications.events import How
from store.domain.shared.errors import NotFound
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import page
from store.entrypoints.storefront.frame import Frame

_PATH: Final = "/unsubscribe/{token:str}"


class NoSuchLink(NotFound):
    """This link ends nothing. Open it anew from the letter, whole."""


@get(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    token: FromPath[str], request: AnyRequest, frame: NamedDependency[Frame], links: NamedDependency[UnsubscribeLinks],
) -> Response[Any]:
    """A page with one button. Programs that follow links in mails change nothing by it."""
    return await page(frame, "unsubscribe.html", request, what=_what(token, links), token=token, done=False)


@post(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False, status_code=200)
async def end(
    token: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    links: NamedDependency[UnsubscribeLinks], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """What mail programs post by themselves, and the button: whoever has the letter may end it, and do nothing else."""
    await limits.spend(WRITING, request)
    what = _what(token, links)
    await desk.do(SwitchNotifications(
        account_id=what.account, switches=(Switch(what.channel, what.kind, on=False),), how=How.LINK,
    ), request)
    return await page(frame, "unsubscribe.html", request, what=what, token=token, done=True)


def _what(token: str, links: UnsubscribeLinks) -> Unsubscribing:
    what = links.read(token)
    if what is None:
        raise NoSuchLink
    return what
