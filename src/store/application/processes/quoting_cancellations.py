"""Quoting cancellations: what would be given back, by the rules and from the facts that decide it when it is done."""

from dataclasses import dataclass, field

from msgspec import Struct
from msgspec import field as of_struct

from store.application.ordering.cancel_rules import CancelRules, policies_in
from store.application.shared.answers import Price
from store.application.shared.bus import Query, answers
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.ordering.cancelling import Leave
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import Canceller, Share
from store.domain.ordering.life import Stage, Step
from store.domain.ordering.order import Order
from store.domain.ordering.parts import less
from store.domain.shared.ids import OrderNumber, Sku, cancel_policy, order_of
from store.domain.shared.money import Money


class PiecesView(Struct, frozen=True):
    """Pieces that would be cancelled."""

    sku: Sku
    name: str
    options_text: str
    quantity: int


class CancellationView(Struct, frozen=True):
    """What a cancellation would do. *whole*: nothing is left; *unpaid*: nothing was taken, so nothing goes back."""

    number: OrderNumber
    version: int
    whole: bool
    unpaid: bool
    pieces: list[PiecesView]
    goods: Price
    shipping: Price
    tax_included: Price
    total: Price
    to_credit: Price | None = None
    """What of it becomes credit again, where credit had paid for it."""


class QuoteCancellation(Query[CancellationView], frozen=True):
    """What it would do to cancel an order, or of it some *pieces*. Refused as doing it would be."""

    number: OrderNumber
    by: Canceller
    pieces: dict[Sku, int] = of_struct(default_factory=dict)


@dataclass(frozen=True)
class QuotingCancellations:
    journal: AsyncJournal
    clock: Clock
    rules: CancelRules
    reads: tuple[str, ...] = field(default=())

    @answers(QuoteCancellation)
    async def quote(self, query: QuoteCancellation) -> CancellationView:
        """Done to a copy of the order that nobody keeps."""
        id = order_of(query.number)
        known = await self.journal.read([id, cancel_policy()])
        order = Order.replay(id, known.get(id, History()).events)
        if order.totals is None:
            raise NoSuchOrder(query.number)
        version, left, unpaid = order.version, order.left, order.can(Step.GIVE_UP) and not query.pieces
        nothing = Money(0, order.totals.total.currency)
        share = Share(nothing, nothing, nothing) if unpaid else self._called_off(
            order, query, self.rules.leave(policies_in(known), order.placed_at)
        )
        whole = unpaid or order.stage is Stage.CANCELLED
        gone = left if unpaid else less(left, order.left)
        return CancellationView(
            number=order.number, version=version, whole=whole, unpaid=unpaid,
            pieces=[
                PiecesView(line.sku, line.name, ", ".join(line.options.values()), gone[line.sku])
                for line in order.lines if line.sku in gone
            ],
            goods=Price.of(share.goods), shipping=Price.of(share.shipping),
            tax_included=Price.of(share.tax_included), total=Price.of(share.total),
            to_credit=Price.of(share.to_credit) if share.to_credit else None,
        )

    def _called_off(self, order: Order, query: QuoteCancellation, leave: Leave) -> Share:
        now = self.clock.now()
        if query.pieces:
            return order.call_off_pieces(query.pieces, query.by, "", at=now, leave=leave)
        return order.call_off(query.by, "", at=now, leave=leave)
