"""The pages of whoever sends goods, each with what it shows."""

from datetime import date, timedelta
from uuid import UUID

from msgspec import structs

from store.application.ordering.carriers import CARRIERS, followed_at
from store.application.ordering.fulfilment import (
    BookingView,
    PartParcel,
    PartPiece,
    PartRow,
    PartRows,
    PartView,
    Work,
    Worth,
)
from store.application.ordering.messages import EstimateView, ScanView
from store.application.ordering.sales import Sales, Sold, SoldOnDay
from store.domain.ordering.carrying_events import ScanCode
from store.domain.ordering.life import PART_LIFE, PartStage
from store.domain.shared.ids import OrderNumber, ParcelId, PartId, Sku, VendorId
from store.entrypoints.backoffice.sales import revenue_plots
from store.entrypoints.shared.fulfilment import PartRefusal, PartResult, PartResults
from tests.entrypoints.front_pages import POSTED
from tests.entrypoints.page_frame import BACK, FRONT, PAGE
from tests.entrypoints.page_goods import LONG, NOW, eur
from tests.entrypoints.page_orders import ADDRESS, BY_HAND, PARCEL, order

PART, LOAM = PartId(UUID(int=31)), VendorId(UUID(int=77))


def _row(number: str, stage: PartStage, days: int, name: str | None = "Ann Field", left: int = 3) -> PartRow:
    return PartRow(
        OrderNumber(number), PART, stage, NOW - timedelta(days=days), LOAM, "MAIN", "PT", 3, left, eur("98.00"),
        late=days > 2 and bool(left), days=days, name=name,
    )


ROWS = [
    _row("XAY8Q-DKB8E", PartStage.AWAITING, 12), _row("PXYWP-9W5D7", PartStage.PROCESSING, 3, LONG),
    _row("QQ2WP-7ABCD", PartStage.PARTLY_SHIPPED, 1, None, 1), _row("ABCDE-FGHJK", PartStage.AWAITING, 0),
]
WORK = Work(4, 1, 2, 7, [Worth(eur("392.00"), 4)])
FILTERS = {"status": "open", "since": "", "until": "", "q": "", "cursor": ""}
ROWS[0] = structs.replace(ROWS[0], booked=True)
_LIST = {**BACK, "page": PartRows(ROWS, "more"), "work": WORK, "filters": FILTERS, "carrier": "Sandbox Parcels"}
WAY = [
    ScanView(NOW - timedelta(hours=19), ScanCode.COLLECTED, "The carrier has it", "Millbrook"),
    ScanView(NOW - timedelta(hours=9), ScanCode.NOT_HANDED_OVER, "Nobody could take it", None),
    ScanView(NOW - timedelta(hours=2), ScanCode.UNDELIVERABLE, "It can't be delivered", "Eastharbour"),
]
SENT = PartParcel(
    ParcelId(UUID(int=41)), "DHL", "00340434161094022115", followed_at("DHL", "00340434161094022115"),
    {Sku("MUG-OAT-L"): 1}, NOW - timedelta(hours=20), date(2026, 6, 5), None,
)
VIEW = PartView(
    OrderNumber("XAY8Q-DKB8E"), PART, 2, PartStage.AWAITING, [it.value for it in PART_LIFE[PartStage.AWAITING]], LOAM,
    "MAIN", NOW - timedelta(days=1), "standard", ADDRESS, [
        PartPiece(Sku("MUG-OAT-L"), "Morning mug", "Oat, Large", 2, 2, 0, eur("44.00")),
        PartPiece(Sku("BOWL-8"), LONG, "", 4, 3, 1, eur("4992.00")),
    ], [], eur("3788.00"),
)
PARTLY = structs.replace(
    VIEW, status=PartStage.PARTLY_SHIPPED, allowed=[it.value for it in PART_LIFE[PartStage.PARTLY_SHIPPED]],
    parcels=[SENT, structs.replace(SENT, id=ParcelId(UUID(int=42)), carrier="A cousin's van", tracking="", link=None,
                                   delivered_at=NOW, pieces={Sku("BOWL-8"): 1})],
)
BOOKED = structs.replace(
    VIEW, booking=BookingView(ParcelId(UUID(int=43)), "Sandbox Parcels", "SBX0123456789012", "SBX0123456789012"),
)
STRANDED = structs.replace(
    PARTLY, parcels=[structs.replace(SENT, booking="shp_7", scans=WAY, stranded=True), PARTLY.parcels[1]],
)
_DAYS = [
    SoldOnDay(date(2026, 5, 2) + timedelta(days=n), n % 4, n % 4 * 3, [eur(f"{n * 37 % 400}.50")] if n % 4 else [])
    for n in range(30)
]
SALES = Sales(
    date(2026, 5, 2), date(2026, 5, 31), Sold(45, 135, [eur("4892.50")], {"EUR": -12}),
    Sold(51, 140, [eur("5559.65")]), _DAYS,
)
_SHEET = {**BACK, "form": {}, "errors": {}, "carriers": list(CARRIERS), "sees_orders": True}

