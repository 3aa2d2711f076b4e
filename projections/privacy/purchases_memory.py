"""Orders of somebody, and erasures to go on with, by looking through a log in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from projections.ordering.buyers_memory import same
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.domain.ordering.events import OrderClaimed, OrderPlaced
from store.domain.privacy.events import ErasureBegun, ErasureRequested
from store.domain.shared.ids import AccountId, ErasureId, OrderId


class MemoryPurchases:
    """Twin of :class:`~projections.privacy.purchases.PostgresPurchases`."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def under(self, account_id: AccountId, email: str | None) -> Sequence[OrderId]:
        """Those of an account."""
        owners = self._owners()
        guests = set(self.of_guest(email)) if email else set()
        return sorted(guests | {order for order, owner in owners.items() if owner == account_id})

    def of_guest(self, email: str) -> Sequence[OrderId]:
        """Those of a guest."""
        owners, wanted = self._owners(), same(email)
        return sorted(
            fact.order_id for fact in self._placed()
            if owners[fact.order_id] is None and wanted is not None and same(fact.email.value) == wanted
        )

    def _owners(self) -> dict[OrderId, AccountId | None]:
        """Whose each order is; a guest's was claimed, or is nobody's."""
        return {
            fact.order_id: fact.account_id for fact in told(self._log, self._codec)
            if isinstance(fact, OrderPlaced | OrderClaimed)
        }

    def _placed(self) -> Iterator[OrderPlaced]:
        return (fact for fact in told(self._log, self._codec) if isinstance(fact, OrderPlaced))


class MemoryPending:
    """Twin of :class:`~projections.privacy.erasures.PendingErasures`: all there were, since looking does no harm."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def due(self, now: datetime) -> Sequence[ErasureId]:
        """Those that were wanted by *now*."""
        wanted = (
            fact for fact in told(self._log, self._codec)
            if isinstance(fact, ErasureRequested | ErasureBegun) and fact.at <= now
        )
        return list(dict.fromkeys(fact.erasure_id for fact in wanted))


def told(log: MemoryLog, codec: EventCodec) -> Iterator[Any]:
    """Every fact, oldest first."""
    for row in log.select_newest(None, log.newest())[::-1]:
        stream = row.originator_id
        if isinstance(stream, UUID):
            yield codec.decode(row.topic, row.state, stream, row.originator_version)
