"""How a shop sends parcels that said nothing else: 4.90 and 12.90 in the currency of the cart, wherever they go."""

from typing import Final

from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.shipping_plan import ANY_CURRENCY, ShippingPlan, Tariff, Way, Zone

_EVERYWHERE: Final = "everywhere"
_PLAN: Final = ShippingPlan(
    (Zone(_EVERYWHERE, "Everywhere"),),
    (
        Way("standard", "Standard", WorkingDays(2, 4), (
            Tariff(_EVERYWHERE, {ANY_CURRENCY: 490}, free_from={ANY_CURRENCY: 6000}),
        )),
        Way("express", "Express", WorkingDays(1, 1), (Tariff(_EVERYWHERE, {ANY_CURRENCY: 1290}),)),
    ),
)


class FlatShippingTable:
    """A :class:`~store.application.pricing.ports.ShippingTable`: standard, free from sixty, and express."""

    @property
    def plan(self) -> ShippingPlan:
        """Both of them."""
        return _PLAN
