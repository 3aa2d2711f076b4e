"""What follows from the one secret that a browser holds while it is at a provider, and how the rest is sealed.

State (RFC 6749, 10.12), nonce (OpenID Connect Core, 3.1.2.1) and the verifier of PKCE (RFC 7636) are keyed digests of
it: none of them is kept here, and none tells another.
"""

import os
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest, digest
from secrets import token_urlsafe
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct, json

from store.application.identity.elsewhere import Introduction, Sent
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider

_NONCE: Final = 12


def new_secret() -> str:
    """256 random bits."""
    return token_urlsafe(32)


def state_of(secret: str) -> str:
    """What the provider hands back with the browser."""
    return _follows(secret, "state")


def nonce_of(secret: str) -> str:
    """What the provider's signed word has to hold."""
    return _follows(secret, "nonce")


def verifier_of(secret: str) -> str:
    """What only the shop can show for a code: 43 signs."""
    return _follows(secret, "verifier")


def challenge_of(secret: str) -> str:
    """What the provider is told of that beforehand (S256)."""
    return _text(sha256(verifier_of(secret).encode()).digest())


def is_state_of(secret: str, state: str) -> bool:
    """Whether it came back with what it was sent with."""
    return bool(secret) and compare_digest(state_of(secret).encode(), state.encode())


def kept(token: str) -> bytes:
    """What a row is found by."""
    return sha256(token.encode()).digest()


class Sealed:
    """Rows that say nothing to whoever reads the table: AES-256-GCM under a key of the shop, bound to the row. What
    *others* sealed is opened as well.
    """

    def __init__(self, key: bytes, others: Sequence[bytes] = ()) -> None:
        self._ciphers = [AESGCM(one) for one in (key, *others)]

    def seal(self, about: Sent | Introduction, row: bytes) -> bytes:
        """What is kept."""
        plain = about if isinstance(about, Sent) else _Plain(
            about.provider, about.who, about.label, about.email, about.proven, about.given_name, about.family_name,
            about.refresh.value,
        )
        nonce = os.urandom(_NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, json.encode(plain), _place(type(about).__name__, row))

    def sent(self, sealed: bytes, row: bytes) -> Sent | None:
        """What a browser was sent for; ``None`` where the row is about something else."""
        opened = self._opened(sealed, _place(Sent.__name__, row))
        return None if opened is None else json.decode(opened, type=Sent)

    def introduction(self, sealed: bytes, row: bytes) -> Introduction | None:
        """Who was introduced; ``None`` where the row is about something else."""
        opened = self._opened(sealed, _place(Introduction.__name__, row))
        if opened is None:
            return None
        it = json.decode(opened, type=_Plain)
        return Introduction(
            it.provider, it.who, it.label, it.email, it.proven, it.given_name, it.family_name, Secret(it.refresh)
        )

    def _opened(self, sealed: bytes, place: bytes) -> bytes | None:
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
            except InvalidTag:
                continue
        return None


class _Plain(Struct, frozen=True):
    provider: Provider
    who: str
    label: str
    email: str
    proven: bool
    given_name: str
    family_name: str
    refresh: str


def _place(kind: str, row: bytes) -> bytes:
    return kind.encode() + row


def _follows(secret: str, what: str) -> str:
    return _text(digest(secret.encode(), f"login elsewhere/{what}".encode(), sha256))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
