"""A word about what was just done, shown once on the next page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, Final, Literal

from litestar import Request
from litestar.datastructures import Cookie
from msgspec import MsgspecError, Struct, json

NOTICE_COOKIE: Final = "store_notice"
_SECONDS: Final = 60
_LONGEST: Final = 2000


class Notice(Struct, frozen=True):
    """What happened. It travels in a cookie of the reader's own and is shown as plain text."""

    kind: Literal["good", "warn", "bad", "plain"]
    title: str
    text: str = ""


def carry(notice: Notice, path: str) -> Cookie:
    """The cookie that takes *notice* to the next page below *path*."""
    value = urlsafe_b64encode(json.encode(notice)).decode()
    return Cookie(NOTICE_COOKIE, path=path, value=value, max_age=_SECONDS, httponly=True, samesite="lax")


def dropped(path: str) -> Cookie:
    """The cookie that takes it away once it was shown."""
    return Cookie(NOTICE_COOKIE, path=path, value="", max_age=0, httponly=True, samesite="lax")


def carried(request: Request[Any, Any, Any]) -> Notice | None:
    """The notice the browser brought along; one that cannot be read is none."""
    text = request.cookies.get(NOTICE_COOKIE, "")
    if not text or len(text) > _LONGEST:
        return None
    try:
        return json.decode(urlsafe_b64decode(text.encode()), type=Notice)
    except (ValueError, MsgspecError):
        return None
