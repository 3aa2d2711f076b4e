"""Categories to choose from, as a flat list in the order of their tree."""

from typing import Final

from msgspec import Struct, json

from store.application.browsing.messages import CategoryNode
from store.application.shared.answers import Json
from store.domain.shared.ids import category_of

_nodes: Final = json.Decoder(list[CategoryNode])


class Choice(Struct, frozen=True):
    """A category as forms name it, and the names of all above it."""

    slug: str
    words: str


def choices(tree: Json) -> list[Choice]:
    """All of *tree*."""
    return _flat(_nodes.decode(tree), "")


def _named(node: CategoryNode) -> str:
    """By its address, as long as that is the one it was opened under; else by its id, which never changes."""
    return node.slug if str(category_of(node.slug)) == node.id else node.id


def _flat(nodes: list[CategoryNode], above: str) -> list[Choice]:
    found: list[Choice] = []
    for node in nodes:
        words = f"{above}{node.name}"
        found += [Choice(_named(node), words), *_flat(node.children, f"{words} › ")]
    return found
