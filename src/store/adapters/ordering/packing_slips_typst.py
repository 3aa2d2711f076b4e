"""Packing slips, set by typst: one page a part, as many as are asked for in one file."""

from asyncio import to_thread
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from store.adapters.drivers.typesetting import typeset
from store.application.ordering.fulfilment import PartView

_TEMPLATE: Final = Path(__file__).with_name("packing_slip.typ")
_WORDS: Final = {
    "title": "Packing slip", "to": "To", "order": "Order", "quantity": "Pieces", "what": "What", "article": "Article",
    "erased": "The address was erased on request.",
}


class TypstPackingSlips:
    """A :class:`~store.application.ordering.ports.PackingSlips`. It needs nothing from outside, and so has no twin."""

    def __init__(self, shop: str) -> None:
        self._shop = shop

    async def pdf(self, parts: Sequence[PartView]) -> bytes:
        """Set beside the loop, which goes on meanwhile."""
        return await to_thread(typeset, _TEMPLATE, {
            "shop": self._shop, "words": _WORDS, "day": _newest(parts), "slips": [_slip(part) for part in parts],
        })


def _newest(parts: Sequence[PartView]) -> list[int]:
    """The date of the file: that of the newest order in it, so that the same slips are the same bytes."""
    day = max(part.placed_at for part in parts).date()
    return [day.year, day.month, day.day]


def _slip(part: PartView) -> dict[str, Any]:
    to = part.shipping_address
    lines = [
        to.name, to.line1, to.line2, f"{to.postal_code} {to.city}", to.region, to.country,
    ] if to else []
    waits = any(piece.left for piece in part.pieces)
    return {
        "number": part.number, "placed": part.placed_at.date().isoformat(), "place": part.place,
        "method": part.shipping_method.capitalize(), "address": [line for line in lines if line],
        "pieces": [
            {"quantity": count, "name": piece.name, "options": piece.options_text, "sku": piece.sku}
            for piece in part.pieces if (count := piece.left if waits else piece.bought - piece.cancelled)
        ],
    }
