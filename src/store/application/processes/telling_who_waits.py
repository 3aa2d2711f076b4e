"""Telling who waits: one letter to whoever wanted to know, as soon as it can be bought again."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from store.application.cart.ports import Offers
from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting
from store.application.notifications.waiting import Waiting
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.text import in_address
from store.application.shared.work import UnitOfWork
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import OrderNumber, stock_of

STOP: Final = "/back-in-stock/stop/"


class TellItIsBack(Telling, frozen=True):
    """Write to whoever waits under this id, if it can be bought at this moment. Nobody is written to twice."""

    waiting_id: UUID
    kind: Occasion
    mail_id: UUID


@dataclass(frozen=True)
class TellingWhoWaits:
    posting: Posting
    waiting: Waiting
    offers: Offers
    clock: Clock

    @handles(TellItIsBack)
    def tell(self, command: TellItIsBack, work: UnitOfWork) -> Outcome:
        """Pieces that are gone again are no news: whoever waits goes on waiting."""
        return self.posting.once(command.mail_id, lambda: self._tell(command, work))

    def _tell(self, command: TellItIsBack, work: UnitOfWork) -> Outcome:
        waiter = self.waiting.find(command.waiting_id)
        if waiter is None or work.find(Inventory, stock_of(waiter.sku)).available < 1:
            return Outcome.SUPPRESSED
        offer = self.offers.of([waiter.sku]).get(waiter.sku)
        if offer is None or not offer.for_sale:
            return Outcome.SUPPRESSED
        if waiter.email is None:
            return Outcome.ERASED
        unsubscribe = f"{self.posting.address}{STOP}{waiter.id}"
        letter = self.posting.letters.write(command.kind, {
            "goods": offer.name, "unsubscribe": unsubscribe,
            "href": f"{self.posting.address}/products/{in_address(offer.slug)}?sku={in_address(waiter.sku)}",
        })
        outcome = self.posting.send(Mail(
            waiter.id, OrderNumber(""), command.kind, waiter.subject, waiter.email, letter, unsubscribe,
        ))
        self.waiting.told(waiter.id, self.clock.now())
        return outcome
