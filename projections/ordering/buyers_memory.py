"""What somebody bought, in a shop in memory, by looking at all orders."""

from datetime import datetime
from uuid import UUID

from projections.shared.pages import cursor_of, keys_of
from projections.shared.pasts_memory import pasts
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.ordering.messages import ListOrdersOf, ListUnclaimed, OrderOf, OrdersOf
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail
from store.domain.ordering.order import Order
from store.domain.shared.ids import OrderId, OrderNumber
from store.domain.shared.personal import Erased


class MemoryOrdersOfBuyers:
    """Twin of :class:`~projections.ordering.buyers.OrdersOfBuyers`."""

    reads = ()

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    @answers(ListOrdersOf)
    async def page(self, query: ListOrdersOf) -> OrdersOf:
        """One page."""
        found = self._under(query.email)
        if query.cursor:
            at, after = keys_of(query.cursor, tuple[datetime, UUID])
            found = [(id, it) for id, it in found if it.placed_at < at or (it.placed_at == at and id > after)]
        page = found[:query.limit]
        more = len(found) > query.limit
        return OrdersOf([it for _, it in page], cursor_of(page[-1][1].placed_at, page[-1][0]) if more else None)

    @answers(ListUnclaimed)
    async def unclaimed(self, query: ListUnclaimed) -> list[OrderNumber]:
        """All that are nobody's."""
        free = {
            past[0].number for id, past in pasts(self._log, self._codec, "ordering/placed-")
            if Order.replay(OrderId(id), past).account_id is None
        }
        found = [it.number for _, it in reversed(self._under(query.email)) if it.number in free]
        return found[:query.limit]

    def _under(self, email: str) -> list[tuple[UUID, OrderOf]]:
        """Newest first."""
        wanted, found = same(email), list[tuple[UUID, OrderOf]]()
        for id, past in pasts(self._log, self._codec, "ordering/placed-"):
            placed = past[0]
            if wanted is not None and same(placed.email.value) == wanted:
                pieces = sum(line.quantity for line in placed.lines)
                stands = Order.replay(OrderId(id), past).stage.value
                found.append((id, OrderOf(placed.number, stands, placed.at, pieces, Price.of(placed.totals.total))))
        found.sort(key=lambda it: it[0])
        found.sort(key=lambda it: it[1].placed_at, reverse=True)
        return found


def same(email: str | Erased) -> str | None:
    """An address as its digest takes it, the same for each spelling; nothing for what is none, or none any more."""
    try:
        return None if isinstance(email, Erased) else canonical(email)
    except NotAnEmail:
        return None
