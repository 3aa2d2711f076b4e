"""Old years of orders, archived by the clock's errand and at the operator's desk."""

from collections.abc import Iterator, Sequence
from typing import Final

import structlog

from projections.ordering.archive import Archive, Shelf, YearBusy
from store.entrypoints.wiring.containers import Shop

_NEVER: Final = 0


def archiving(shop: Shop) -> Iterator[int]:
    """Archive the years that have been over for long enough, by the settings; which those were."""
    after, now = shop.settings().archive_orders_after, shop.clock().now()
    return iter(()) if after == _NEVER else archive_of(shop).before(now.year - after, now)


def archive_of(shop: Shop) -> Archive:
    """The archive, as whoever keeps read models up may change it."""
    return Archive(shop.projector_pool(), shop.settings().archive_tablespace)


def archive_by_itself(shop: Shop) -> None:
    """The errand. A year in which somebody reads for long waits for the next hour."""
    try:
        for year in archiving(shop):
            structlog.get_logger().info("archived orders", year=year)
    except YearBusy:
        structlog.get_logger().info("orders are being read for long, so no year of them was archived")


def archive_before(shop: Shop, year: int | None) -> Iterator[int]:
    """Those before *year*, or by the settings."""
    return archiving(shop) if year is None else archive_of(shop).before(year, shop.clock().now())


def shelves(shop: Shop) -> Sequence[Shelf]:
    """Every year of orders."""
    return archive_of(shop).shelves()
