"""Previewing letters: each template with something made up to say, for whoever wants to see how it looks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from msgspec import Struct

from store.application.notifications.occasions import WAYS
from store.application.notifications.ports import Letters, Occasion
from store.application.ordering.carriers import followed_at
from store.application.ordering.messages import AddressView, ParcelLine, ParcelView, Shipment
from store.application.processes.mailing_about_orders import LineInLetter, OrderInLetter
from store.application.processes.telling_of_cancellations import GoodsInLetter
from store.application.processes.telling_of_returns import PiecesInLetter
from store.application.shared.answers import DiscountView, Price
from store.application.shared.bus import Query, answers
from store.domain.notifications.kinds import Channel
from store.domain.shared.ids import OrderNumber, Sku

_EURO: Final = "EUR"
_NUMBER: Final = OrderNumber("XAY8Q-DKB8E")
_ORDER: Final = OrderInLetter(
    _NUMBER,
    [
        LineInLetter("Harbour mug", "Sage", 2, Price("44.00", _EURO)),
        LineInLetter("A very long name of something that somebody made by hand", "", 1, Price("58.90", _EURO)),
    ],
    Price("4.90", _EURO), Price("97.80", _EURO),
    AddressView("Ann Example", "Lindenweg 4", None, "Berlin", None, "10115", "DE"),
    Shipment("DHL", "00340434161094022115"), [DiscountView("Spring sale", "SPRING", Price("10.00", _EURO))],
    "no longer wanted", Price("97.80", _EURO), [Price("97.80", _EURO)],
    [ParcelView(
        "DHL", "00340434161094022115", followed_at("DHL", "00340434161094022115"), datetime(2026, 6, 1, 9, tzinfo=UTC),
        date(2026, 6, 5), None, [ParcelLine(Sku("HARBOUR-MUG-OAT"), "Harbour mug", "Sage", 2)],
    )],
)
_PIECES: Final = [PiecesInLetter("Harbour mug", "Sage", 2, "Harbour mug, Oat", "it is sold out")]
_GOODS: Final = [GoodsInLetter(Sku("HARBOUR-MUG-OAT"), "Harbour mug", 2)]


class LetterPreview(Struct, frozen=True):
    """A letter as it would be. What goes as a few words has neither subject nor HTML."""

    occasion: Occasion
    channel: Channel
    subject: str
    html: str
    text: str


class PreviewLetter(Query[LetterPreview], frozen=True):
    """The letter for an occasion, to nobody. Its links lead to the shop and open nothing."""

    occasion: Occasion


@dataclass(frozen=True)
class PreviewingLetters:
    letters: Letters
    address: str
    reads = ()

    @answers(PreviewLetter)
    async def preview(self, query: PreviewLetter) -> LetterPreview:
        channel, _ = WAYS[query.occasion]
        about: dict[str, Any] = {
            "name": "Ann Example", "order": _ORDER, "number": _NUMBER, "carrier": "DHL", "token": "example",
            "tracking": _ORDER.shipment.tracking, "href": self.address, "unsubscribe": self.address,
            "other": "ann@elsewhere.example", "amount": _ORDER.total, "reason": "no reason", "lost": True,
            "ending": False, "until": None,
            "goods": _GOODS if query.occasion is Occasion.GOODS_CANCELLED else "Harbour mug", "whole": True,
            "sku": "HARBOUR-MUG-OAT",
            "pieces": _PIECES, "send_to": ["Hearth & Field", "1 Main Street", "Dublin"], "prepaid": True,
            "spendable": _ORDER.total, "why": "return", "available": 3, "threshold": 5, "kept": True,
            "refund": True, "credited": None,
        }
        if channel is not Channel.EMAIL:
            return LetterPreview(query.occasion, channel, "", "", self.letters.line(query.occasion, about))
        letter = self.letters.write(query.occasion, about)
        return LetterPreview(query.occasion, channel, letter.subject, letter.html, letter.text)
