"""Telling staff: a letter to each of those who look after what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from store.application.identity.handlers import called, known
from store.application.identity.roles import GRANTS
from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting
from store.application.shared.authority import Permission, Reach
from store.application.shared.bus import handles
from store.application.shared.text import in_address
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.product import Product
from store.domain.identity.account import Account
from store.domain.identity.roster import Roster
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import AccountId, OrderNumber, Sku, StockId, VendorId, follow_up, roster


class TellStaffOfLowStock(Telling, frozen=True):
    """Write to whoever looks after all stock, and to the vendor whose goods they are, that something runs low.

    The same *mail_id* again sends nothing more.
    """

    stock_id: StockId
    kind: Occasion
    mail_id: UUID


@dataclass(frozen=True)
class TellingStaff:
    posting: Posting

    @handles(TellStaffOfLowStock)
    def low(self, command: TellStaffOfLowStock, work: UnitOfWork) -> Outcome:
        """Never of what somebody filled up meanwhile."""
        return self.posting.once(command.mail_id, lambda: self._low(command, work))

    def _low(self, command: TellStaffOfLowStock, work: UnitOfWork) -> Outcome:
        stock = work.get(Inventory, command.stock_id)
        told, sku = stock.told_at, stock.pieces_of()
        if sku is None:
            return Outcome.SUPPRESSED
        if told is None or stock.available > told:
            if not stock.told_low:
                return Outcome.SUPPRESSED
            told = None
        vendor = work.find(Product, stock.product_id).vendor if stock.product_id else None
        keepers = work.find_all(Account, _keepers(work.find(Roster, roster()), vendor))
        said = {
            "sku": sku, "available": stock.available, "threshold": told,
            "places": [{"code": code, "available": free} for code, free in stock.told_low.items()],
        }
        outcomes = [self._tell(command, sku, said, keeper) for keeper in keepers]
        return Outcome.SENT if Outcome.SENT in outcomes else next(iter(outcomes), Outcome.SUPPRESSED)

    def _tell(
        self, command: TellStaffOfLowStock, sku: Sku, said: Mapping[str, Any], keeper: Account
    ) -> Outcome:
        if keeper.email is None or not keeper.active:
            return Outcome.SUPPRESSED
        to = known(keeper.email)
        if to is None:
            return Outcome.ERASED
        letter = self.posting.letters.write(command.kind, {
            **said, "name": called(keeper) or "",
            "href": f"{self.posting.address}/backoffice/stock/{in_address(sku)}",
        })
        id = follow_up(command.mail_id, str(keeper.id))
        return self.posting.send(Mail(id, OrderNumber(""), command.kind, keeper.email.subject, to, letter))


def _keepers(roster: Roster, vendor: VendorId | None) -> list[AccountId]:
    """Who looks after all stock; of those who look after their own alone, the *vendor* whose goods these are."""
    reaches = {account: GRANTS[role].reach(Permission.COUNT_STOCK) for account, role in roster.places.items()}
    return [
        account for account, reach in reaches.items()
        if reach is Reach.ALL or (reach is Reach.VENDOR and account == vendor)
    ]
