"""The pages of a checkout in steps, each with what it shows."""

from typing import Any

from msgspec import structs

from store.domain.cart.steps import Step
from store.entrypoints.shared.checkout_address import Buyer
from store.entrypoints.shared.checkout_steps import Checkout
from store.entrypoints.storefront.paying import ShownWay
from store.entrypoints.storefront.step_pages import Moved, sums_of
from tests.entrypoints.front_pages import CARD_SHOP, CHECKOUT, FORM, FORM_ERRORS, KNOWN
from tests.entrypoints.page_frame import PAGE, Notice
from tests.entrypoints.page_goods import eur
from tests.entrypoints.page_orders import CHOICES, EXPRESS, LINES, REDUCED, STANDARD, cart

SAID = {
    "email": "ann@example.com", "name": "Maximiliane Wolkenstein-Trostburg von der Hohenaltheimer Heide",
    "line1": "Rua das Oliveiras 14", "city": "Porto", "postal_code": "4050-448", "country": "PT",
    "shipping_method": "standard", "payment_method": "sandbox", "payment_token": "success", "card": "",
}
AT_REVIEW = Checkout(CHOICES[0].cart, SAID, Buyer(), (STANDARD, EXPRESS), (), frozenset(list(Step)[:3]), {})


def shown(step: str, it: Checkout, **changes: Any) -> PAGE:
    """*step* of the checkout *it*."""
    return "storefront/checkout_step.html", {
        **CHECKOUT, "step": step, "steps": [one.value for one in Step], "done": sorted(it.done), "checkout": it,
        "cart": it.cart, "form": it.form, "buyer": it.buyer, "moved": [], "seen": sums_of(it.cart), "versions": {},
        "chosen": "standard",
    } | changes


_BEGUN = structs.replace(AT_REVIEW, cart=cart(LINES[:2]), form={"country": "PT"}, done=frozenset())
_FREE = structs.replace(AT_REVIEW, cart=structs.replace(CHOICES[0].cart, total=eur("0.00")))
_BY_CREDIT = structs.replace(AT_REVIEW, available=eur("12.50"), form={**SAID, "credit": "12.50 EUR"})
STEP_PAGES: dict[str, PAGE] = {
    "step-address": shown("address", _BEGUN),
    "step-address-errors": shown("address", structs.replace(_BEGUN, form=FORM), errors=FORM_ERRORS),
    "step-address-known": shown("address", structs.replace(_BEGUN, buyer=KNOWN, form=KNOWN.blank()), logged_in=True),
    "step-shipping": shown("shipping", structs.replace(AT_REVIEW, done=frozenset({Step.ADDRESS}))),
    "step-shipping-nowhere": shown(
        "shipping", structs.replace(AT_REVIEW, methods=(), done=frozenset({Step.ADDRESS})), nowhere="Tuvalu",
        chosen="", errors={"shipping_method": "Choose how it shall travel."},
    ),
    "step-payment": shown("payment", AT_REVIEW),
    "step-payment-card": shown(
        "payment", AT_REVIEW, shop=CARD_SHOP, way="stripe",
        ways=[ShownWay("stripe", "Card", "It goes straight to Stripe.", away=False)],
        problem=Notice("bad", "The card was declined", "Choose another way to pay, or try again."),
    ),
    "step-payment-free": shown("payment", _FREE),
    "step-review": shown("review", AT_REVIEW),
    "step-payment-credit": shown("payment", _BY_CREDIT),
    "step-review-credit": shown("review", _BY_CREDIT, moved=[Moved("Your credit", eur("20.00"), eur("12.50"))]),
    "step-review-all-credit": shown("review", structs.replace(_BY_CREDIT, available=eur("1250.00"))),
    "step-review-free": shown("review", _FREE),
    "step-review-moved": shown(
        "review", structs.replace(AT_REVIEW, cart=REDUCED[0].cart, buyer=KNOWN),
        moved=[Moved("Goods", eur("98.00"), eur("1108.00")), Moved("Total", eur("102.90"), eur("1112.90"))],
        problem=Notice("bad", "Prices changed while you were looking.", "The new total stands on the button now."),
    ),
}
