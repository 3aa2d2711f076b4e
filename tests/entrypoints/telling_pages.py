"""Pages and letters about what people choose to be told, each with what it shows."""

from typing import Any
from uuid import UUID

from msgspec import structs

from store.application.notifications.choosing import Choice, PreferencesView, Way
from store.application.notifications.ports import Unsubscribing
from store.application.ordering.messages import AddressView, Shipment
from store.application.processes.mailing_about_orders import LineInLetter, OrderInLetter
from store.application.processes.telling_of_cancellations import GoodsInLetter
from store.application.shared.answers import Price
from store.domain.notifications.kinds import REGISTER, WORDS, Channel, Kind
from store.domain.notifications.preferences import always
from store.domain.shared.ids import AccountId, OrderNumber, Sku
from tests.entrypoints.account_pages import LETTER
from tests.entrypoints.page_frame import FRONT, PAGE, Notice
from tests.entrypoints.page_goods import NOW

OWN = PreferencesView([
    Choice(
        kind, about.nature, [
            Way(way, always(way, kind) or kind is Kind.PROMOTIONS, always(way, kind))
            for way in Channel if way in about.channels
        ], about.consent, WORDS.get(about.consent, ""),
    )
    for kind, about in REGISTER.items()
], "+49301234567", 3)
IN: dict[str, Any] = {**FRONT, "logged_in": True}
CHOICES: dict[str, Any] = {**IN, "own": OWN, "said": None, "form": {"phone": OWN.phone}, "errors": {}}
WHAT = Unsubscribing(AccountId(UUID(int=9)), Channel.EMAIL, Kind.PROMOTIONS)
NOTE: dict[str, Any] = {**LETTER, "number": "XAY8Q-DKB8E", "carrier": "DHL", "tracking": "T-1"}
NEWS: dict[str, Any] = {**LETTER, "unsubscribe": "https://shop.example/unsubscribe/abc"}
BACK_AGAIN: dict[str, Any] = {**NEWS, "goods": "Harbour mug"}
LOW: dict[str, Any] = {**LETTER, "sku": "HARBOUR-MUG-OAT", "available": 3, "threshold": 5}
SENT_BACK: dict[str, Any] = {
    **LETTER, "number": "XAY8Q-DKB8E-R1", "order_number": "XAY8Q-DKB8E", "reason": "it was used beyond trying it out",
    "pieces": [{"name": "Harbour mug", "options_text": "Sage", "quantity": 2, "instead": ""}],
    "send_to": ["Hearth & Field", "Hafenweg 1", "20457 Hamburg"], "prepaid": False,
}
CANCELLED: dict[str, Any] = {
    **LETTER, "number": "XAY8Q-DKB8E", "amount": Price("107.80", "EUR"), "reason": "the card takes no money back",
    "goods": [GoodsInLetter(Sku("HARBOUR-MUG-OAT"), "Harbour mug", 2)], "whole": True,
    "order": OrderInLetter(
        OrderNumber("XAY8Q-DKB8E"), [LineInLetter("Harbour mug", "Sage", 2, Price("44.00", "EUR"), 1)],
        Price("4.90", "EUR"), Price("48.90", "EUR"),
        AddressView("Ann Example", "Lindenweg 4", None, "Berlin", None, "10115", "DE"), Shipment("", ""),
        reason="no longer wanted", owed_back=Price("24.45", "EUR"),
        given_back=[Price("24.45", "EUR"), Price("1.00", "EUR")],
    ),
}
UNPAID: dict[str, Any] = {**CANCELLED, "order": structs.replace(CANCELLED["order"], owed_back=None)}
TELLING_PAGES: dict[str, PAGE] = {
    "notifications": ("storefront/notifications.html", CHOICES),
    "notifications-saved": ("storefront/notifications.html", {**CHOICES, "said": Notice("good", "Saved", "")}),
    "notifications-wrong": ("storefront/notifications.html", {
        **CHOICES, "own": structs.replace(OWN, phone=None), "form": {"phone": "12"},
        "said": Notice("bad", "Not saved", "Give us a telephone number first: then we can send you text messages."),
        "errors": {"phone": "This is not a telephone number. Write it with its country, as in +49 30 1234567."},
    }),
    "unsubscribe": ("storefront/unsubscribe.html", {**FRONT, "what": WHAT, "token": "abc", "done": False}),
    "unsubscribe-done": ("storefront/unsubscribe.html", {**FRONT, "what": WHAT, "token": "abc", "done": True}),
    **{f"mail-{what}-{way}": (f"shared/mail/order_{what}_{way}.txt", NOTE)
       for what in ("shipped", "delivered", "cancelled", "refunded") for way in ("sms", "push")},
    "mail-back_in_stock": ("shared/mail/back_in_stock.html", BACK_AGAIN),
    "mail-back_in_stock-text": ("shared/mail/back_in_stock.txt", BACK_AGAIN),
    **{f"back-in-stock-{stage}": ("storefront/back_in_stock.html", {
        **FRONT, "stage": stage, "id": UUID(int=9), "errors": {"email": "Enter it."} if stage == "wrong" else {},
        "form": {"sku": "MUG", "email": "ann", "back": "/products/mug"},
    }) for stage in ("asked", "wrong", "stop", "stopped")},
    "mail-low_stock": ("shared/mail/low_stock.html", LOW),
    "mail-low_stock-place": ("shared/mail/low_stock.html", {
        **LOW, "available": 30, "threshold": None, "places": [{"code": "SHED", "available": 2}],
    }),
    "mail-low_stock-text": ("shared/mail/low_stock.txt", LOW),
    **{
        f"mail-{name}-{kind}": (f"shared/mail/{name}.{kind}", CANCELLED)
        for name in ("order_called_off", "order_reduced", "order_refunded", "refund_failed", "goods_cancelled")
        for kind in ("html", "txt")
    },
    **{
        f"mail-payment_again-{what}-{kind}": (f"shared/mail/payment_again.{kind}", {**CANCELLED, "until": until})
        for what, until in (("soon", NOW), ("over", None)) for kind in ("html", "txt")
    },
    **{
        f"mail-payment_trouble-{what}-{kind}": (f"shared/mail/payment_trouble.{kind}", {
            **CANCELLED, "lost": what == "lost", "ending": what == "ending",
        })
        for what in ("lost", "other", "ending") for kind in ("html", "txt")
    },
    **{
        f"mail-return_{what}-{kind}": (f"shared/mail/return_{what}.{kind}", SENT_BACK)
        for what in ("requested", "approved", "refused") for kind in ("html", "txt")
    },
    "mail-order_called_off-unpaid": ("shared/mail/order_called_off.html", UNPAID),
    "mail-goods_cancelled-part": ("shared/mail/goods_cancelled.html", {**CANCELLED, "whole": False}),
    "mail-news_begun": ("shared/mail/news_begun.html", NEWS),
    "mail-news_begun-text": ("shared/mail/news_begun.txt", NEWS),
}
