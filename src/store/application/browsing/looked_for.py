"""What people look for: counted by words that nobody is known by, and by no words until several used them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeAlias
from unicodedata import normalize

from msgspec import Struct

LONGEST: Final = 60
"""Characters of a search beyond which its words are kept by nobody: it is a sentence, and may tell of somebody."""
DIGITS: Final = 7
"""So many may be the number of a telephone, a card or an order."""
NAMED_BY: Final = 3
"""Different visitors of one day who have to look for the same before its words are written down."""
SUGGESTED_BY: Final = 5
"""And before they are said to others while these type."""
DEEPEST: Final = 21
"""The rank of what stands behind the first page."""
_ADDRESSES: Final = re.compile(r"@|://|\bwww\.")


def words_of(q: str) -> str | None:
    """What was looked for, in one spelling; nothing where it might lead to somebody, and is counted without its words.

    Addresses of any kind, numbers of telephones, cards and accounts, whole sentences, and what nobody can read.
    """
    words = " ".join(normalize("NFKC", q).casefold().split())
    if not words or len(words) > LONGEST or not words.isprintable() or _ADDRESSES.search(words):
        return None
    return None if sum(sign.isdigit() for sign in words) >= DIGITS else words


class Searched(Struct, frozen=True):
    """Somebody looked for something. ``words`` is nothing where they are not to be kept; ``visitor`` is a digest.

    ``nothing`` says that nothing was found, ``guessed`` that something else was, or only some of it.
    """

    day: date
    words: str | None
    query: bytes = b""
    visitor: bytes = b""
    nothing: bool = False
    guessed: bool = False
    times: int = 1


class Opened(Struct, frozen=True):
    """What a search had found was looked at closely; it stood at *rank*."""

    query: bytes
    rank: int


class PutIn(Struct, frozen=True):
    """What a search had found came into a cart. Cart and article are digests."""

    query: bytes
    cart: bytes
    item: bytes


class TakenOut(Struct, frozen=True):
    """And was taken out again."""

    cart: bytes
    item: bytes


class Bought(Struct, frozen=True):
    """The cart became an order."""

    cart: bytes


Note: TypeAlias = Searched | Opened | PutIn | TakenOut | Bought


def median(ranks: Sequence[int]) -> int | None:
    """The rank in the middle, of how often each was chosen, from the first on; the lower one where two are."""
    half, seen = sum(ranks), 0
    for rank, times in enumerate(ranks, 1):
        seen += times
        if times and 2 * seen >= half:
            return rank
    return None
