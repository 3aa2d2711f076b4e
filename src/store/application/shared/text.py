"""Text that no database column, no file and no mail could hold is found in JSON before anybody reads it."""

import re
from typing import Final

from store.application.shared.errors import TextWithNul

_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPED: Final = b"u0000"  # looked for first: forty times faster, and nearly always enough


def expect_no_nul(json: bytes) -> None:
    """Refuse JSON that holds the sign NUL somewhere in its text.

    :raises TextWithNul: wherever it stands.
    """
    if _ESCAPED in json and _NUL.search(json):
        raise TextWithNul


def in_address(text: str) -> str:
    """*text* as a part of an address (RFC 3986): all but letters, digits and four signs by their bytes."""
    return "".join(chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}" for byte in text.encode())
