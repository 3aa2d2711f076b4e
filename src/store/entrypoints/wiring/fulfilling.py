"""Sending orders part by part, put together."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.part_reader import Parts
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_parts import FollowingParts
from store.application.processes.fulfilling_an_order import FulfillingAnOrder
from store.application.shared.ports import AsyncJournal


def about_parts(clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery) -> tuple[Any, ...]:
    """Packed, sent, delivered, and looked at."""
    return FulfillingAnOrder(clock, estimating), FollowingParts(journal)


def postgres_parts(
    clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, pool: AsyncConnectionPool[AsyncConnection[Any]]
) -> tuple[Any, ...]:
    """The same, and the list."""
    return (*about_parts(clock, journal, estimating), Parts(pool, journal, clock))
