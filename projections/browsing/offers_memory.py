"""Offers without a database: folded from a log in memory whenever they are asked for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.cart.ports import Offer
from store.application.processes.true_offers import offered, places_said
from store.domain.catalogue.category import Category
from store.domain.catalogue.product import Product
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import CategoryId, ProductId, Sku, stock_of


class MemoryOffers:
    """Twin of :class:`~projections.browsing.offers.PostgresOffers`."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist."""
        wanted = set(skus)
        return {
            sku: offered(product, said, sku, self._stock(sku).available, self._places(*places_said(said, product.id)))
            for product in self._products() if (said := product.description)
            for sku in product.variants if sku in wanted
        }

    def _products(self) -> list[Product]:
        streams = dict.fromkeys(
            row.originator_id for row in self._log.select_notifications(1, 10**9)
            if row.topic.startswith(("catalogue/product", "catalogue/price"))
        )
        return [Product.replay(ProductId(id), self._events(id)) for id in streams if isinstance(id, UUID)]

    def _places(self, *wanted: CategoryId) -> tuple[str, ...]:
        found: dict[str, None] = {}
        above: list[CategoryId] = list(wanted)
        for id in above:
            if str(id) not in found:
                found[str(id)] = None
                parent = Category.replay(id, self._events(id)).parent
                above += [parent] if parent else []
        return tuple(sorted(found))

    def _stock(self, sku: Sku) -> Inventory:
        return Inventory.replay(stock_of(sku), self._events(stock_of(sku)))

    def _events(self, stream: UUID) -> list[Any]:
        return [
            self._codec.decode(row.topic, row.state, stream, row.originator_version)
            for row in self._log.select_events(stream)
        ]


class MemoryShownOffers:
    """Twin of :class:`~projections.browsing.offers.PostgresShownOffers`."""

    def __init__(self, offers: MemoryOffers) -> None:
        self._offers = offers

    async def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist."""
        return self._offers.of(skus)
