"""What a request is called in logs and facts: as whoever sent it wishes, if that could be no mischief."""

import re
from typing import Final
from uuid import UUID

_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


def named(wanted: str | None, chance: bytes) -> str:
    """The id that was *wanted*, or one by *chance*."""
    return wanted if wanted and _ID.fullmatch(wanted) else chance.hex()


def correlated(wanted: str | None, chance: bytes) -> UUID:
    """The wish that it belongs to, or one of its own."""
    try:
        return UUID(wanted) if wanted else UUID(bytes=chance, version=4)
    except ValueError:
        return UUID(bytes=chance, version=4)
