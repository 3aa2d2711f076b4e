"""Which picture shows what: finds the card behind a name and has it drawn."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from store.adapters.catalogue.demo.pictures.piece import Piece
from store.adapters.catalogue.demo.pictures.studio import closer, group, portrait, scene_of
from store.adapters.catalogue.demo.rows import slug_of
from store.adapters.catalogue.demo.shelf import Card, cards

ON_A_CATEGORY: Final = 3


@dataclass(frozen=True)
class Order:
    """What the studio is asked for: a portrait, a view from near or a group."""

    view: str
    pieces: tuple[Piece, ...]


def draw(name: str) -> bytes:
    """The SVG called *name*; ``KeyError`` if no row and no category uses that name."""
    order = orders()[name]
    match order.view:
        case "detail":
            return closer(name, order.pieces[0])
        case "group":
            return group(name, list(order.pieces))
        case _:
            return portrait(name, order.pieces[0])


def picture_names() -> tuple[str, ...]:
    """Every name that can be drawn, products before categories."""
    return tuple(orders())


@cache
def orders() -> dict[str, Order]:
    """All orders by the name of their picture."""
    known: dict[str, Order] = {}
    shelves: dict[str, list[Piece]] = {}
    for card in cards():
        known.update(_orders_of(card))
        for category in card.category:
            shelves.setdefault(category, []).append(_pieces(card)[0][1])
    for category, pieces in shelves.items():
        known[f"category/{slug_of(category)}"] = Order("group", _still_life(pieces))
    return known


def _pieces(card: Card) -> list[tuple[str, Piece]]:
    slug = slug_of(card.name)
    colours = card.options.get("Colour")
    if not colours:
        return [(slug, Piece(card.family, card.details))]
    return [(f"{slug}-{slug_of(name)}", Piece(card.family, {**card.details, "colour": name})) for name, _ in colours]


def _orders_of(card: Card) -> dict[str, Order]:
    pieces = _pieces(card)
    found = {name: Order("portrait", (piece,)) for name, piece in pieces}
    if card.second:
        kind, details = card.second
        first = Piece(card.family, {**pieces[0][1].details, **details})
        name = f"{slug_of(card.name)}-{kind}"
        match kind:
            case "detail":
                found[name] = Order("detail", (first,))
            case "pair":
                others = [piece for _, piece in pieces[:3]]
                found[name] = Order("group", tuple(others) if len(others) > 1 else (pieces[0][1], first))
            case _:
                found[name] = Order("portrait", (first,))
    return found


def _still_life(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The first things of a category that can share a table, no two of a kind where it can be helped."""
    scene = scene_of(pieces[0])
    alike = [piece for piece in pieces if scene_of(piece) == scene]
    varied = list({piece.family: piece for piece in reversed(alike)}.values())[::-1]
    return tuple((varied + [piece for piece in alike if piece not in varied])[:ON_A_CATEGORY])
