"""What fits the words that somebody is typing: the same on pages and for programs."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from store.application.browsing.looked_for import words_of
from store.application.browsing.messages import CategoryNode

MOST_GOODS: Final = 6
MOST_PLACES: Final = 2
MOST_SEARCHES: Final = 3
SHORTEST: Final = 2
"""Letters before anything is suggested."""


def nodes_of(tree: Iterable[CategoryNode]) -> Iterator[CategoryNode]:
    """All categories of a *tree*, each before those below it."""
    for node in tree:
        yield from (node, *nodes_of(node.children))


def places(words: str, tree: Iterable[CategoryNode]) -> list[CategoryNode]:
    """Categories that have goods and a name in which each of *words* begins a word; those with most goods first."""
    wanted = words.lower().split()
    fitting = [
        node for node in nodes_of(tree)
        if node.count and all(any(part.startswith(word) for part in node.name.lower().split()) for word in wanted)
    ]
    return sorted(fitting, key=lambda node: -node.count)[:MOST_PLACES]


def others(words: str, popular: Iterable[str]) -> list[str]:
    """What many look for that goes on from what was typed: each of *words* begins a word of it, in any order."""
    typed = words_of(words) or ""
    wanted = typed.split()
    fitting = (
        one for one in popular
        if wanted and one != typed and all(any(part.startswith(word) for part in one.split()) for word in wanted)
    )
    return list(islice(fitting, MOST_SEARCHES))
