"""Ways to pay, the cards somebody keeps, and what gateways moved otherwise, each with what it shows."""

from uuid import UUID

from msgspec import structs

from store.application.ordering.messages import OrderView
from store.application.payments.adding import MOST_CARDS
from store.application.payments.cards import OwnCard
from store.application.payments.findings import Compared, FindingRow, Wrong
from store.application.payments.ports import WayToBank, WayToPay
from store.application.payments.running_out import RunningOut
from store.domain.shared.ids import OrderNumber
from store.entrypoints.storefront.paying import ShownWay
from tests.entrypoints.front_pages import CARD_SHOP, CHECKOUT, KNOWN
from tests.entrypoints.page_frame import BACK, FRONT, PAGE
from tests.entrypoints.page_goods import NOW, eur
from tests.entrypoints.page_orders import order

_WAYS = [
    ShownWay("stripe", "Card", "Your card's details go straight to Stripe. This shop never sees them.", away=False),
    ShownWay("paypal", "PayPal", "You confirm on PayPal's own page and come back here.", away=False),
]
_KEPT = (
    OwnCard(UUID(int=1), "stripe", "Visa", "4242", 4, 2029),
    OwnCard(UUID(int=2), "stripe", "Mastercard", "4444", 12, 2027),
)
_NUMBER = OrderNumber("HF-7Q2M-4KDX")
_FOUND = [
    FindingRow(
        UUID(int=number), wrong, "paypal" if number % 2 else "stripe", f"ch_{number}_of_a_length_as_gateways_like_it",
        NOW, NOW, UUID(int=9) if wrong is not Wrong.UNKNOWN else None, _NUMBER if number % 3 else None,
        eur("102.90") if wrong is not Wrong.MISSING else None, eur("98.00") if wrong is not Wrong.UNKNOWN else None,
        {Wrong.ORPHAN: "adopt", Wrong.UNKNOWN: "give_back"}.get(wrong, ""),
    ) for number, wrong in enumerate(Wrong, 1)
]

def _again(method: str) -> OrderView:
    """An order whose money runs out."""
    known = order("confirmed")
    return structs.replace(known, payment=structs.replace(
        known.payment, method=method, status="authorised", to_pay_again=eur("102.90")
    ))


PAYING_PAGES: dict[str, PAGE] = {
    "checkout-ways": ("storefront/checkout.html", {**CHECKOUT, "shop": CARD_SHOP, "ways": _WAYS, "way": "paypal"}),
    "checkout-away": ("storefront/checkout.html", {
        **CHECKOUT, "shop": CARD_SHOP, "way": "stripe",
        "ways": [_WAYS[0], ShownWay("paypal", "PayPal", "You confirm there.", away=True)],
    }),
    "checkout-kept": ("storefront/checkout.html", {
        **CHECKOUT, "shop": CARD_SHOP, "ways": _WAYS, "way": "stripe", "cards": _KEPT, "buyer": KNOWN,
        "form": KNOWN.blank(), "logged_in": True,
    }),
    "checkout-kept-all": ("storefront/checkout.html", {
        **CHECKOUT, "shop": CARD_SHOP, "ways": _WAYS, "way": "stripe", "cards": _KEPT * (MOST_CARDS // 2),
        "buyer": KNOWN, "form": {**KNOWN.blank(), "card": ""}, "logged_in": True,
    }),
    "own-cards": ("storefront/own_cards.html", {**FRONT, "cards": _KEPT, "may_add": True}),
    "own-cards-none": ("storefront/own_cards.html", {**FRONT, "cards": (), "may_add": True}),
    "own-card-new": ("storefront/own_card_new.html", {
        **FRONT, "shop": CARD_SHOP, "way": WayToPay("stripe"), "key": "k", "form": {}, "errors": {},
    }),
    "own-card-new-sandbox": ("storefront/own_card_new.html", {
        **FRONT, "way": WayToPay("sandbox"), "key": "k", "form": {},
        "errors": {"payment_token": "The card was not added (the card was refused). Nothing was charged; your other"
                                    " cards are as they were."},
    }),
    "own-card-new-away": ("storefront/own_card_new.html", {
        **FRONT, "shop": CARD_SHOP, "way": WayToPay("stripe", away=True), "key": "k", "form": {}, "errors": {},
    }),
    "card-bank": ("storefront/card_bank.html", {**FRONT, "id": UUID(int=3), "way": WayToBank(url="https://bank.example")}),
    "card-bank-script": ("storefront/card_bank.html", {
        **FRONT, "shop": CARD_SHOP, "id": UUID(int=3), "way": WayToBank(secret="seti_secret"),
    }),
    "card-challenge": ("storefront/card_challenge.html", {**FRONT, "id": UUID(int=3)}),
    "office-reconciliation": ("backoffice/reconciliation.html", {
        **BACK, "found": Compared(_FOUND, {"stripe": NOW, "paypal": NOW}), "ending": [],
    }),
    "office-reconciliation-agrees": ("backoffice/reconciliation.html", {
        **BACK, "found": Compared([], {"stripe": NOW}), "ending": [
            RunningOut(_NUMBER, "stripe", eur("102.90"), "the card was not kept, so its bank can't be asked without"
                       " its owner", NOW),
            RunningOut(_NUMBER, "paypal", eur("98.00"), "PayPal no longer holds the money: it was held for too long",
                       None),
        ],
    }),
    **{f"pay-again-{method}": ("storefront/pay_again.html", {
        **FRONT, "shop": CARD_SHOP, "order": _again(method), "token": "t", "form": {}, "cards": cards,
        "errors": errors,
    }) for method, cards, errors in (
        ("stripe", _KEPT, {}), ("paypal", (), {}), ("sandbox", (), {"payment_token": "The payment was declined."}),
    )},
    "order-to-pay-again": ("storefront/order.html", {
        **FRONT, "order": _again("stripe"), "fresh": False, "token": "t", "position": "1-1", "returns": [],
    }),
}
