"""What people are called."""

from typing import Final

from store.domain.identity.errors import NameMissing, NameTooLong

LONGEST_NAME: Final = 100


def tidy(name: str) -> str:
    """*name* without space that nobody meant.

    :raises NameMissing: where nothing is left.
    """
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    return name
