"""Keyed digests: equality of personal values without the values."""

from hashlib import sha256
from hmac import digest

from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail


class BlindIndex:
    """HMAC-SHA-256 (RFC 2104) under a key of the shop: without the key nobody can try addresses against it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, purpose: str, value: str) -> bytes:
        """The digest of *value*; the same value has another one for another *purpose*."""
        return digest(self._key, f"{purpose}\0{value}".encode(), sha256)


class HmacPseudonyms:
    """Names for accounts that say nothing about a person: 96 bits of the digest of an address."""

    def __init__(self, index: BlindIndex) -> None:
        self._index = index

    def of(self, email: str) -> str:
        """The same for every spelling of an address; all that is no address shares one."""
        return self._index.of("pseudonym", spelled(email)).hex()[:24]


def spelled(email: str) -> str:
    """The canonical form, or what nobody's address is."""
    try:
        return canonical(email)
    except NotAnEmail:
        return ""
