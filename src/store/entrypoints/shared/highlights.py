"""What somebody looked for, made visible in what was found."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

_WORD: Final = re.compile(r"\w+")
_SHORTEST: Final = 2
_STEM: Final = 4
"""Letters from which on a word may be marked that goes on from a part of what was typed: ``mugs`` marks ``mug``."""


def highlighted(text: str, terms: Iterable[str]) -> Markup:
    """*text*, escaped, with the words in a ``mark`` that begin with one of *terms*, or are one but for its ending."""
    wanted = [term for said in terms for term in _WORD.findall(_folded(said)) if len(term) >= _SHORTEST]
    if not wanted:
        return escape(text)
    parts: list[Markup] = []
    end = 0
    for match in _WORD.finditer(text):
        if any(_means(_folded(match[0]), term) for term in wanted):
            parts += [escape(text[end:match.start()]), Markup("<mark>"), escape(match[0]), Markup("</mark>")]
            end = match.end()
    return Markup().join([*parts, escape(text[end:])])


def _means(word: str, term: str) -> bool:
    return word.startswith(term) or (_bare(word) == _bare(term) and len(_bare(term)) >= _STEM - 1)


def _bare(word: str) -> str:
    """Without the ending that most English plurals have."""
    return re.sub(r"(?<=\w\w)(?:e?s)$", "", word)


def _folded(text: str) -> str:
    """In small letters without accents: as a search reads it."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
