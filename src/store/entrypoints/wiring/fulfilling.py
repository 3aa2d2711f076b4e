"""Sending orders part by part, put together."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.part_reader import Parts
from projections.ordering.sales_reader import SalesFigures
from store.adapters.ordering.labels_typst import TypstLabels
from store.adapters.ordering.packing_slips_typst import TypstPackingSlips
from store.application.ordering.carrier_ports import Carrier
from store.application.processes.booking_parcels import BookingParcels
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_parcels import FollowingParcels
from store.application.processes.following_parts import FollowingParts
from store.application.processes.fulfilling_an_order import FulfillingAnOrder
from store.application.processes.printing_labels import PrintingLabels
from store.application.processes.printing_slips import PrintingSlips
from store.application.shared.ports import AsyncJournal


def about_parts(
    clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, name: str, carrier: Carrier | None
) -> tuple[Any, ...]:
    """Packed, booked, sent, followed, delivered, looked at and printed. *name* is the shop's."""
    following = FollowingParts(journal, carrier.name if carrier else None)
    return (
        FulfillingAnOrder(clock, estimating), BookingParcels(carrier, clock, name), FollowingParcels(carrier, clock),
        following, PrintingSlips(following, TypstPackingSlips(name)),
        PrintingLabels(following, carrier, TypstLabels(), name),
    )


def postgres_parts(
    clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, name: str,
    pool: AsyncConnectionPool[AsyncConnection[Any]], carrier: Carrier | None,
) -> tuple[Any, ...]:
    """The same, the list, and figures over time."""
    return (
        *about_parts(clock, journal, estimating, name, carrier), Parts(pool, journal, clock), SalesFigures(pool, clock),
    )
