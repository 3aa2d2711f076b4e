"""Sending orders part by part, put together."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.part_reader import Parts
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_parts import FollowingParts
from store.application.processes.fulfilling_an_order import FulfillingAnOrder
from store.application.processes.pricing_carts import Prices
from store.application.shared.ports import AsyncJournal


def about_parts(clock: Any, journal: AsyncJournal, prices: Prices) -> tuple[Any, ...]:
    """Packed, sent, delivered, and looked at."""
    return FulfillingAnOrder(clock, EstimatingDelivery(prices.shipping)), FollowingParts(journal)


def postgres_parts(
    clock: Any, journal: AsyncJournal, prices: Prices, pool: AsyncConnectionPool[AsyncConnection[Any]]
) -> tuple[Any, ...]:
    """The same, and the list."""
    return (*about_parts(clock, journal, prices), Parts(pool, journal, clock))
