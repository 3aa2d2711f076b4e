"""How letters are shown: each a document of its own, in a frame that may do nothing."""

from typing import Any, Final

from litestar import MediaType, Response

_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation",
    "x-frame-options": "SAMEORIGIN",
}


def letter_page(html: str) -> Response[Any]:
    """The letter's own document: styled as mails are, and allowed to do nothing."""
    return Response(html, media_type=MediaType.HTML, headers=_HEADERS)
