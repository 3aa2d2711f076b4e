"""Inventory: the pieces of one SKU, wherever they lie. What is promised is never more than what is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from store.domain.inventory.errors import (
    BelowReserved,
    CauseContradicts,
    ChangeOfNothing,
    CostNegative,
    CountNegative,
    FewerOnHand,
    FewerSold,
    FewerToMove,
    MoreWrittenOff,
    NotEnoughStock,
    NothingReserved,
    NowhereElse,
    QuantityNotPositive,
    SayOneOfBoth,
    SkuTaken,
)
from store.domain.inventory.events import (
    Cause,
    CostTold,
    StockAdjusted,
    StockCounted,
    StockOpened,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    StockTransferred,
)
from store.domain.inventory.places import MAIN, LocationCode, allocated
from store.domain.inventory.shelving import Shelved
from store.domain.shared.ids import OrderId, ProductId, Sku
from store.domain.shared.money import Money


class Inventory(Shelved):
    """The pieces of one SKU.

    Behaviours after which fewer pieces may be bought take *low_at*: the number at which the shop wants to be told,
    where the SKU has none of its own. Nothing is told where there is neither. *location* is the place it is about.
    """

    kind = "inventory"
    kept = True
    contended = True

    @property
    def sold(self) -> int:
        """Pieces that left for customers, less those that came back."""
        return self._sold

    @property
    def reserved(self) -> int:
        """Pieces put aside for orders that have not left yet."""
        return self._reserved

    @property
    def available(self) -> int:
        """Pieces somebody may still buy."""
        return self.on_hand - self.reserved

    def open(self, sku: Sku, product_id: ProductId, *, at: datetime) -> None:
        """Begin to count the pieces of a product's variant. Doing so again is no fact."""
        if self.product_id is None:
            self._record(StockOpened(at=at, sku=sku, product_id=product_id))
        elif self.product_id != product_id:
            raise SkuTaken(sku)

    def receive(self, sku: Sku, quantity: int, *, at: datetime, location: LocationCode = MAIN) -> None:
        """Take *quantity* pieces in."""
        if quantity < 1:
            raise QuantityNotPositive
        self._record(StockReceived(at=at, sku=sku, quantity=quantity, location=location))

    def count(
        self, sku: Sku, on_hand: int, *, reason: str, at: datetime, low_at: int | None = None,
        location: LocationCode = MAIN,
    ) -> None:
        """Set right what is on hand there. The same number again is no fact."""
        if on_hand < 0:
            raise CountNegative
        self._expect_not_below(sku, on_hand, location)
        was = self.on_hand_at(location)
        if on_hand != was:
            before = self._seen()
            self._record(StockCounted(at=at, sku=sku, on_hand=on_hand, was=was, reason=reason, location=location))
            self._watch(sku, before, low_at, at)

    def adjust(
        self, sku: Sku, change: int, *, cause: Cause, reason: str, at: datetime, low_at: int | None = None,
        location: LocationCode = MAIN,
    ) -> None:
        """Make it *change* pieces more there, or fewer where it is negative."""
        if not change:
            raise ChangeOfNothing
        if (cause is Cause.FOUND and change < 0) or (cause in {Cause.LOST, Cause.DAMAGED} and change > 0):
            raise CauseContradicts
        self._expect_not_below(sku, self.on_hand_at(location) + change, location)
        before = self._seen()
        self._record(StockAdjusted(
            at=at, sku=sku, change=change, cause=cause, reason=reason, location=location,
        ))
        self._watch(sku, before, low_at, at)

    def sync(
        self, sku: Sku, source: str, sequence: int, *, on_hand: int | None = None, change: int | None = None,
        at: datetime, low_at: int | None = None, location: LocationCode = MAIN,
    ) -> bool:
        """Take what an outside system says: how many are there, or by how many that changed. Whether it was news.

        Its messages are numbered. One that is not newer than the last that was taken is superseded: it changes nothing.
        What says what the books say is a fact nevertheless: whatever is older than it must not win any more.
        """
        if sequence <= self.sources.get(source, 0):
            return False
        if (on_hand is None) == (change is None):
            raise SayOneOfBoth
        was = self.on_hand_at(location)
        now = was + change if on_hand is None and change is not None else on_hand or 0
        self._expect_not_below(sku, now, location)
        before = self._seen()
        self._record(StockSynced(
            at=at, sku=sku, source=source, sequence=sequence, on_hand=now, was=was, change=change, location=location,
        ))
        self._watch(sku, before, low_at, at)
        return True

    def take_back(
        self, sku: Sku, quantity: int, *, written_off: int, reason: str, at: datetime, location: LocationCode = MAIN
    ) -> None:
        """Take *quantity* pieces back from customers, of which *written_off* can't be sold again."""
        if quantity < 1:
            raise QuantityNotPositive
        if not 0 <= written_off <= quantity:
            raise MoreWrittenOff
        if quantity > self.sold:
            raise FewerSold(sku, self.sold)
        self._record(StockReturned(
            at=at, sku=sku, quantity=quantity, written_off=written_off, reason=reason, location=location,
        ))

    def tell_cost(self, sku: Sku, cost: Money | None, *, at: datetime) -> None:
        """Know from now on what one piece costs the shop, without tax; ``None`` for nobody knows. Again is no fact."""
        if cost is not None and cost.minor < 0:
            raise CostNegative
        if cost != self.cost:
            self._record(CostTold(at=at, sku=sku, cost=cost))

    def transfer(
        self, sku: Sku, quantity: int, *, origin: LocationCode, destination: LocationCode, reason: str, at: datetime,
        low_at: int | None = None,
    ) -> None:
        """Move pieces that nobody has a claim on from one place to another."""
        if quantity < 1:
            raise QuantityNotPositive
        if origin == destination:
            raise NowhereElse
        if quantity > self.free_at(origin):
            raise FewerToMove(sku, origin, self.free_at(origin))
        before = self._seen()
        self._record(StockTransferred(
            at=at, sku=sku, quantity=quantity, origin=origin, destination=destination, reason=reason,
        ))
        self._watch(sku, before, low_at, at)

    def reserve(
        self, sku: Sku, order_id: OrderId, quantity: int, *, at: datetime, low_at: int | None = None,
        by: Sequence[LocationCode] = (), exchange: bool = False,
    ) -> None:
        """Put *quantity* pieces aside for an order, at places in the order *by*: at one of them if one has enough.

        *exchange*: for a return that is to be exchanged, whose id it is then.
        """
        if quantity < 1:
            raise QuantityNotPositive
        if quantity > self.available:
            raise NotEnoughStock(sku, quantity, self.available)
        before = self._seen()
        self._record(StockReserved(
            at=at, sku=sku, order_id=order_id, quantity=quantity,
            locations=_told(allocated(quantity, self.free, by) if self.is_elsewhere else {}), exchange=exchange,
        ))
        self._watch(sku, before, low_at, at)

    def release(
        self, sku: Sku, order_id: OrderId, quantity: int | None = None, *, at: datetime,
        places: Mapping[LocationCode, int] | None = None, exchange: bool = False,
    ) -> None:
        """Free what was put aside for an order, or no more than *quantity* of it. Nothing put aside is no fact.

        *places* says from where, where the order knows it.
        """
        aside = self.reservations.get(order_id, 0)
        freed = aside if quantity is None else min(quantity, aside)
        if freed:
            self._record(StockReleased(
                at=at, sku=sku, order_id=order_id, quantity=freed, locations=_told(self._from(order_id, freed, places)),
                exchange=exchange,
            ))

    def hand_over(self, sku: Sku, exchange: OrderId, order_id: OrderId, quantity: int, *, at: datetime) -> None:
        """Let *quantity* of what was kept for an exchange be put aside for its order, where it lies; the rest is free.

        Fewer can be bought at no moment, so that nobody is told of it.
        """
        if not 0 < quantity <= self.reservations.get(exchange, 0):
            raise NothingReserved(sku)
        places = _told(self._from(exchange, quantity, None))
        self.release(sku, exchange, quantity, at=at, places=places or None, exchange=True)
        self._record(StockReserved(at=at, sku=sku, order_id=order_id, quantity=quantity, locations=places))
        self.release(sku, exchange, at=at, exchange=True)

    def ship(
        self, sku: Sku, order_id: OrderId, quantity: int | None = None, *, at: datetime,
        places: Mapping[LocationCode, int] | None = None,
    ) -> None:
        """Let what was put aside for an order, or *quantity* of it, leave the shop, from where it was put aside."""
        aside = self.reservations.get(order_id, 0)
        gone = aside if quantity is None else quantity
        if not 0 < gone <= aside:
            raise NothingReserved(sku)
        self._record(StockShipped(
            at=at, sku=sku, order_id=order_id, quantity=gone, locations=_told(self._from(order_id, gone, places)),
        ))

    def _from(
        self, order_id: OrderId, quantity: int, places: Mapping[LocationCode, int] | None
    ) -> dict[LocationCode, int]:
        """From where *quantity* pieces go: from *places* where so many are put aside there, else as it was allotted.

        An order that was placed before orders knew places says the first one, wherever its pieces lie.
        """
        aside = self.aside_for(order_id)
        if quantity == self.reservations[order_id]:
            return aside
        fits = places and sum(places.values()) == quantity and all(
            aside.get(place, 0) >= pieces for place, pieces in places.items()
        )
        return dict(places) if places and fits else allocated(quantity, aside, ())

    def _expect_not_below(self, sku: Sku, now: int, location: LocationCode) -> None:
        if now < 0:
            raise FewerOnHand(sku, self.on_hand_at(location))
        if now < self.reserved_at(location):
            raise BelowReserved(sku, self.reserved_at(location))


def _told(places: dict[LocationCode, int]) -> dict[LocationCode, int]:
    """*places* as facts name them: what is all at the first one is not said."""
    return {} if set(places) <= {MAIN} else places
