"""What is told of the amounts of a cart: what is taxed at which rate, and at which rate they came into its currency."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.domain.shared.exchange import Exchange


class TaxView(Struct, frozen=True):
    """All that is taxed at one rate, in per cent: what is paid for it, tax and all, and the tax."""

    percent: str
    paid: Price
    tax: Price


class RateView(Struct, frozen=True):
    """At which rate a cart is priced that isn't in the shop's own currency. The cart keeps it until then; null where it
    kept one for long enough, and is priced at today's.
    """

    exchange: Exchange
    until: datetime | None