FULFILMENT_PAGES: dict[str, PAGE] = {
    "office-fulfilment": ("backoffice/fulfilment.html", _LIST),
    "office-fulfilment-vendor": ("backoffice/fulfilment.html", {
        **_LIST, "rail": {"fulfilment", "products", "stock"}, "filters": {**FILTERS, "since": "2026-05-01"},
    }),
    "office-fulfilment-empty": ("backoffice/fulfilment.html", {
        **_LIST, "page": PartRows([], None), "work": Work(0, 0, 0, 0, []),
    }),
    "office-sales": ("backoffice/sales.html", {**BACK, "sales": SALES, "plots": revenue_plots(SALES)}),
    "office-sales-none": ("backoffice/sales.html", {
        **BACK, "plots": [], "sales": structs.replace(
            SALES, now=Sold(0, 0, []), before=Sold(0, 0, []),
            days=[structs.replace(it, orders=0, pieces=0, revenue=[]) for it in _DAYS],
        ),
    }),
    "office-fulfilment-sheet": ("backoffice/fulfilment_sheet.html", {
        **_SHEET, "part": structs.replace(VIEW, bookable_with="Sandbox Parcels"),
    }),
    "office-fulfilment-booked": ("backoffice/fulfilment_sheet.html", {
        **_SHEET, "part": BOOKED, "form": {"carrier": "Sandbox Parcels", "tracking": "SBX0123456789012"},
    }),
    "office-fulfilment-stranded-sheet": ("backoffice/fulfilment_sheet.html", {**_SHEET, "part": STRANDED}),
    "office-fulfilment-stranded": ("backoffice/fulfilment.html", {
        **_LIST, "page": PartRows([structs.replace(ROWS[2], stranded=1, booked=True)], None),
        "work": structs.replace(WORK, stranded=1), "filters": {**FILTERS, "status": "stranded"},
    }),
    "office-fulfilment-books": ("backoffice/fulfilment_done.html", {
        **BACK, "act": "book", "undo": "call_off", "undoable": [f"XAY8Q-DKB8E/{PART}"],
        "printable": [f"XAY8Q-DKB8E/{PART}"],
        "results": PartResults([PartResult("XAY8Q-DKB8E", PART, "done", changed=True, status="awaiting")], 1, 0),
    }),
    "office-fulfilment-partly": ("backoffice/fulfilment_sheet.html", {
        **_SHEET, "part": PARTLY, "sees_orders": False, "rail": {"fulfilment", "products", "stock"},
    }),
    "office-fulfilment-wrong": ("backoffice/fulfilment_sheet.html", {
        **_SHEET, "part": structs.replace(VIEW, shipping_address=None), "form": {"carrier": "", "pieces-0": "x"},
        "errors": {"carrier": "Say who takes the parcel.", "pieces-0": "Write how many, in digits."},
    }),
    "office-fulfilment-done": ("backoffice/fulfilment_done.html", {
        **BACK, "act": "processing", "undo": "put_back", "undoable": [f"XAY8Q-DKB8E/{PART}"], "printable": [],
        "results": PartResults([
            PartResult("XAY8Q-DKB8E", PART, "done", changed=True, status="processing"),
            PartResult("PXYWP-9W5D7", PART, "done", changed=False, status="processing"),
            PartResult("ABCDE-FGHJK", PART, "refused", problem=PartRefusal(
                "/problems/part-out-of-turn",
                "This part of the order is shipped; only one that is awaiting can be marked as processing.",
            )),
        ], 2, 1),
    }),
}
FULFILMENT_PAGES |= {
    "order-partly": ("storefront/order.html", {
        **FRONT, "order": order(
            "partly_shipped", steps=3, parcels=[BY_HAND, structs.replace(PARCEL, scans=WAY)],
            estimate=EstimateView(date(2026, 11, 25), date(2026, 11, 27)),
        ), "fresh": False, "token": "t",
    }),
    "order-delivered": ("storefront/order.html", {
        **FRONT, "order": order("delivered", steps=3, parcels=[BY_HAND]), "fresh": False, "token": "t",
    }),
    "mail-delivered": ("shared/mail/order_delivered.html", {
        **POSTED, "order": order("delivered", steps=3, parcels=[BY_HAND]),
    }),
    "mail-delivered-text": ("shared/mail/order_delivered.txt", {
        **POSTED, "order": order("partly_shipped", steps=3, parcels=[BY_HAND, PARCEL]),
    }),
    "mail-shipped-twice": ("shared/mail/order_shipped.html", {
        **POSTED, "order": order("shipped", steps=3, parcels=[BY_HAND, PARCEL]),
    }),
}
