"""Pages about cancelling, each with what it shows."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from store.application.ordering.cancel_rules import CancelPolicyView, CancelTerms, CancelVersion
from store.application.processes.ordering_again import AgainLine, AgainView, Still
from store.application.processes.quoting_cancellations import CancellationView, PiecesView
from store.application.shared.answers import Price
from store.domain.ordering.cancelling import Until
from store.domain.shared.ids import OrderNumber, Sku, VendorId
from store.entrypoints.shared.cancelling import BY_SHOPPERS, BY_STAFF
from tests.entrypoints.page_frame import BACK, FRONT, PAGE
from tests.entrypoints.page_goods import NOW, eur
from tests.entrypoints.page_orders import BOUGHT, FACTS, history, order, refund

ORDER: dict[str, Any] = {**FRONT, "fresh": False, "token": "t"}
CANCEL: dict[str, Any] = {
    **FRONT, "token": "t", "form": {}, "errors": {}, "problem": None, "quote": None, "reasons": BY_SHOPPERS,
}
OPEN = order("confirmed", can_cancel=True, cancel_until=NOW)
SOME = structs.replace(OPEN, lines=[
    structs.replace(BOUGHT[0], cancel_until=NOW - timedelta(hours=5)),
    structs.replace(BOUGHT[1], why_not_cancelled=f"{BOUGHT[1].name} is made for you: it can't be cancelled."),
])
NONE_OF_IT = structs.replace(SOME, can_cancel=False, lines=[SOME.lines[1], structs.replace(
    BOUGHT[0], why_not_cancelled=f"{BOUGHT[0].name} could be cancelled until somebody began to pack it.",
)])
SHOPS, MINE = CancelTerms(Until.HOURS, 24, []), CancelTerms(Until.HOURS, 48, [Sku("STOOL-OAK"), Sku("TABLE-OAK")])
_POLICY = CancelPolicyView(VendorId(UUID(int=7)), MINE, own=True, shop=SHOPS, versions=[
    CancelVersion(date(2026, 9, 1), CancelTerms(Until.NEVER, None, [])), CancelVersion(date(2026, 7, 1), MINE),
    CancelVersion(date(2026, 3, 1), None), CancelVersion(date(2026, 2, 1), CancelTerms(Until.PACKED, None, [])),
    CancelVersion(date(2026, 1, 1), CancelTerms(Until.SENT, None, [])), CancelVersion(None, None),
])
POLICY: dict[str, Any] = {**BACK, "policy": _POLICY, "named": False, "form": {}, "errors": {}}
PARTLY = structs.replace(
    OPEN, owed_back=eur("23.10"), refunds=[refund("requested", "23.10")],
    lines=[structs.replace(BOUGHT[0], cancelled=1), BOUGHT[1]],
)
SURE = CancellationView(
    number=OrderNumber("HF-7Q2M-4KDX"), version=3, whole=True, unpaid=False,
    pieces=[PiecesView(Sku("MUG-OAT-L"), "Morning mug", "Oat, Large", 2)],
    goods=eur("98.00"), shipping=eur("4.90"), tax_included=eur("16.43"), total=eur("102.90"),
)
CHOSEN = {"reason": "not_wanted", "pieces-0": "2", "pieces-1": "1"}
DESK: dict[str, Any] = {
    **BACK, "moment": None, "history": structs.replace(history(2), facts=FACTS[:2]), "form": {}, "errors": {},
    "reasons": BY_STAFF, "may": ("orders:cancel",),
}
def _again(state: Still, pieces: int, price: str | None) -> AgainLine:
    return AgainLine(
        Sku(f"MUG-{state}"), "Morning mug", "morning-mug", "Oat, Large", 2, pieces, state, eur("22.00"),
        eur(price) if price else None,
    )


AGAIN = AgainView(OrderNumber("HF-7Q2M-4KDX"), [
    _again(Still.SAME, 2, "22.00"), _again(Still.DEARER, 2, "24.00"), _again(Still.CHEAPER, 1, "20.00"),
    structs.replace(_again(Still.OTHER_CURRENCY, 2, "20.00"), price_then=Price("22.50", "USD")),
    _again(Still.SOLD_OUT, 0, "22.00"), _again(Still.GONE, 0, None),
])
CANCELLING_PAGES: dict[str, PAGE] = {
    "order-open": ("storefront/order.html", {**ORDER, "order": OPEN}),
    "order-partly": ("storefront/order.html", {**ORDER, "order": PARTLY}),
    **{f"order-{status}": ("storefront/order.html", {
        **ORDER, "order": order("cancelled", owed_back=eur("102.90"), refunds=[refund(status)]),
    }) for status in ("requested", "refunded", "failed")},
    "cancel": ("storefront/cancel_order.html", {**CANCEL, "order": OPEN}),
    "cancel-rest": ("storefront/cancel_order.html", {**CANCEL, "order": PARTLY, "problem": "Look again."}),
    "cancel-some": ("storefront/cancel_order.html", {**CANCEL, "order": SOME}),
    "cancel-until-it-leaves": ("storefront/cancel_order.html", {
        **CANCEL, "order": structs.replace(OPEN, cancel_until=None),
    }),
    "cancel-none": ("storefront/cancel_order.html", {**CANCEL, "order": NONE_OF_IT}),
    "order-open-until-it-leaves": ("storefront/order.html", {
        **ORDER, "order": structs.replace(OPEN, cancel_until=None),
    }),
    "office-cancel-policy": ("backoffice/cancel_policy.html", POLICY),
    "office-cancel-policy-shop": ("backoffice/cancel_policy.html", {
        **POLICY, "policy": CancelPolicyView(None, SHOPS, own=False, shop=SHOPS, versions=[CancelVersion(None, SHOPS)]),
    }),
    "office-cancel-policy-none": ("backoffice/cancel_policy.html", {
        **POLICY, "policy": structs.replace(_POLICY, today=SHOPS, own=False, versions=_POLICY.versions[-1:]),
    }),
    "office-cancel-policy-wrong": ("backoffice/cancel_policy.html", {
        **POLICY, "named": True, "form": {"until": "hours", "hours": "x", "made": "STOOL-OAK"},
        "errors": {"hours": "Write how many hours, 0 to 8760.", "since": "Choose a day, tomorrow or later."},
    }),
    "cancel-wrong": ("storefront/cancel_order.html", {
        **CANCEL, "order": OPEN, "form": {"pieces-0": "x"},
        "errors": {"pieces-0": "Say how many in whole numbers.", "reason": "Choose a reason."},
    }),
    "cancel-unpaid": ("storefront/cancel_order.html", {
        **CANCEL, "order": order("awaiting_payment", "processing", 1, can_cancel=True, cancel_until=NOW),
    }),
    "cancel-sure": ("storefront/cancel_order.html", {**CANCEL, "order": OPEN, "quote": SURE, "form": CHOSEN}),
    "cancel-sure-part": ("storefront/cancel_order.html", {
        **CANCEL, "order": OPEN, "quote": structs.replace(SURE, whole=False), "form": CHOSEN,
    }),
    "cancel-sure-unpaid": ("storefront/cancel_order.html", {
        **CANCEL, "order": OPEN, "quote": structs.replace(SURE, unpaid=True), "form": CHOSEN,
    }),
    **{f"cancel-not-{status}": ("storefront/cancel_order.html", {**CANCEL, "order": order(status)})
       for status in ("shipped", "cancelled", "confirmed")},
    **{f"again-{name}": ("storefront/order_again.html", {
        **FRONT, "token": "t", "key": "k", "again": structs.replace(AGAIN, lines=lines),
    }) for name, lines in (("some", AGAIN.lines), ("all", AGAIN.lines[:1]), ("none", AGAIN.lines[-2:]))},
    "office-order-cancelling": ("backoffice/order.html", {**DESK, "order": OPEN}),
    "office-order-cancelling-wrong": ("backoffice/order.html", {
        **DESK, "order": PARTLY, "form": {"why": ""}, "errors": {"why": "Choose the reason that the customer reads."},
    }),
    "office-order-owed": ("backoffice/order.html", {
        **DESK, "order": order("cancelled", owed_back=eur("102.90"), refunds=[
            refund("refunded"), refund("failed", reason="the card takes no money back"),
        ]),
    }),
}
