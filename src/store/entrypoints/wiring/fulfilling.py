"""Sending orders part by part, put together."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.part_reader import Parts
from store.adapters.ordering.packing_slips_typst import TypstPackingSlips
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_parts import FollowingParts
from store.application.processes.fulfilling_an_order import FulfillingAnOrder
from store.application.processes.printing_slips import PrintingSlips
from store.application.shared.ports import AsyncJournal


def about_parts(clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, name: str) -> tuple[Any, ...]:
    """Packed, sent, delivered, looked at and printed. *name* is the shop's."""
    following = FollowingParts(journal)
    slips = PrintingSlips(following, TypstPackingSlips(name))
    return FulfillingAnOrder(clock, estimating), following, slips


def postgres_parts(
    clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, name: str,
    pool: AsyncConnectionPool[AsyncConnection[Any]],
) -> tuple[Any, ...]:
    """The same, and the list."""
    return (*about_parts(clock, journal, estimating, name), Parts(pool, journal, clock))
