"""The back office's pages, each with what it shows."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct, structs

from store.application.audit.messages import (
    ChainStep,
    ChainView,
    Change,
    DifferenceView,
    FailedFact,
    FollowUp,
    ReadModelRow,
)
from store.application.audit.searching import ACTORS, KINDS, Activity, Search
from store.application.inventory.messages import StockPage, StockRow
from store.application.ordering.messages import (
    OrderRow,
    OrderRows,
)
from store.domain.shared.ids import OrderNumber, Sku
from store.entrypoints.shared.error_pages import Trouble
from tests.entrypoints.category_pages import CATEGORY_PAGES
from tests.entrypoints.conservation_pages import CONSERVATION_PAGES
from tests.entrypoints.coupon_pages import COUPON_PAGES
from tests.entrypoints.fulfilment_pages import FULFILMENT_PAGES
from tests.entrypoints.import_pages import IMPORT_PAGES
from tests.entrypoints.insight_pages import INSIGHT_PAGES
from tests.entrypoints.integrity_pages import INTEGRITY_PAGES
from tests.entrypoints.page_frame import BACK, EVERYWHERE, PAGE, Notice
from tests.entrypoints.page_goods import (
    LONG,
    MUG,
    NOW,
    VARIANTS,
    eur,
)
from tests.entrypoints.page_orders import FACTS, history, order
from tests.entrypoints.picture_pages import PICTURE_PAGES
from tests.entrypoints.product_pages import PRODUCT_PAGES
from tests.entrypoints.stock_pages import STOCK_PAGES
from tests.entrypoints.user_pages import USER_PAGES
from tests.entrypoints.webhook_pages import WEBHOOK_PAGES


class Link(Struct, frozen=True):
    href: str
    words: str


ROWS = [
    OrderRow(
        OrderNumber(f"HF-7Q2M-{number}KDX"),
        status,
        NOW - timedelta(hours=number),
        name,
        number,
        eur(f"{number * 137}.90"),
        {"cancelled": number, "shipped": number % 3}.get(status, 0),
        eur("0.00" if status == "cancelled" else f"{number * 137 - number % 3}.90"),
    )
    for number, (status, name) in enumerate(
        [
            ("confirmed", "Ann Field"),
            ("awaiting_payment", "Dr. Maximiliane Wolfeschlegelsteinhausenbergerdorff-Hernández de la Cruz"),
            ("shipped", None),
            ("cancelled", "李小龙"),
            *[("shipped", "Jo Park")] * 12,
        ],
        1,
    )
]
STOCK = [
    StockRow(Sku(variant.sku), MUG.name, MUG.slug, variant.options, 12 - at, at, 12 - 2 * at)
    for at, variant in enumerate(VARIANTS[:7])
] + [StockRow(Sku("BOWL-8"), LONG, "wide-bowl", {}, 14_200, 3, 14_197)]
WAITING = [
    ReadModelRow("goods", "1-41003", 0, "running", None, NOW, rate=211.4, holder="shop-1-4711-9f3a"),
    ReadModelRow("orders", "1-40870", 133, "running", None, NOW, late=0.8, rate=40.0, holder="shop-2-311-07bc"),
    ReadModelRow("orders", "1-20870", 9_133, "running", None, NOW, "read_next", "next", 90_000.0, 55_000.0,
                 "shop-2-311-07bc", done=51),
    ReadModelRow("orders", "1-40870", 0, "running", None, NOW, "read_kept", "kept"),
    ReadModelRow("orders", "1-30001", 0, "finished", None, NOW, "read_asof_20261231t235900", "as_of", as_of=NOW),
    ReadModelRow(
        "open_payments", "1-39112", 1_891, "stopped", LONG, NOW, late=4_200.0,
        failed=FailedFact("payment", UUID(int=9), 3, "payments/captured-1"),
    ),
]

SEARCHED = {
    "filters": dict.fromkeys((*Search.__struct_fields__, "cursor"), ""),
    "actors": ACTORS,
    "kinds": KINDS,
    "may_see_persons": True,
}
PRESENT = {
    "named": "HF-7Q2M-4KDX",
    "at": "",
    "moment": None,
    "then": False,
    "back": None,
    "filters": {"version": None, "fact": "", "order": "", "cursor": ""},
}
OFFICE_PAGES: dict[str, PAGE] = {
    "office-login": (
        "backoffice/login.html",
        {
            **EVERYWHERE,
            "form": {"email": "ines@example.com"},
            "problem": "That e-mail and password do not go together.",
            "next": "/backoffice/orders",
        },
    ),
    "office-orders": (
        "backoffice/orders.html",
        {
            **BACK,
            "page": OrderRows(ROWS, "next", {"awaiting_payment": 3, "confirmed": 41, "shipped": 1204}),
            "filters": {"status": "confirmed", "q": "", "cursor": None},
        },
    ),
    "office-orders-empty": (
        "backoffice/orders.html",
        {**BACK, "page": OrderRows([], None, {}), "filters": {"status": None, "q": "", "cursor": None}},
    ),
    "office-order": (
        "backoffice/order.html",
        {
            **BACK, "moment": None, "reasons": {}, "may": (),
            "order": order("confirmed"),
            "history": structs.replace(history(2), facts=FACTS[:2]),
            "form": {},
            "errors": {"tracking": "Say the number that the carrier gave the parcel."},
        },
    ),
    "office-order-shipped": (
        "backoffice/order.html",
        {
            **BACK, "moment": None, "reasons": {}, "may": (),
            "order": order("shipped", steps=3, known=False),
            "history": history(),
            "form": {},
            "errors": {},
            "notice": Notice("good", "Marked as shipped", "The customer was told."),
        },
    ),
    **PRODUCT_PAGES,
    "office-stock": (
        "backoffice/stock.html",
        {
            **BACK, "moment": None, "press": "p",
            "page": StockPage(STOCK, "next"),
            "filters": {"q": "", "low": False, "cursor": None},
            "open": "MUG-SAG-S",
            "act": "count",
            "form": {"on_hand": "-1", "reason": ""},
            "errors": {"on_hand": "A count cannot be below zero."},
        },
    ),
    "office-stock-empty": (
        "backoffice/stock.html",
        {
            **BACK, "moment": None, "press": "p",
            "page": StockPage([], None),
            "filters": {"q": "x", "low": True, "cursor": None},
            "open": None,
            "act": None,
            "form": {},
            "errors": {},
        },
    ),
    "office-history-none": ("backoffice/history_none.html", {**BACK, "kind": "taxes", "home": "/backoffice/taxes"}),
    "office-history": (
        "backoffice/history.html",
        {
            **BACK,
            **PRESENT,
            "history": history(),
            "back": Link("/backoffice/orders/HF-7Q2M-4KDX", "Order HF-7Q2M-4KDX"),
        },
    ),
    "office-history-then": (
        "backoffice/history.html",
        {
            **BACK,
            **PRESENT,
            "history": structs.replace(history(2), at=NOW),
            "then": True,
            "moment": NOW,
            "at": "2026-11-20T12:00:00",
            "filters": {"version": 2, "fact": "", "order": "oldest", "cursor": ""},
        },
    ),
    "office-difference": (
        "backoffice/difference.html",
        {
            **BACK,
            "named": "HF-7Q2M-4KDX",
            "back": None,
            "moment": None,
            "difference": DifferenceView(
                "order", "HF-7Q2M-4KDX", UUID(int=99), 1, 3, 3, NOW, NOW, [
                    Change("stage", "awaiting_payment", "shipped"),
                    Change("totals.total", {"minor": 10290, "currency": "EUR"}, {"minor": 990, "currency": "EUR"}),
                    Change("carrier", None, "DHL"),
                    Change("lines.MUG-OAT-L.quantity", 2, None),
                    Change("email", {"type": "sealed"}, {"type": "erased"}),
                ], FACTS[1:], 4, {"MUG-OAT-L": "Morning mug (Oat, Large)"},
            ),
        },
    ),
    "office-chain": (
        "backoffice/chain.html",
        {
            **BACK,
            "chain": ChainView(
                UUID(int=7), "guest", "req-1", NOW, 4.25, [
                    ChainStep(NOW, 0, FACTS[:1], [], [
                        ChainStep(NOW, 0.12, FACTS[1:2], [
                            FollowUp(UUID(int=3), "order_confirmation", NOW, NOW, NOW, "sent", 1),
                        ], [ChainStep(NOW, 200.0, FACTS[2:], [
                            FollowUp(UUID(int=4), "order_shipped", NOW, NOW, None, None, 2),
                            FollowUp(UUID(int=5), "order_shipped", NOW, None, None, None, 0),
                        ], [])]),
                    ]),
                ], 3, 1, cut=True,
            ),
        },
    ),
    "office-activity": (
        "backoffice/activity.html",
        {
            **BACK,
            "activity": Activity(FACTS[::-1] * 6, "next"),
            **SEARCHED,
            "filters": {**SEARCHED["filters"], "correlation": "0197c0de"},
        },
    ),
    "office-activity-empty": (
        "backoffice/activity.html",
        {**BACK, **SEARCHED, "activity": Activity([], None)},
    ),
    "office-activity-none-fits": (
        "backoffice/activity.html",
        {**BACK, **SEARCHED, "activity": Activity([], None), "filters": {**SEARCHED["filters"], "about": "X-1"}},
    ),
    "office-projections": ("backoffice/projections.html", {**BACK, "projections": WAITING, "head": "41003"}),
    "office-projections-empty": ("backoffice/projections.html", {**BACK, "projections": [], "head": "0"}),
    **INTEGRITY_PAGES,
    **CONSERVATION_PAGES,
    **STOCK_PAGES, **IMPORT_PAGES, **COUPON_PAGES, **FULFILMENT_PAGES,
    **CATEGORY_PAGES,
    **INSIGHT_PAGES,
    **WEBHOOK_PAGES,
    **PICTURE_PAGES,
    **USER_PAGES,
    "office-error-again": (
        "backoffice/error.html", {**BACK, "error": Trouble(403, None, "0197c0de", "/backoffice/stock")},
    ),
    "office-error": (
        "backoffice/error.html",
        {**BACK, "error": Trouble(409, "Somebody else changed this order first.", "0197c0de")},
    ),
}
