"""That a business bought an order, as pages and receipts say it."""

from store.application.shared.answers import VatCheckView
from store.domain.ordering.order import Order
from store.domain.shared.personal import Erased, Personal


def vat_number_of(order: Order) -> str | None:
    """Nothing once its person was forgotten."""
    return _told(order.vat_number)


def vat_check_of(order: Order) -> VatCheckView | None:
    """What a register said of it, where one was asked."""
    it = order.vat_check
    return VatCheckView(it.register, it.valid, it.at, _told(it.consultation) or None) if it else None


def _told(it: Personal[str] | None) -> str | None:
    return None if it is None or isinstance(it.value, Erased) else it.value
