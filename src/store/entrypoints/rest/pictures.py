"""``/api/v1/me/picture``: one's own picture, sent as the file it is."""

from dataclasses import dataclass
from typing import Final

from litestar import Controller, delete, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema

from store.application.identity.own_account import GetOwnAccount, OwnAccount
from store.application.identity.portraits import LARGEST, RemovePortrait, SetPortrait
from store.entrypoints.rest.answers import NEVER_KEPT, NotJson
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import UPLOADING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to

TYPES: Final = ("image/jpeg", "image/png", "image/webp")


async def expect_picture(request: AnyRequest) -> None:
    """A page of another site can't send such a body unasked; what it really is, is looked at later."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in TYPES:
        raise NotJson("Send the picture as it is, with Content-Type: image/jpeg, image/png or image/webp")


@dataclass
class TakesPicture(Operation):
    """Says in the description what the body is."""

    def __post_init__(self) -> None:
        """The three types that are taken."""
        file = Schema(content_media_type="application/octet-stream", description="The file itself, of 5 MB at most.")
        self.request_body = RequestBody(content={kind: OpenAPIMediaType(schema=file) for kind in TYPES}, required=True)


class PictureController(Controller):
    path = "/me/picture"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @put(
        opt=described("setOwnPicture", 404, 413, 415, 422, limited=True), before_request=expect_picture,
        request_max_body_size=LARGEST, operation_class=TakesPicture,
    )
    async def set(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> OwnAccount:
        """Show this picture: a JPEG, PNG or WebP. Two squares are made of its middle, and nothing else is kept."""
        account, _ = account_of(request)
        await limits.spend(UPLOADING, request, f"picture of {account}")
        await desk.do(SetPortrait(account_id=account, data=await request.body()), request)
        return await desk.ask(GetOwnAccount(account_id=account), request)

    @delete(opt=described("removeOwnPicture", 404, limited=True), status_code=204)
    async def remove(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> None:
        """Show none. The files are deleted."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(RemovePortrait(account_id=account), request)
