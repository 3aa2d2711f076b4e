"""Labels, set by typst on A6: ours from their data, carriers' own as they came, all in one file."""

from asyncio import to_thread
from collections.abc import Sequence
from typing import Any, Final

from store.adapters.drivers.typesetting import Unset, typeset
from store.adapters.ordering.code128 import bars
from store.adapters.ordering.labels_apart import TEMPLATE, set_apart
from store.application.ordering.carrier_ports import LabelPage, TheirLabel
from store.application.ordering.errors import LabelsTooLarge, UnreadableLabel

MOST_BYTES: Final = 5_000_000
"""Of carriers' own in one file: they become numbers on their way, which take thirty times as much memory."""
_WORDS: Final = {
    "title": "Labels", "from": "From", "to": "To", "order": "Order", "erased": "The address was erased on request.",
}


class TypstLabels:
    """A :class:`~store.application.ordering.carrier_ports.LabelPress`. It needs nothing outside: it has no twin."""

    async def pdf(self, labels: Sequence[LabelPage | TheirLabel]) -> bytes:
        """Set beside the loop, which goes on meanwhile; with a carrier's own among them, in a process of its own."""
        if sum(len(it.pdf) for it in labels if isinstance(it, TheirLabel)) > MOST_BYTES:
            raise LabelsTooLarge
        data = {"words": _WORDS, "labels": [_label(it) for it in labels]}
        try:
            if any(isinstance(it, TheirLabel) for it in labels):
                return await to_thread(set_apart, data)
            return await to_thread(typeset, TEMPLATE, data, kept=False)
        except Unset as refused:
            raise UnreadableLabel from refused


def _label(it: LabelPage | TheirLabel) -> dict[str, Any]:
    if isinstance(it, TheirLabel):
        return {"pdf": list(it.pdf)}
    to = it.to
    lines = [to.name, to.line1, to.line2, f"{to.postal_code} {to.city}", to.region, to.country] if to else [*it.lines]
    return {
        "carrier": it.carrier, "tracking": it.tracking, "bars": bars(it.tracking), "number": it.reference,
        "sender": it.sender, "place": it.place, "service": it.service.capitalize(),
        "address": [line for line in lines if line],
    }
