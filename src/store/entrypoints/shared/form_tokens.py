"""Forms carry a token that only our own pages gave: to this browser and, in the back office, to this login."""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hmac import compare_digest, digest
from typing import Any, Final

from litestar import Request
from litestar.datastructures import Cookie, FormMultiDict, MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from store.entrypoints.shared.forms import FIELD
from store.entrypoints.shared.host_cookies import host_only

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS: Final = frozenset({RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART})
MOST_FIELDS: Final = 2000
"""In one form: a product of 200 variants, each with its options, prices and picture, has 1,800. Taking 100,000 apart
takes a second, in which nobody else is answered.
"""
_KEY: Final = re.compile(r"[0-9a-f]{32}")


class FormOutOfDate(PermissionDeniedException):
    """A form without a token of this browser and this login: nothing was done, and its page has to be loaded again.

    ``wanted`` is where the form was to lead, if it said so: what anybody may have written.
    """

    def __init__(self, wanted: str = "") -> None:
        super().__init__("This form has no token of this browser and this login")
        self.wanted = wanted


class FormTokens(ASGIMiddleware):
    """Gives each browser a key in a cookie and each page a token: a MAC over that key, the session and a number of its
    own. A token dies with the session it was made for; guests have none, and theirs goes with the browser's key.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, key: bytes, others: Sequence[bytes] = (), *, secure: bool) -> None:
        """*others*: keys whose tokens fit as well, of before or of soon. *secure*: the shop is reached by HTTPS, where
        a cookie can be kept out of reach of sub-domains.
        """
        self._keys, self._secure = (key, *others), secure
        self._cookie = cookie_name(secure=secure)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Refuse a form without its token; have a token ready for the page."""
        request: Request[Any, Any, Any] = scope["litestar_app"].request_class(scope=scope, receive=receive)
        kept = request.cookies.get(self._cookie, "")
        key = kept if _KEY.fullmatch(kept) else ""
        session = request.state.session
        if request.method not in SAFE and not (key and self._fits(await _field(request, FIELD), key, session)):
            wanted = await _field(request, "next")
            await _let_go(request)
            raise FormOutOfDate(wanted)
        given = key or secrets.token_hex(16)
        ScopeState.from_scope(scope).csrf_token = _token(self._keys[0], given, session, secrets.token_urlsafe(9))
        await next_app(scope, receive, send if key else self._giving(given, send))

    def _fits(self, token: str, browser: str, session: str) -> bool:
        number = token.partition(".")[0]
        expected = [_token(key, browser, session, number) for key in self._keys]
        right = [compare_digest(token.encode(errors="replace"), one.encode(errors="replace")) for one in expected]
        return any(right)

    def _giving(self, key: str, send: Send) -> Send:
        """Hand the key out with pages alone: what caches may keep for everybody is no place for it."""
        async def giving(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                if headers.get("content-type", "").startswith("text/html"):
                    cookie = Cookie(
                        self._cookie, value=key, path="/", httponly=True, samesite="lax", secure=self._secure,
                    )
                    headers.add("set-cookie", cookie.to_header(header=""))
            await send(message)

        return giving


def cookie_name(*, secure: bool) -> str:
    """The browser's key goes by this."""
    return host_only("store_form", secure=secure)


def without_key(*, secure: bool) -> Cookie:
    """Takes the browser's key back: the next page brings another."""
    return Cookie(
        cookie_name(secure=secure), path="/", value="", max_age=0, httponly=True, samesite="lax", secure=secure
    )


def _token(key: bytes, browser: str, session: str, number: str) -> str:
    mac = digest(key, f"{browser}\n{number}\n{session}".encode(errors="replace"), "sha256")
    return f"{number}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"


async def _let_go(request: Request[Any, Any, Any]) -> None:
    """Close the files of a form that nobody will read: nothing else would, where no route is reached."""
    form = ScopeState.from_scope(request.scope).form
    if isinstance(form, dict):
        await FormMultiDict.from_form_data(form).close()


async def _field(request: Request[Any, Any, Any], name: str) -> str:
    if request.content_type[0] not in _FORMS:
        return ""
    if request.content_type[0] == RequestEncodingType.URL_ENCODED and (await request.body()).count(b"&") > MOST_FIELDS:
        raise ClientException("This form has more fields than any of ours", status_code=413)
    sent = (await request.form()).get(name)
    return sent if isinstance(sent, str) else ""
