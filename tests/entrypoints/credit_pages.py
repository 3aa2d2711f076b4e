"""One's own credit: none, some, and some in two currencies with a history of every kind."""

from datetime import timedelta

from msgspec import structs

from store.application.credit.messages import CreditBalance, CreditMove, OwnCredit
from store.application.ordering.messages import MeansView
from store.application.shared.answers import Price
from tests.entrypoints.front_pages import CHECKOUT
from tests.entrypoints.page_frame import FRONT, PAGE
from tests.entrypoints.page_goods import NOW, eur
from tests.entrypoints.page_orders import BY_CREDIT, SOME_CREDIT, order


def _move(kind: str, amount: str, left: str, number: str = "", reason: str = "", days: int = 0) -> CreditMove:
    return CreditMove(NOW - timedelta(days=days), kind, eur(amount), eur(left), number, reason)


MOVES = [
    _move("taken_back", "-5.00", "1204.30", reason="it was another amount than was meant"),
    _move("goodwill", "10.00", "1209.30", reason="your parcel came late", days=1),
    _move("released", "37.90", "1199.30", "HF-7Q2M-3KDX", days=2),
    _move("order", "-37.90", "1161.40", "HF-7Q2M-3KDX", days=2),
    _move("refund", "99.30", "1199.30", "HF-7Q2M-1KDX", days=9),
    _move("return", "1100.00", "1100.00", "HF-7Q2M-1KDX-R12", days=30),
]
CREDIT = OwnCredit([CreditBalance(eur("1204.30"), eur("37.90"), MOVES, more=True, version=6)])
NONE = OwnCredit([CreditBalance(eur("0.00"), eur("0.00"), [], more=False, version=0)])
_FRANCS = CreditBalance(Price("20.00", "CHF"), Price("0.00", "CHF"), [
    CreditMove(NOW, "goodwill", Price("20.00", "CHF"), Price("20.00", "CHF"), "", "thank you for staying with us"),
], more=False, version=1)
_PAID = structs.replace(
    order("confirmed"), paid_by=MeansView(eur("12.50"), eur("90.40")), credited=eur("5.00"), owed_back=eur("22.00"),
)
CREDIT_PAGES: dict[str, PAGE] = {
    **{f"checkout-{name}": ("storefront/checkout.html", {**CHECKOUT, "choices": choices, "credit": choices[0].credit})
       for name, choices in (("by-credit", BY_CREDIT), ("some-credit", SOME_CREDIT))},
    "order-credit": ("storefront/order.html", {**FRONT, "fresh": True, "token": "t", "order": _PAID}),
    "own-credit": ("storefront/own_credit.html", {**FRONT, "credit": CREDIT}),
    "own-credit-two": ("storefront/own_credit.html", {**FRONT, "credit": OwnCredit([*CREDIT.balances, _FRANCS])}),
    "own-credit-none": ("storefront/own_credit.html", {**FRONT, "credit": NONE}),
}
