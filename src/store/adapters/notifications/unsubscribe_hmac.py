"""Links that put an end to letters: what they end, and a MAC that only this shop can make. Nothing is stored."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final
from uuid import UUID

from store.application.notifications.ports import Unsubscribing
from store.domain.notifications.kinds import Channel, Kind
from store.domain.shared.ids import AccountId

_ID: Final = 16
_MAC: Final = 32
_LONGEST: Final = 200


class HmacUnsubscribeLinks:
    """:class:`~store.application.notifications.ports.UnsubscribeLinks` under a key of its own; those of *others* are
    read as well.
    """

    def __init__(self, key: bytes, others: Sequence[bytes] = ()) -> None:
        self._keys = (key, *others)

    def of(self, what: Unsubscribing) -> str:
        """The account's id, the way and the kind, and the MAC over them."""
        said = what.account.bytes + f"{what.channel}/{what.kind}".encode()
        return urlsafe_b64encode(digest(self._keys[0], said, sha256) + said).rstrip(b"=").decode()

    def read(self, token: str) -> Unsubscribing | None:
        """What it says, if this shop said so."""
        try:
            whole = urlsafe_b64decode(token[:_LONGEST] + "=" * (-len(token[:_LONGEST]) % 4))
        except ValueError:
            return None
        mac, said = whole[:_MAC], whole[_MAC:]
        right = [compare_digest(mac, digest(key, said, sha256)) for key in self._keys]
        if not any(right) or len(token) > _LONGEST:
            return None
        channel, _, kind = said[_ID:].decode().partition("/")
        return Unsubscribing(AccountId(UUID(bytes=said[:_ID])), Channel(channel), Kind(kind))
