"""Secrets of webhooks, made from a secret of the shop: none is kept anywhere, so none can be read there."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest
from typing import Final

from store.domain.shared.ids import WebhookId

PREFIX: Final = "whsec_"


class HmacSecrets:
    """:class:`~store.application.partners.ports.Secrets`: 256 bits of HMAC-SHA-256 (RFC 2104) for each.

    Their form and that of the signatures is that of Standard Webhooks (standardwebhooks.com, version 1).
    """

    def __init__(self, key: bytes, others: Sequence[bytes] = ()) -> None:
        """*others*: keys of before, or of soon. Partners may hold secrets of theirs, so those sign beside ours."""
        self._keys = (key, *others)

    def of(self, webhook_id: WebhookId, number: int) -> str:
        """``whsec_`` and the key in base64, as libraries of that convention take it."""
        return PREFIX + b64encode(_secret(self._keys[0], webhook_id, number)).decode()

    def sign(self, webhook_id: WebhookId, numbers: Sequence[int], message: str, timestamp: int, body: bytes) -> str:
        """``v1,`` and the signature in base64, several with spaces between."""
        signed = f"{message}.{timestamp}.".encode() + body
        secrets = (_secret(key, webhook_id, number) for key in self._keys for number in numbers)
        made = (digest(secret, signed, sha256) for secret in secrets)
        return " ".join("v1," + b64encode(signature).decode() for signature in made)


def _secret(key: bytes, webhook_id: WebhookId, number: int) -> bytes:
    return digest(key, f"{webhook_id}/{number}".encode(), sha256)
