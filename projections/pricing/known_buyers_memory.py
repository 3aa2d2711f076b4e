"""What is known of whoever buys, in a shop in memory, by looking at all orders and lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from projections.ordering.buyers_memory import same
from projections.shared.pasts_memory import pasts
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.pricing.buyers import Buyers, KnownBuyer
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.pricing.segment_events import AccountListed
from store.domain.pricing.segments import Bought
from store.domain.shared.ids import AccountId, OrderId


class MemoryBuyers:
    """Twin of :class:`~projections.pricing.known_buyers.PostgresBuyers`."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def of(self, account: AccountId | None, email: str) -> KnownBuyer:
        """By replaying what there is."""
        return self._of(self._orders(), account, same(email))

    def when_placed(self, orders: Sequence[UUID]) -> Mapping[UUID, KnownBuyer]:
        """What was placed before each of them; what they bought, as of today."""
        them, found = self._orders(), {}
        for it in them:
            if it.id in orders and it.placed_at:
                before = [one for one in them if one.placed_at and one.placed_at < it.placed_at]
                email = same(it.email.value) if it.email else None
                ordered = self._of(before, it.account_id, email).ordered
                found[UUID(str(it.id))] = KnownBuyer(ordered, self._of(them, it.account_id, email).bought)
        return found

    def _orders(self) -> list[Order]:
        them = [Order.replay(OrderId(id), past) for id, past in pasts(self._log, self._codec, "ordering/placed-")]
        return [it for it in them if it.stage is not Stage.CANCELLED and not it.replaces]

    def _of(self, orders: Sequence[Order], account: AccountId | None, email: str | None) -> KnownBuyer:
        own = [it for it in orders if account and it.account_id == account]
        under = [it for it in orders if email and it.email and same(it.email.value) == email]
        paid = [it for it in own if it.stage is not Stage.AWAITING_PAYMENT]
        spent = Counter[str]()
        for it in paid:
            if it.totals:
                spent[it.totals.total.currency] += it.totals.total.minor
        return KnownBuyer(bool(own or under), Bought(len(paid), dict(spent), self._lists(account)))

    def _lists(self, account: AccountId | None) -> frozenset[str]:
        last = {
            event.segment_id: isinstance(event, AccountListed)
            for _, past in pasts(self._log, self._codec, "pricing/account-listed-")
            for event in past if event.account_id == account
        }
        return frozenset(str(segment) for segment, there in last.items() if there)


class MemoryShownBuyers:
    """Twin of :class:`~projections.pricing.known_buyers.PostgresShownBuyers`."""

    def __init__(self, buyers: Buyers) -> None:
        self._buyers = buyers

    async def of(self, account: AccountId | None, email: str) -> KnownBuyer:
        """The same, for queries."""
        return self._buyers.of(account, email)
