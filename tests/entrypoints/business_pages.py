"""What a business buys: its VAT number was looked up, or nobody answered."""

from typing import Any

from msgspec import structs

from store.application.shared.answers import Price, VatCheckView
from store.domain.shared.money import Money
from tests.entrypoints.cancelling_pages import DESK, ORDER
from tests.entrypoints.front_pages import CHECKOUT
from tests.entrypoints.page_frame import PAGE
from tests.entrypoints.page_goods import NOW
from tests.entrypoints.page_orders import order
from tests.entrypoints.receipt_pages import RECEIPT_PAGES

_GIVEN_OUT, _SILENT = VatCheckView("VIES", valid=True, asked_at=NOW), VatCheckView("VIES", valid=False, asked_at=NOW)
_PROVEN = structs.replace(_GIVEN_OUT, consultation="WAPIAAAAZ0123456789")
_NOTHING = Price.of(Money(0, "EUR"))
_NUMBER = "FR40303265045"


def _checkout(check: VatCheckView, **more: Any) -> dict[str, Any]:
    choices = [
        structs.replace(it, cart=structs.replace(it.cart, vat_check=check, **more)) for it in CHECKOUT["choices"]
    ]
    return {**CHECKOUT, "choices": choices, "form": {**CHECKOUT["form"], "vat_number": _NUMBER}}


_FREE = structs.replace(
    order("confirmed", tax_exempt="reverse-charge", vat_number=_NUMBER, vat_check=_PROVEN), tax_included=_NOTHING,
)
_TAXED = order("confirmed", vat_number=_NUMBER, vat_check=_SILENT)
_RECEIPT = RECEIPT_PAGES["office-receipt"][1]
BUSINESS_PAGES: dict[str, PAGE] = {
    "checkout-business": ("storefront/checkout.html", _checkout(
        _GIVEN_OUT, tax_exempt="reverse-charge", tax_included=_NOTHING,
    )),
    "checkout-business-taxed": ("storefront/checkout.html", _checkout(_SILENT)),
    **{f"order-business-{name}": ("storefront/order.html", {**ORDER, "order": it})
       for name, it in (("free", _FREE), ("taxed", _TAXED))},
    "office-receipt-business": ("backoffice/receipt.html", {**_RECEIPT, "receipt": structs.replace(
        _RECEIPT["receipt"], tax_exempt="reverse-charge", vat_check=_PROVEN,
    )}),
    **{f"office-order-business-{name}": ("backoffice/order.html", {**DESK, "order": it})
       for name, it in (("free", _FREE), ("taxed", _TAXED))},
}
