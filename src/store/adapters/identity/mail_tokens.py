"""Secrets in links of mails: what both keepers of them share.

The secret of a mail is the keyed digest of the mail's id, so that a letter that has to be written twice says the same;
what is kept is a digest of that.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest
from uuid import UUID

from store.adapters.identity.blind_index import BlindIndex, spelled


class MailSecrets:
    """Makes the secrets, under a key of the shop."""

    def __init__(self, key: bytes, index: BlindIndex) -> None:
        self._key, self._index = key, index

    def of(self, mail: UUID) -> str:
        """The secret in *mail*: 256 bits that only the key's keeper can know."""
        return urlsafe_b64encode(digest(self._key, mail.bytes, sha256)).rstrip(b"=").decode()

    def address(self, email: str, before: str = "") -> bytes:
        """An address as grants know it, or a way from one to another."""
        way = f"{spelled(before)}\0{spelled(email)}" if before else spelled(email)
        return self._index.of("address of a mail", way)

    def mark(self, account: UUID) -> str:
        """What a browser holds that asked for *account*, and nobody else could make."""
        return self._index.of("who asked for an account", str(account)).hex()


def kept(token: str) -> bytes:
    """What is kept of a secret."""
    return sha256(token.encode()).digest()
