"""Trying promotions, put together over either kind of shop."""

from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.inventory.unit_costs import PostgresCosts
from projections.inventory.unit_costs_memory import MemoryCosts
from projections.ordering.past_orders import PostgresPastOrders
from projections.ordering.past_orders_memory import MemoryPastOrders
from store.adapters.cart.touched_carts_memory import MemoryTouchedCarts
from store.adapters.cart.touched_carts_postgres import PostgresTouchedCarts
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.threads import at_once, in_thread
from store.application.cart.ports import Offers
from store.application.pricing.buyers import Buyers
from store.application.processes.calling_deals import ShownDeals
from store.application.processes.pricing_carts import Prices
from store.application.processes.trying_promotions import TryingPromotions
from store.application.shared.ports import AsyncJournal, Clock, Journal


def postgres_trying(
    pool: ConnectionPool[Connection[Any]], offers: Offers, prices: Prices, deals: ShownDeals, journal: Journal,
    shown: AsyncJournal, buyers: Buyers, clock: Clock,
) -> TryingPromotions:
    """Over the tables, in threads."""
    return TryingPromotions(
        PostgresPastOrders(pool), PostgresTouchedCarts(pool), PostgresCosts(pool), offers, prices, deals, journal,
        shown, buyers, clock, in_thread,
    )


def memory_trying(
    log: MemoryLog, codec: EventCodec, offers: Offers, prices: Prices, deals: ShownDeals, journal: Journal,
    shown: AsyncJournal, buyers: Buyers, clock: Clock,
) -> TryingPromotions:
    """Over the twins, where it is asked."""
    return TryingPromotions(
        MemoryPastOrders(log), MemoryTouchedCarts(log), MemoryCosts(log, codec), offers, prices, deals, journal,
        shown, buyers, clock, at_once,
    )
