"""One's own picture: a file goes in, two squares come out."""

from typing import Any, Final

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from store.application.identity.portraits import LARGEST, PicturesAway, RemovePortrait, SetPortrait
from store.domain.shared.errors import RuleViolated
from store.domain.shared.pictures import NotAPicture
from store.entrypoints.shared.addresses_inside import HOME
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import UPLOADING, WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.own_account import account_page

_PATH: Final = f"{HOME}/picture"
_AROUND: Final = 10_000
"""Bytes that a form has around the file."""


@post(
    _PATH, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False, request_max_body_size=LARGEST + _AROUND,
)
async def upload(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Show this one."""
    account, _ = account_of(request)
    await limits.spend(UPLOADING, request, f"picture of {account}")
    sent = (await request.form()).get("picture")
    try:
        if not isinstance(sent, UploadFile):
            raise NotAPicture
        await desk.do(SetPortrait(account_id=account, data=await sent.read()), request)
    except (RuleViolated, PicturesAway) as refused:
        return await account_page(request, desk, frame, errors={"picture": str(refused)})
    frame.forget_face(account)
    return go(HOME, notice=Notice("good", "Your picture is saved"))


@post(f"{_PATH}/remove", opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def remove(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Show none."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    await desk.do(RemovePortrait(account_id=account), request)
    frame.forget_face(account)
    return go(HOME, notice=Notice("good", "Your picture is removed"))
