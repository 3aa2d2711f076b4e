"""The page that says why an order costs what it costs, as it comes out and as it does once somebody tampered."""

from datetime import date

from msgspec import structs

from store.application.ordering.messages import MeansView
from store.application.processes.price_receipts import Explanation, LineExplained, PromotionConsidered, Share
from store.domain.shared.ids import OrderNumber, Sku
from tests.entrypoints.page_frame import BACK, FRONT, PAGE
from tests.entrypoints.page_goods import LONG, NOW, eur

_SPRING = PromotionConsidered(
    "Spring sale", "SPRING", applied=True, amount=eur("14.70"), shipping=eur("4.90"), why_not=None,
    shares=[Share(Sku("MUG-OAT-L"), eur("4.40")), Share(Sku("BASSO-24"), eur("5.40"))],
)
_NOT = PromotionConsidered(
    LONG, "<b>", applied=False, amount=eur("0.00"), shipping=eur("0.00"), shares=[],
    why_not="It is for goods worth EUR 150.00 or more.",
)
_RECEIPT = Explanation(
    number=OrderNumber("HF-7Q2M-4KDX"), placed_at=NOW, day=date(2026, 11, 22), matches=True, complete=True,
    differences=[], promotions=[_SPRING, _NOT],
    lines=[
        LineExplained(Sku("MUG-OAT-L"), "Morning mug", 2, eur("22.00"), eur("44.00"), eur("4.40"), eur("39.60"),
                      eur("7.41")),
        LineExplained(Sku("BASSO-24"), LONG, 1, eur("54.00"), eur("54.00"), eur("5.40"), eur("48.60"), eur("9.09")),
    ],
    subtotal=eur("98.00"), shipping_price=eur("4.90"), shipping_free_from=eur("120.00"), shipping=eur("4.90"),
    shipping_discount=eur("4.90"), shipping_paid=eur("0.00"), shipping_tax=eur("0.00"), discount=eur("14.70"),
    tax_included=eur("16.50"), tax_place="PT", tax_ppm=230_000, rounding="half-up-per-line", total=eur("88.20"),
    recorded_total=eur("88.20"), charged=eur("88.20"),
)
_FORGED = structs.replace(_RECEIPT, matches=False, promotions=[], charged=None, differences=[
    "The total was recorded as EUR 88.20, and is EUR 98.00 when reckoned again.", "What “<b>” took off …",
])
RECEIPT_PAGES: dict[str, PAGE] = {
    "receipt": ("storefront/receipt.html", {**FRONT, "receipt": _RECEIPT, "token": "t"}),
    "receipt-mismatch": ("storefront/receipt.html", {**FRONT, "receipt": _FORGED, "token": "t"}),
    "receipt-old": ("storefront/receipt.html", {
        **FRONT, "receipt": structs.replace(_RECEIPT, complete=False, promotions=[], shipping_free_from=None),
        "token": "t",
    }),
    "receipt-credit": ("storefront/receipt.html", {
        **FRONT, "receipt": structs.replace(_RECEIPT, paid_by=MeansView(eur("12.50"), eur("90.40"))), "token": "t",
    }),
    "office-receipt": ("backoffice/receipt.html", {**BACK, "receipt": _RECEIPT}),
}
