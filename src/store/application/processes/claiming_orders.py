"""Claiming orders: what somebody bought as a guest becomes their account's, once its mail is proven to be theirs."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.order import Order
from store.domain.shared.ids import AccountId, OrderNumber, order_of
from store.domain.shared.personal import Erased, Personal


class Claimed(Struct, frozen=True):
    """The order is the account's; ``fresh`` if it was nobody's before."""

    number: OrderNumber
    fresh: bool


class ClaimOrder(Command[Claimed], frozen=True):
    """Let the order *number* be among those of an account from now on. One that is there already changes nothing."""

    account_id: AccountId
    number: OrderNumber


@dataclass(frozen=True)
class ClaimingOrders:
    """Lists of unclaimed orders only propose: whose mail it is, and that it was proven, the facts themselves say."""

    clock: Clock

    @handles(ClaimOrder)
    def claim(self, command: ClaimOrder, work: UnitOfWork) -> Claimed:
        """:raises NoSuchOrder: for what isn't theirs, the same as for what isn't there."""
        account, order = work.gather((Account, command.account_id), (Order, order_of(command.number)))
        if order.account_id == command.account_id:
            return Claimed(command.number, fresh=False)
        wrote, reads = _readable(order.email), _readable(account.email)
        if order.account_id or not account.opens_doors or wrote is None or wrote != reads:
            raise NoSuchOrder(command.number)
        order.claim(command.account_id, at=self.clock.now())
        work.save(order)
        return Claimed(command.number, fresh=True)


def _readable(email: Personal[str] | None) -> str | None:
    """An address in its canonical form; nothing where it was forgotten, or is none."""
    if email is None or isinstance(email.value, Erased):
        return None
    try:
        return canonical(email.value)
    except NotAnEmail:
        return None
