"""Links to copies of people's data: an end, and a MAC over it, account, session and copy. Nothing is stored."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final
from uuid import UUID

_LONGEST: Final = 100
_DIGITS: Final = 12


class HmacCopyLinks:
    """A :class:`~store.application.privacy.copy_ports.CopyLinks` under a key of its own; links of *others* are good."""

    def __init__(self, key: bytes, others: Sequence[bytes] = ()) -> None:
        self._keys = (key, *others)

    def of(self, account: UUID, session: UUID, copy: UUID, till: datetime) -> str:
        """The end in seconds, and the MAC."""
        end = int(till.timestamp())
        return f"{end}.{_mac(self._keys[0], end, account, session, copy)}"

    def good(self, key: str, account: UUID, session: UUID, copy: UUID, now: datetime) -> bool:
        """Whether it is whole, of these, and not over."""
        end, _, mac = key[:_LONGEST].partition(".")
        if not (end.isascii() and end.isdecimal() and len(end) <= _DIGITS):
            return False
        made = [_mac(key, int(end), account, session, copy) for key in self._keys]
        right = [compare_digest(mac.encode(), one.encode()) for one in made]
        return any(right) and now <= datetime.fromtimestamp(int(end), UTC)


def _mac(key: bytes, end: int, account: UUID, session: UUID, copy: UUID) -> str:
    said = account.bytes + session.bytes + copy.bytes + end.to_bytes(8)
    return urlsafe_b64encode(digest(key, said, sha256)).rstrip(b"=").decode()
