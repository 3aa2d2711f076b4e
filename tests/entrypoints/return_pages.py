"""Pages about what goes back, each with what it shows."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from store.application.returns.labels import DropOffView
from store.application.returns.queue import PolicyVersion, ReturnPolicyView, ReturnRow, ReturnRows
from store.application.returns.quotes import Returnable, ReturnableLine, ReturnQuote
from store.application.returns.views import ReturnLineView, ReturnMoment, ReturnParcel, ReturnRefund, ReturnView
from store.domain.returns.life import LIFE, Stage
from store.domain.returns.policy import Terms
from store.domain.shared.ids import CategoryId, OrderNumber, RefundId, Sku
from store.entrypoints.shared.returns import LONGEST_WORDS, REASONS, REFUSALS
from tests.entrypoints.page_frame import BACK, FRONT, PAGE, SHOP
from tests.entrypoints.page_goods import LONG, NOW, eur

ORDER, MUG = OrderNumber("XAY8Q-DKB8E"), Sku("MUG-OAT-L")
KNOWN = Returnable(ORDER, date(2026, 7, 3), 30, [
    ReturnableLine(MUG, "Morning mug", "Oat, Large", 2, 2), ReturnableLine(Sku("BOWL-8"), LONG, "", 4, 0),
    ReturnableLine(Sku("SOAP"), "Soap", "", 1, 0, "Soap is of a kind that can't be sent back."),
], None)
QUOTE = ReturnQuote(
    ORDER, version=5, whole=True, goods=eur("44.00"), shipping=eur("4.90"), tax_included=eur("7.81"),
    total=eur("48.90"),
)
NEW: dict[str, Any] = {
    **FRONT, "known": KNOWN, "token": "t", "form": {}, "errors": {}, "problem": None, "reasons": REASONS,
    "longest": LONGEST_WORDS,
}
PREVIEW: dict[str, Any] = {
    **FRONT, "known": KNOWN, "quote": QUOTE, "chosen": {MUG: 2}, "instead": {}, "token": "t",
    "form": {"reason": "damaged"}, "problem": None, "reasons": REASONS, "most": 5,
}
ONE = ReturnView(
    f"{ORDER}-R1", ORDER, 1, Stage.REQUESTED, "arrived damaged", NOW - timedelta(days=2),
    [ReturnLineView(MUG, "Morning mug", "Oat, Large", 2), ReturnLineView(Sku("BOWL-8"), LONG, "", 1)],
    "The handle is off, and so is the one of the other mug.", 0, None, [], "", None,
    [ReturnMoment(NOW - timedelta(days=2), "You asked to send it back", "arrived damaged")], [],
)


def at(stage: Stage, **more: Any) -> ReturnView:
    to = ["Hearth & Field GmbH", "Töpfergasse 7", "70173 Stuttgart"] if stage is not Stage.REQUESTED else []
    allowed = [step.value for step in LIFE[stage]]
    return structs.replace(ONE, status=stage, allowed=allowed, send_to=to, **more)


def back(status: str) -> ReturnRefund:
    return ReturnRefund(RefundId(UUID(int=5)), status, eur("44.00"), NOW, "")


PARCEL = ReturnParcel("Sandbox Parcels", "SBX0123456789012", None)
POINTS = [
    DropOffView("Corner Shop", "12 Mill Lane", "10115", "Millbrook", "Mo-Sa 7:00-22:00"),
    DropOffView(LONG, "1 Main Street", "10115", "Berlin"),
]
FOUND = [structs.replace(ONE.lines[0], accepted=1, restocked=1, refused=1, why="it was used beyond trying it out")]
CARRIED = structs.replace(SHOP, carrier="Sandbox Parcels")
STAGES: dict[str, ReturnView] = {
    **{stage.value: at(stage) for stage in (Stage.REQUESTED, Stage.APPROVED, Stage.WITHDRAWN, Stage.RECEIVED)},
    "refused": at(Stage.REFUSED, refused_because="it isn't what we sent", words=None, photos=None),
    "nothing": at(Stage.CLOSED, lines=FOUND),
    "prepaid": at(Stage.APPROVED, prepaid=True),
    "labelled": at(Stage.APPROVED, prepaid=True, parcel=PARCEL),
    "followed": at(Stage.APPROVED, prepaid=True, parcel=structs.replace(PARCEL, link="https://example.org/T-1")),
    "as-credit": at(Stage.RECEIVED, as_credit=True),
    "credited": at(Stage.CLOSED, lines=FOUND, as_credit=True, credited=eur("44.00")),
    "partly-credited": at(Stage.INSPECTED, refund=back("refunded"), lines=FOUND, credited=eur("4.90")),
    **{f"money-{status}": at(Stage.INSPECTED, refund=back(status), lines=FOUND)
       for status in ("requested", "refunded", "failed")},
}
SHEET: dict[str, Any] = {
    **BACK, "form": {}, "errors": {}, "refusals": REFUSALS, "manages": True, "sees_orders": True, "closer": None,
}
ROWS = [
    ReturnRow(f"{ORDER}-R{n}", ORDER, stage, "arrived damaged", NOW - timedelta(days=n), n, n, n > 3, None)
    for n, stage in enumerate((Stage.REQUESTED, Stage.RECEIVED, Stage.APPROVED, Stage.CLOSED, Stage.REFUSED), 1)
]
_QUEUE: dict[str, Any] = {
    **BACK, "page": ReturnRows(ROWS, "more", {"requested": 3, "received": 1}), "manages": True,
    "filters": {"status": "open", "q": "", "cursor": ""},
}
SOAP = CategoryId(UUID(int=8))
_POLICY: dict[str, Any] = {
    **BACK, "policy": ReturnPolicyView(Terms(60), [
        PolicyVersion(date(2026, 7, 1), Terms(60, (SOAP,))), PolicyVersion(None, Terms()),
    ]), "nodes": [{"id": str(SOAP), "name": "Soap"}], "names": {str(SOAP): "Soap"}, "excluded": [], "form": {},
    "errors": {},
}
RETURN_PAGES: dict[str, PAGE] = {
    "return-new": ("storefront/return_new.html", NEW),
    "return-new-wrong": ("storefront/return_new.html", {
        **NEW, "form": {"pieces-0": "x"}, "problem": "Look again.",
        "errors": {"pieces-0": "Choose at least one piece.", "reason": "Choose a reason.", "words": "Keep it short."},
    }),
    "return-new-open": ("storefront/return_new.html", {**NEW, "known": structs.replace(KNOWN, until=None)}),
    "return-new-closed": ("storefront/return_new.html", {
        **NEW, "known": structs.replace(KNOWN, why_not="It could be sent back until 2026-06-01."),
    }),
    "return-preview": ("storefront/return_preview.html", PREVIEW),
    "return-preview-part": ("storefront/return_preview.html", {
        **PREVIEW, "quote": structs.replace(QUOTE, whole=False), "problem": "This is no picture.",
        "form": {"reason": "not_wanted", "words": "x"},
    }),
    "return-preview-credit": ("storefront/return_preview.html", {
        **PREVIEW, "quote": structs.replace(QUOTE, may_be_credit=True, to_credit=eur("8.90")),
        "form": {"reason": "not_wanted", "as_credit": "yes"},
    }),
    "return-preview-all-credit": ("storefront/return_preview.html", {
        **PREVIEW, "quote": structs.replace(QUOTE, may_be_credit=True, to_credit=QUOTE.total),
    }),
    **{f"return-{name}": ("storefront/return.html", {
        **FRONT, "shop": CARRIED, "it": it, "place": 1, "token": "t", "new": None,
        "near": "10115" if it.prepaid else "", "points": (POINTS if it.parcel else []) if it.prepaid else None,
    }) for name, it in STAGES.items()},
    "return-uncarried": ("storefront/return.html", {
        **FRONT, "it": STAGES["prepaid"], "place": 1, "token": "t", "new": None, "near": "", "points": None,
    }),
    "office-returns": ("backoffice/returns.html", _QUEUE),
    "office-returns-vendor": ("backoffice/returns.html", {**_QUEUE, "manages": False}),
    "office-returns-empty": ("backoffice/returns.html", {**_QUEUE, "page": ReturnRows([], None, {})}),
    "office-returns-none": ("backoffice/returns.html", {
        **_QUEUE, "page": ReturnRows([], None, {}), "filters": {"status": "all", "q": "X", "cursor": ""},
    }),
    **{f"office-return-{name}": ("backoffice/return_sheet.html", {**SHEET, "it": it}) for name, it in STAGES.items()},
    "office-return-closer": ("backoffice/return_sheet.html", {
        **SHEET, "it": STAGES["requested"], "closer": "4 returns of 5 orders within 90 days.",
        "errors": {"reason": "Choose why."},
    }),
    "office-return-policy": ("backoffice/return_policy.html", _POLICY),
    "office-return-policy-wrong": ("backoffice/return_policy.html", {
        **_POLICY, "form": {"days": "3", f"excluded-{SOAP}": "1"}, "errors": {"days": "Write how many days."},
    }),
}
