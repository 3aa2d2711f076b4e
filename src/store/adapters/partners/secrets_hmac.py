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

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, webhook_id: WebhookId, number: int) -> str:
        """``whsec_`` and the key in base64, as libraries of that convention take it."""
        return PREFIX + b64encode(self._secret(webhook_id, number)).decode()

    def sign(self, webhook_id: WebhookId, numbers: Sequence[int], message: str, timestamp: int, body: bytes) -> str:
        """``v1,`` and the signature in base64, several with spaces between."""
        signed = f"{message}.{timestamp}.".encode() + body
        made = (digest(self._secret(webhook_id, number), signed, sha256) for number in numbers)
        return " ".join("v1," + b64encode(signature).decode() for signature in made)

    def _secret(self, webhook_id: WebhookId, number: int) -> bytes:
        return digest(self._key, f"{webhook_id}/{number}".encode(), sha256)
