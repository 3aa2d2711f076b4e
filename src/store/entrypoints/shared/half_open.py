"""A login between its two steps: what the browser holds then. It opens nothing by itself."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from litestar.datastructures import Cookie

from store.application.identity.messages import HalfOpen, Secret
from store.entrypoints.shared.desk import AnyRequest

HALF_COOKIE: Final = "store_half"
_SECONDS: Final = 600
_LONGEST: Final = 600


def half_cookie(half: HalfOpen, email: str, path: str, *, secure: bool) -> Cookie:
    """The ticket, and which address was named: guesses are counted for it."""
    value = f"{half.ticket.value}.{urlsafe_b64encode(email.encode()).decode().rstrip('=')}"
    return Cookie(HALF_COOKIE, path=path, value=value, max_age=_SECONDS, httponly=True, samesite="lax", secure=secure)


def half_of(request: AnyRequest) -> tuple[Secret, str]:
    """What the browser holds: an empty ticket, which is nobody's, where it holds nothing."""
    ticket, _, kept = request.cookies.get(HALF_COOKIE, "")[:_LONGEST].partition(".")
    try:
        return Secret(ticket), urlsafe_b64decode(kept + "=" * (-len(kept) % 4)).decode()
    except ValueError:
        return Secret(""), ""


def without_half(path: str) -> Cookie:
    """The login is over, one way or the other."""
    return Cookie(HALF_COOKIE, path=path, value="", max_age=0, httponly=True, samesite="lax")
