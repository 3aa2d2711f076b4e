"""Tokens that open one order, made from its number and a secret of the shop."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest

from store.domain.shared.ids import OrderNumber


class HmacAccessTokens:
    """:class:`~store.application.ordering.ports.AccessTokens`: 192 bits of HMAC-SHA-256 (RFC 2104)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, number: OrderNumber) -> str:
        """The token that opens *number*."""
        return urlsafe_b64encode(digest(self._key, number.encode(), sha256)[:24]).decode()

    def opens(self, token: str, number: OrderNumber) -> bool:
        """Whether *token* is the right one; takes as long whether it is or not."""
        return compare_digest(self.of(number).encode(), token.encode())
