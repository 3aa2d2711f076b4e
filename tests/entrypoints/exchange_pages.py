"""Pages about what is exchanged, each with what it shows."""

from datetime import timedelta
from typing import Any

from msgspec import structs

from store.application.ordering.messages import ReplacesView
from store.application.processes.telling_of_returns import PiecesInLetter
from store.application.returns.quotes import Choice
from store.application.returns.views import InsteadView
from store.domain.returns.life import Stage
from store.domain.shared.ids import OrderNumber, Sku
from tests.entrypoints.account_pages import LETTER
from tests.entrypoints.cancelling_pages import DESK
from tests.entrypoints.front_pages import POSTED
from tests.entrypoints.page_frame import FRONT, PAGE
from tests.entrypoints.page_goods import NOW, eur
from tests.entrypoints.page_orders import order
from tests.entrypoints.return_pages import FOUND, KNOWN, MUG, NEW, ONE, PREVIEW, QUOTE, SHEET, at, back
from tests.entrypoints.telling_pages import SENT_BACK

NUMBER = OrderNumber("K7QPM-2WXYZ")
CHOICES = [
    Choice(MUG, "Morning mug", "Oat, Large", "same"), Choice(Sku("MUG-SAGE-L"), "Morning mug", "Sage, Large", "same"),
    Choice(Sku("MUG-INK-L"), "Morning mug", "Ink, Large", "sold_out"),
    Choice(Sku("MUG-OAT-XL"), "Morning mug", "Oat, Extra large", "dearer", eur("4.00")),
    Choice(Sku("MUG-OAT-S"), "Morning mug", "Oat, Small", "cheaper", eur("3.00")),
]
TO_CHOOSE = structs.replace(KNOWN, lines=[structs.replace(KNOWN.lines[0], choices=CHOICES), *KNOWN.lines[1:]])
SAGE = InsteadView(Sku("MUG-SAGE-L"), "Morning mug", "Sage, Large")
WISH = [structs.replace(ONE.lines[0], instead=SAGE)]
SMALL = InsteadView(Sku("MUG-OAT-S"), "Morning mug", "Oat, Small", None, eur("17.00"), eur("20.00"))
LESS = [structs.replace(ONE.lines[0], instead=SMALL)]
SENT = [structs.replace(FOUND[0], instead=SAGE)]
NOT_SENT = [structs.replace(FOUND[0], instead=structs.replace(SAGE, not_sent="it is sold out"))]
STAGES = {
    "wanted": at(Stage.REQUESTED, lines=WISH, kept_until=NOW + timedelta(days=14)),
    "for-less": at(Stage.RECEIVED, lines=LESS, kept_until=NOW + timedelta(days=1)),
    "lapsed": at(Stage.APPROVED, lines=[*WISH, ONE.lines[1]]),
    "here": at(Stage.RECEIVED, lines=WISH, kept_until=NOW + timedelta(days=1)),
    "here-mixed": at(Stage.RECEIVED, lines=[*WISH, ONE.lines[1]], kept_until=NOW + timedelta(days=1)),
    "sent": at(Stage.CLOSED, lines=SENT, replaced_by=NUMBER, credited=eur("3.00")),
    "sent-and-paid": at(Stage.INSPECTED, lines=[*SENT, ONE.lines[1]], replaced_by=NUMBER, refund=back("refunded")),
    "not-sent": at(Stage.INSPECTED, lines=NOT_SENT, refund=back("requested")),
}
REPLACING = ReplacesView(OrderNumber("XAY8Q-DKB8E"), "XAY8Q-DKB8E-R1")
_ORDER: dict[str, Any] = {**FRONT, "fresh": False, "token": "t", "replaced": "/orders"}
CREDIT: dict[str, Any] = {
    **LETTER, "amount": eur("20.00"), "spendable": eur("25.00"), "why": "return", "number": REPLACING.number,
    "reason": "your parcel came late",
}
LETTERS: dict[str, dict[str, Any]] = {
    "return_not_exchanged": {**SENT_BACK, "pieces": [
        PiecesInLetter("Morning mug", "Oat, Large", 2, "Morning mug, Sage, Large", "it is sold out"),
    ], "refund": True, "credited": None}, "credit_granted": CREDIT,
}
EXCHANGE_PAGES: dict[str, PAGE] = {
    "exchange-new": ("storefront/return_new.html", {**NEW, "known": TO_CHOOSE}),
    "exchange-preview": ("storefront/return_preview.html", {
        **PREVIEW, "known": TO_CHOOSE, "instead": {MUG: SAGE.sku},
        "quote": structs.replace(QUOTE, exchanged=eur("40.00"), money=eur("8.90"), may_be_credit=True),
    }),
    "exchange-preview-for-less": ("storefront/return_preview.html", {
        **PREVIEW, "known": TO_CHOOSE, "instead": {MUG: SMALL.sku},
        "quote": structs.replace(QUOTE, exchanged=eur("34.00"), money=eur("14.90")),
    }),
    "exchange-preview-same": ("storefront/return_preview.html", {
        **PREVIEW, "known": TO_CHOOSE, "instead": {MUG: MUG},
        "quote": structs.replace(QUOTE, exchanged=QUOTE.total, money=eur("0.00")),
    }),
    **{f"exchange-{name}": ("storefront/return.html", {
        **FRONT, "it": it, "place": 1, "token": "t", "new": f"/orders/{NUMBER}?access_token=t",
        "near": "", "points": None,
    }) for name, it in STAGES.items()},
    **{f"office-exchange-{name}": ("backoffice/return_sheet.html", {**SHEET, "it": it})
       for name, it in STAGES.items()},
    **{f"mail-{name}-{kind}": (f"shared/mail/{name}.{kind}", about)
       for name, about in LETTERS.items() for kind in ("html", "txt")},
    **{f"mail-credit_granted-again-{kind}": (f"shared/mail/credit_granted.{kind}", {**CREDIT, "why": "order"})
       for kind in ("html", "txt")},
    "mail-credit_granted-goodwill": ("shared/mail/credit_granted.html", {**CREDIT, "why": "goodwill"}),
    **{f"mail-replacement-{kind}": (f"shared/mail/order_confirmation.{kind}", {
        **POSTED, "order": order("confirmed", replaces=REPLACING),
    }) for kind in ("html", "txt")},
    "office-order-replacing": ("backoffice/order.html", {**DESK, "order": order("confirmed", replaces=REPLACING)}),
    "order-replacing": ("storefront/order.html", {**_ORDER, "order": order("confirmed", replaces=REPLACING)}),
    "order-replacing-cancelled": ("storefront/order.html", {
        **_ORDER, "order": order("cancelled", replaces=REPLACING, owed_back=eur("22.00"), exchanged=eur("2.00")),
    }),
}
