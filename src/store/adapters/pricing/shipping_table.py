"""The ways this shop sends parcels: 4.90 and 12.90 in the currency of the cart, 490 and 1290 where it has no cents."""

from store.domain.pricing.shipping import ShippingMethod
from store.domain.shared.money import Money, exponent


class FlatShippingTable:
    """A :class:`~store.application.pricing.ports.ShippingTable` with two methods."""

    def methods(self, currency: str) -> tuple[ShippingMethod, ...]:
        """Standard, free from sixty, and express."""
        def money(cents: int) -> Money:
            return Money(cents * 10 ** max(exponent(currency) - 2, 0), currency)

        return (
            ShippingMethod("standard", "Standard", "2 to 4 working days", money(490), money(6000)),
            ShippingMethod("express", "Express", "Next working day", money(1290)),
        )
