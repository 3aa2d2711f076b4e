"""What people are called."""

from typing import Final

from store.domain.identity.errors import NameMissing, NameTooLong, NameUnfit

LONGEST_NAME: Final = 60
_LEADS_AWAY: Final = ("://", "www.", "@")
"""Names are mailed and shown: nobody shall send a stranger somewhere in ours. See ``docs/adr/0194``."""


def tidy(name: str, part: str = "name") -> str:
    """*name* without space that nobody meant. *part*: which name of a person it is, for whoever is told.

    :raises NameMissing: where nothing is left.
    :raises NameTooLong: where more is left than names have.
    :raises NameUnfit: where it is no name but a place in the web, an address, or lines of something.
    """
    lines = name.strip().splitlines()
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    if len(lines) > 1 or leads_away(name):
        raise NameUnfit(part)
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    return name


def tidy_both(given_name: str, family_name: str) -> tuple[str, str]:
    """Both names of somebody."""
    return tidy(given_name, "given_name"), tidy(family_name, "family_name")


def from_elsewhere(name: str) -> str:
    """*name* as somebody else wrote it, cut to what fits; nothing where it is none."""
    name = " ".join(name.split())[:LONGEST_NAME].strip()
    return "" if leads_away(name) else name


def leads_away(name: str) -> bool:
    """Whether *name* holds what a mail program might make a link of."""
    return any(sign in name.lower() for sign in _LEADS_AWAY)
