"""Names and addresses in pieces of three signs, by which they are found though one knows a part, or misspells it."""

import re
from enum import IntEnum
from typing import Final, Protocol
from unicodedata import combining, normalize

LEAST: Final = 2
"""Fewer letters find nothing: they would find everybody."""
MOST: Final = 40
"""Pieces of one text that are looked for; more only say the same again."""
_LONG: Final = 4
_WORDS: Final = re.compile(r"[^\W_]+")


class Field(IntEnum):
    """Where a piece stands: the same one has another mark elsewhere. The values are stored."""

    WHOLE_EMAIL = 0
    NAME = 1
    EMAIL = 2
    WHOLE_NAME = 3


class Marks(Protocol):
    """Keyed digests of pieces, worth nothing without the shop's key."""

    def of(self, field: Field, piece: str) -> int:
        """64 bits, the same for the same piece of the same field."""

    def digest(self, purpose: str, text: str) -> bytes:
        """128 bits that stand for a whole text."""


def folded(text: str) -> str:
    """*text* without what people leave out when they type it: case, accents, width."""
    plain = normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not combining(sign))


def pieces(text: str) -> list[str]:
    """Every three signs in a row of each word, the beginning of a word marked by a space, each once; and for longer
    words their letters in the order of the alphabet, which stay the same when two were swapped.

    ``Zoë Li`` is `` zo``, ``zoe``, `` li``: a part of a word has most of its pieces, and so has one misspelt.
    """
    words = _WORDS.findall(folded(text))
    found = [f" {word}"[at:at + 3] for word in words for at in range(max(len(word) - 1, 1))]
    swapped = [f"~{''.join(sorted(word))}" for word in words if len(word) >= _LONG]
    return list(dict.fromkeys([*swapped, *found]))[:MOST]
