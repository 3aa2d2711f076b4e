"""By what a key is known that is there no more."""

from hashlib import sha256
from typing import Final

_DIGITS: Final = 32


def fingerprint_of(key: bytes | None) -> str:
    """128 bits of the SHA-256 of a key of 256 random bits: it tells keys apart, and leads to none."""
    return sha256(b"store/key\0" + key).hexdigest()[:_DIGITS] if key else ""
