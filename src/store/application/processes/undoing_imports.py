"""Undoing an import: every product as it was before, but for those that somebody changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock, Journal
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.events import ProductEvent
from store.domain.catalogue.product import Product, Stage
from store.domain.shared.ids import ProductId


class PutBack(StrEnum):
    """What became of one product."""

    TAKEN_OUT = "taken out"
    """It came in with the import, and is withdrawn."""
    AS_BEFORE = "as before"
    CHANGED_SINCE = "changed since"
    """Somebody changed it after the import: it stays as it is."""


class PutProductBack(Command[PutBack], frozen=True):
    """Have a product be as it was before the facts from version *first* to *last*, if those are its latest."""

    product_id: ProductId
    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class UndoingImports:
    journal: Journal
    clock: Clock

    @handles(PutProductBack)
    def put_back(self, command: PutProductBack, work: UnitOfWork) -> PutBack:
        """The facts of the import stay: what undoes them comes behind. The stock that came in stays counted."""
        product, now = work.get(Product, command.product_id), self.clock.now()
        if product.version != command.last or product.stage is Stage.WITHDRAWN:
            return PutBack.CHANGED_SINCE
        before = Product.replay(product.id, self._past(product)[: command.first - 1])
        if before.description is None:
            product.withdraw(reason=command.reason, at=now)
        else:
            product.revise(before.description, tuple(before.variants.values()), at=now)
            for sku in before.variants:
                product.say_prices(sku, before.prices.get(sku, ()), at=now)
        work.save(product)
        return PutBack.TAKEN_OUT if before.description is None else PutBack.AS_BEFORE

    def _past(self, product: Product) -> Sequence[ProductEvent]:
        """Its facts up to the version that is looked at: the append is refused if another came meanwhile."""
        return self.journal.read([product.id])[product.id].events
