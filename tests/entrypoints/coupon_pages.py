"""The pages of coupons in the back office, each with what it shows."""

from datetime import date
from uuid import UUID

from msgspec import structs

from store.application.pricing.messages import CouponRow, CouponRows, CouponView, UseRow, UseRows
from store.application.pricing.promotions import PromotionView
from store.application.pricing.stacking import StackingView
from store.application.pricing.trying import PiecesBelowCost, PromotionTried, Tried, TriedSums
from store.domain.pricing.audience import Audience, Channel
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.terms import BuyGet, Chosen, PercentOff, Stacking, Terms
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.entrypoints.backoffice.coupon_form import DAYS, KINDS, typed_of
from store.entrypoints.backoffice.promotions import PromotionRow
from store.entrypoints.shared.terms_words import in_short
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG, NOW, eur
from tests.entrypoints.page_orders import history
from tests.entrypoints.segment_pages import FRIENDS, SEGMENT_PAGES

_LONGEST = "A-VERY-LONG-CODE-OF-FORTY-LETTERS-123456"
YES, NO = True, False
_ROWS = [
    CouponRow("SPRING", "Spring sale", "percent", "running", "2026-03-01", "2026-05-31", 500, NO, 137,
              [eur("1204.30"), eur("80.00")]),
    CouponRow(_LONGEST, LONG[:120], "buy-get", "withdrawn", None, None, None, YES, 0, []),
    CouponRow("LATER", "<b>", "free-shipping", "waiting", "2027-01-01", None, None, NO, 0, []),
    CouponRow("LAST", "The last", "amount", "used up", None, None, 20, NO, 20, [eur("100.00")]),
]
_TERMS = Terms(PercentOff(75_000), Chosen(brands=("Kiln",)), {"EUR": 5000}, date(2026, 3, 1), floor=600_000)
_SPRING = CouponView("SPRING", 3, "Spring sale", _TERMS, Limits(500, 1), NO, 0, "")
_GIFT = CouponView(_LONGEST, 3, LONG[:120], Terms(BuyGet(2, 1)), Limits(), YES, 1200, "")
_USES = UseRows([
    UseRow(OrderNumber("HF-7Q2M-4KDX"), "SPRING", NOW, eur("9.80"), NO),
    UseRow(OrderNumber("HF-7Q2M-4KDY"), f"{_LONGEST[:20]}-0007-7M3K9QWX", NOW, eur("1.20"), YES),
], "next")


def _sheet(it, **more):
    return {
        **BACK, "it": it, "gives": in_short(it.terms), "uses": _USES,
        "form": typed_of(it.name, it.terms, it.limits, "EUR"),
        "errors": {}, "kinds": KINDS, "history": history(kind="coupon"), "filters": {"cursor": ""}, "manages": True,
        "changing": False,
    } | more


_FOR_SOME = structs.replace(_TERMS, audience=Audience(
    first_order=True, segments=(str(FRIENDS.id), str(UUID(int=99))), channels=(Channel.API,),
))
_WEEK = PromotionView(UUID(int=7), 3, LONG[:120], _TERMS, "")
_OVER = PromotionView(UUID(int=8), 3, "<b>", Terms(BuyGet(2, 1)), "<b> is over")
_PROMOTION = {**BACK, "errors": {}, "kinds": KINDS, "manages": True, "days": DAYS}
_SOLD = TriedSums(
    "EUR", 1204, 380, 3, 4711, eur("48213.40"), eur("44100.15"), eur("4113.25"), eur("656.74"), 3800, eur("12040.00"),
    eur("8590.10"), 3, 61, 58,
)
_LYING = TriedSums(
    "EUR", 1, 1, 0, 2, eur("22.90"), eur("20.61"), eur("2.29"), eur("0.37"), 0, None, None, 0, 0, 0,
)
_BELOW = [
    PiecesBelowCost(OrderNumber("HF-7Q2M-4KDX"), None, Sku("HARBOUR-MUG-OAT"), 2, eur("3.78"), eur("4.00"), YES),
    PiecesBelowCost(OrderNumber("HF-7Q2M-4KDY"), None, Sku(_LONGEST), 999, eur("-0.10"), eur("12.00"), NO),
]
_TRIED = PromotionTried(NOW, 30, Tried([_SOLD], _BELOW, YES), Tried([_LYING], [
    PiecesBelowCost(None, CartId(UUID(int=9)), Sku("HARBOUR-MUG-OAT"), 1, eur("3.78"), eur("4.00"), YES),
], NO))
_WHAT_IF = {**_PROMOTION, "form": {**typed_of("Spring", _TERMS, Limits(), "EUR"), "days": "30"},
            "gives": in_short(_TERMS),
            "most_orders": 10_000, "most_carts": 2_000}
