"""Where pieces lie: the places of the shop by their codes, and from which of them an order is served."""

from collections.abc import Iterable, Mapping
from typing import Final, NewType

LocationCode = NewType("LocationCode", str)
"""A place of the shop where pieces lie, as staff call it. It never changes, like a SKU."""
MAIN: Final = LocationCode("MAIN")
"""The first place. Facts that name no place are about this one: so it was before there were others."""


def allocated(
    quantity: int, free: Mapping[LocationCode, int], by: Iterable[LocationCode]
) -> dict[LocationCode, int]:
    """From where *quantity* pieces are taken, of those that are *free* at each place; there are as many.

    From the first place in the order *by* that has enough alone; if none has, from one after the other. Places that
    stand in no order come last, by their codes.
    """
    ranked = dict.fromkeys([*by, *sorted(free)])
    order = [place for place in ranked if free.get(place, 0) > 0]
    for place in order:
        if free[place] >= quantity:
            return {place: quantity}
    taken: dict[LocationCode, int] = {}
    for place in order:
        if pieces := min(free[place], quantity):
            taken[place] = pieces
            quantity -= pieces
    return taken


def more(pieces: dict[LocationCode, int], by: Mapping[LocationCode, int], sign: int = 1) -> None:
    """Make *pieces* so many more at each place, or fewer with *sign* -1. What is none is not written down."""
    for place, change in by.items():
        pieces[place] = pieces.get(place, 0) + sign * change
        if not pieces[place]:
            del pieces[place]
