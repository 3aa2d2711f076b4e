"""Slips of returns, set by typst: an address to stick on the parcel, and what lies in it. Who sends it isn't said."""

from asyncio import to_thread
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from store.adapters.drivers.typesetting import typeset
from store.application.returns.views import ReturnView

TEMPLATE: Final = Path(__file__).with_name("return_slip.typ")
_WORDS: Final = {
    "title": "Return slip", "to": "To", "number": "Return", "order": "Order", "asked": "Asked for",
    "quantity": "Pieces", "what": "What", "article": "Article",
    "cut": "Cut this out and stick it on the parcel. Put the rest into it.",
}


class TypstReturnSlips:
    """A :class:`~store.application.returns.ports.ReturnSlips`. It needs nothing from outside, and so has no twin."""

    def __init__(self, shop: str) -> None:
        self._shop = shop

    async def pdf(self, returns: Sequence[ReturnView]) -> bytes:
        """Set beside the loop, which goes on meanwhile."""
        return await to_thread(typeset, TEMPLATE, self.data(returns))

    def data(self, returns: Sequence[ReturnView]) -> dict[str, Any]:
        """What the template is given. The date is that of the newest, so that the same slips are the same bytes."""
        day = max(it.requested_at for it in returns).date()
        return {"shop": self._shop, "words": _WORDS, "day": [day.year, day.month, day.day], "slips": [
            {
                "number": it.number, "order": it.order, "asked": it.requested_at.date().isoformat(), "to": it.send_to,
                "pieces": [
                    {"quantity": line.quantity, "name": line.name, "options": line.options_text, "sku": line.sku}
                    for line in it.lines
                ],
            } for it in returns
        ]}