_NONE = {**BACK, "kinds": dict(KINDS), "manages": True, "filters": {"q": "", "cursor": ""}}
COUPON_PAGES: dict[str, PAGE] = {
    **SEGMENT_PAGES,
    "office-coupons": ("backoffice/coupons.html", {**_NONE, "page": CouponRows(_ROWS, "next")}),
    "office-coupons-none": ("backoffice/coupons.html", {**_NONE, "page": CouponRows([], None)}),
    "office-promotions": ("backoffice/promotions.html", {
        **BACK, "rows": [PromotionRow(it, in_short(it.terms)) for it in (_WEEK, _OVER)], "manages": True,
        "stacking": StackingView(3, Stacking.STACKED, Stacking.ONCE),
    }),
    "office-promotions-none": ("backoffice/promotions.html", {
        **BACK, "rows": [], "manages": False, "stacking": StackingView(0, Stacking.ONCE, Stacking.ONCE),
    }),
    "office-promotion": ("backoffice/promotion.html", {
        **_PROMOTION, "it": _WEEK, "gives": in_short(_FOR_SOME),
        "form": typed_of(_WEEK.name, _FOR_SOME, Limits(), "EUR"),
        "segments": [FRIENDS], "known_segments": [f"segment.{FRIENDS.id}"],
    }),
    "office-promotion-over": ("backoffice/promotion.html", {
        **_PROMOTION, "it": _OVER, "gives": "Buy 2, get 1 free", "form": {},
    }),
    "office-promotion-new": ("backoffice/promotion.html", {
        **_PROMOTION, "it": None, "gives": "", "form": {"kind": "percent", "priority": "100"},
    }),
    "office-what-if": ("backoffice/what_if.html", {**_WHAT_IF, "tried": None}),
    "office-what-if-tried": ("backoffice/what_if.html", {**_WHAT_IF, "tried": _TRIED}),
    "office-what-if-nothing": ("backoffice/what_if.html", {
        **_WHAT_IF, "manages": False, "tried": PromotionTried(NOW, 7, Tried([], [], NO), Tried([], [], YES)),
    }),
    "office-coupon-new": ("backoffice/coupon_new.html", {
        **BACK, "form": {"kind": "percent", "priority": "100"}, "errors": {}, "kinds": KINDS,
    }),
    "office-coupon-new-refused": ("backoffice/coupon_new.html", {
        **BACK, "kinds": KINDS, "form": {"kind": "tiers", "code": "<b>", "steps": "many", "single_use": "1"},
        "errors": {"steps": "One step a line: the number of pieces, a colon, the percentage. 3: 5",
                   "name": "Say in 1 to 120 characters what shoppers are to read."},
    }),
    "office-coupon": ("backoffice/coupon.html", _sheet(_SPRING, changing=True)),
    "office-coupon-single": ("backoffice/coupon.html", _sheet(_GIFT)),
    "office-coupon-read": ("backoffice/coupon.html", _sheet(
        _SPRING, manages=False, uses=UseRows([], None), history=None,
    )),
}
