"""What a shop may do with somebody's data only if they say so, and the documents everybody may read: as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct


class Purpose(StrEnum):
    """What somebody may agree to. The values are stored.

    Letters that advertise are asked about elsewhere: their consent belongs to the preferences of ``notifications``.
    """

    ANALYTICS = "analytics"
    PERSONALISATION = "personalisation"


class Words(Struct, frozen=True):
    """What one agrees to, and the version of these words."""

    version: str
    title: str
    text: str


WORDS: Final[Mapping[Purpose, Words]] = {
    Purpose.ANALYTICS: Words(
        "analytics-1", "Counting visits",
        "The shop may count which pages I look at, to make them better. No other site hears of it.",
    ),
    Purpose.PERSONALISATION: Words(
        "personalisation-1", "What I looked at",
        "The shop may remember what I looked at, to show it to me again and to suggest what goes with it.",
    ),
}
"""A version that was ever shown stays in the history of this file: it is the other half of the proof."""


class Where(StrEnum):
    """Where somebody said so. The values are stored."""

    CHOICES = "choices"
    BANNER = "banner"
    LOGIN = "login"
    PROGRAM = "program"


class DocumentKind(StrEnum):
    """What everybody may read. The values are stored, and stand in addresses."""

    PRIVACY = "privacy"
    TERMS = "terms"
