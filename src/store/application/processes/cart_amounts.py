"""What is told of the amounts of a cart: codes, what is taxed at which rate, and at which rate they came about."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku


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


class CodeView(Struct, frozen=True):
    """The code that was entered. ``problem`` says in words why it takes nothing off, if it doesn't."""

    code: str
    problem: str | None


class RemovedView(Struct, frozen=True):
    """What was taken out last, and can come back."""

    sku: Sku
    name: str
    quantity: int
