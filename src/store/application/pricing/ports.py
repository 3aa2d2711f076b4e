"""What pricing needs to look up."""

from datetime import date
from typing import Protocol

from store.domain.pricing.quote import TaxRate
from store.domain.pricing.shipping import ShippingMethod


class TaxTable(Protocol):
    def rate(self, country: str, on: date) -> TaxRate:
        """The standard rate in force in *country* on that day; zero where the shop collects none."""


class ShippingTable(Protocol):
    def methods(self, currency: str) -> tuple[ShippingMethod, ...]:
        """The ways to send a parcel, cheapest first, priced in *currency*."""
