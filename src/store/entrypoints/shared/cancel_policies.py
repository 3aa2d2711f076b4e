"""Whose policy of cancelling somebody speaks of, and what they say of it."""

from collections.abc import Sequence
from uuid import UUID

from store.application.shared.authority import Reach, Scope
from store.domain.ordering.cancelling import Terms, Until
from store.domain.shared.ids import Sku, VendorId


def whose(vendor: UUID | None, scope: Scope) -> VendorId | None:
    """A vendor speaks of their own; staff of the vendor they name, or else of the shop."""
    asked = scope.owner if scope.reach is Reach.VENDOR and vendor is None else vendor
    return VendorId(asked) if asked else None


def terms_of(until: Until, hours: int | None, made_to_order: Sequence[str]) -> Terms:
    """The same said in another order is the same."""
    made = tuple(Sku(sku) for sku in sorted({sku.strip() for sku in made_to_order} - {""}))
    by_hours = until is Until.HOURS and hours is not None
    return Terms(until, hours if by_hours and hours is not None else Terms().hours, made)
