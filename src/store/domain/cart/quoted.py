"""The currency of a cart, and the rate that its prices are reckoned with for a while."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import structs

from store.domain.cart.errors import CartClosed, CartMovedOn, NotInThatCurrency
from store.domain.cart.events import CartEvent, CartQuoted, CurrencySwitched
from store.domain.cart.line import CartLine
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.domain.shared.money import Money


class Quoted(Aggregate[CartEvent]):
    """What of a cart is about its currency."""

    id: CartId

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.currency = ""
        self.lines: dict[Sku, CartLine] = {}
        self.order: OrderNumber | None = None
        self.merged_into: CartId | None = None
        self.exchange: Exchange | None = None
        """With which prices come into its currency; nothing where that is the shop's own."""
        self.quoted_until: datetime | None = None

    def rate_at(self, now: datetime) -> Exchange | None:
        """The rate it keeps, as long as it does."""
        return self.exchange if self.quoted_until and now < self.quoted_until else None

    def quote(
        self, exchange: Exchange, until: datetime, *, at: datetime, recalled: Exchange | None = None
    ) -> None:
        """Keep this rate until then, in place of one it kept long enough, or of one that was *recalled*."""
        self._expect_open()
        if exchange.currency == self.currency and self.rate_at(at) in {None, recalled}:
            self._record(CartQuoted(at=at, cart_id=self.id, exchange=exchange, until=until))

    def switch(
        self, currency: str, prices: Mapping[Sku, Money], exchange: Exchange | None, until: datetime | None, *,
        at: datetime,
    ) -> None:
        """Have everything in it cost these *prices* from now on, in another currency. The same currency is no fact.

        :raises NotInThatCurrency: if there is something that has no price in it.
        """
        self._expect_open()
        if currency == self.currency:
            return
        for sku in self.lines:
            if sku not in prices or prices[sku].currency != currency:
                raise NotInThatCurrency(sku, currency)
        self._record(CurrencySwitched(
            at=at, cart_id=self.id, was=self.currency, currency=currency, exchange=exchange, until=until,
            prices={sku: prices[sku] for sku in self.lines},
        ))

    def _expect_open(self) -> None:
        if self.merged_into:
            raise CartMovedOn
        if self.order:
            raise CartClosed(self.order)

    def _evolve_currency(self, event: CartQuoted | CurrencySwitched) -> None:
        self.exchange, self.quoted_until = event.exchange, event.until
        if isinstance(event, CurrencySwitched):
            self.currency = event.currency
            self.lines = {sku: structs.replace(it, price=event.prices[sku]) for sku, it in self.lines.items()}
