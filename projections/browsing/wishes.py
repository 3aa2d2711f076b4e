"""What a search says beside its words: *"oat mug"* is one phrase, and *-blue* shall not be there."""

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

_WITHOUT: Final = re.compile(r'(?<!\S)-("[^"]*"|[^\s"]\S*)')
_PHRASE: Final = re.compile(r'(?<!\S)"([^"]*)"(?!\S)')
"""Around whole words: one behind a number means inches."""
_WORD: Final = re.compile(r"\w+")
SHORTEST_BEGUN: Final = 2
"""So many letters may be a beginning of a word: with one alone nobody means all that begins with it."""


class Wishes(Struct, frozen=True):
    """A search taken apart. ``plain`` is what shall be there, without its signs; ``words`` are the words of it,
    ``loose`` those of them that stand in no phrase.
    """

    plain: str
    words: tuple[str, ...]
    loose: tuple[str, ...]
    phrases: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def together(self) -> str:
        """The phrases, as Postgres reads them."""
        return " ".join(f'"{phrase}"' for phrase in self.phrases)

    @property
    def refused(self) -> str:
        """What shall not be there, as Postgres reads it."""
        return " ".join(f'-"{words}"' for words in self.without)


@lru_cache(maxsize=256)
def wishes_in(q: str) -> Wishes:
    """What *q* asks for."""
    q = q.replace("\0", " ")
    wanted = _WITHOUT.sub(" ", q)
    plain = " ".join(wanted.replace('"', " ").split())
    return Wishes(
        plain, tuple(_WORD.findall(plain)), tuple(_WORD.findall(_PHRASE.sub(" ", wanted))),
        tuple(phrase for phrase in _PHRASE.findall(wanted) if _WORD.search(phrase)),
        tuple(words.strip('"') for words in _WITHOUT.findall(q) if _WORD.search(words)),
    )
