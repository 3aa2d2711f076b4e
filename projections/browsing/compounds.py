"""Words that stand behind each other in names: in *projector wall mount* the projector says what the mount is for."""

import re
from typing import Final

INTO: Final = frozenset({
    "a", "and", "at", "by", "for", "from", "in", "incl", "including", "of", "on", "or", "the", "to", "w", "with",
    "without", "auf", "aus", "für", "mit", "ohne", "und", "von", "zu",
    "avec", "de", "des", "du", "en", "et", "pour", "sans", "con", "da", "di", "e", "para", "per", "por", "sin", "y",
})
"""What stands behind one of these is no thing that the words before it are about."""
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 40


def words_of(said: str) -> list[str]:
    """Its words in small letters, in their order."""
    return [word for word in _WORD.findall(said.lower()) if len(word) <= _LONGEST]


def head_of(asked: str) -> str:
    """The word that says what is *asked* for: the last one before what it is for. Numbers say nothing of that."""
    words = words_of(asked)
    till = next((at for at, word in enumerate(words) if at and word in INTO), len(words))
    head = words[till - 1] if words else ""
    return "" if any(map(str.isdigit, head)) else head


def pairs_of(name: str) -> list[str]:
    """Each word of *name* with those that it may say something of: the two behind where it stands last."""
    words = words_of(name)
    found = list[str]()
    for word, at in {word: at for at, word in enumerate(words)}.items():
        behind = words[at + 1:at + 2] if words[at + 1:at + 2] and words[at + 1] in INTO else words[at + 1:at + 3]
        found += (f"{word} {other}" for other in behind)
    return found
