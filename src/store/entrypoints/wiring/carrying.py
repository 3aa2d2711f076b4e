"""Who carries parcels, put together."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.ordering.carried import under_way
from store.adapters.drivers.breaker import Breaker
from store.adapters.ordering.carrier_sandbox import SANDBOX, SandboxCarrier
from store.application.ordering.carrier_ports import Carrier
from store.application.shared.bus import Bus
from store.application.shared.ports import Clock
from store.entrypoints.workers.parcels import ParcelFollower

if TYPE_CHECKING:
    from typing import Any

    from store.adapters.ordering.carrier_client import CarrierLine
    from store.adapters.ordering.carrier_http import HttpCarrier
    from store.entrypoints.wiring.settings import Settings


def carrier(settings: "Settings", clock: Clock) -> Carrier | None:
    """The one that is set; in the demo shop one that carries nothing; elsewhere none, and numbers are typed by hand."""
    match _which(settings):
        case "outside":
            return outside_carrier(settings)
        case "sandbox":
            return SandboxCarrier(settings.data_dir / "sandbox" / "carrier.sqlite3", clock)
        case _:
            return None


def carrier_name(settings: "Settings") -> str:
    """What it is called."""
    return {"outside": settings.carrier_name, "sandbox": SANDBOX}.get(_which(settings), "")


def _which(settings: "Settings") -> str:
    if settings.carrier != "auto":
        return settings.carrier
    return "outside" if settings.carrier_url else "sandbox" if settings.demo else "none"


def outside_carrier(settings: "Settings") -> "HttpCarrier":
    """The carrier whose address is set. The library that speaks to it is imported with the first."""
    from store.adapters.ordering.carrier_http import HttpCarrier

    return HttpCarrier(settings.carrier_name, carrier_line(settings))


def carrier_line(settings: "Settings") -> "CarrierLine":
    """How it is spoken to."""
    from store.adapters.ordering.carrier_client import CarrierLine

    return CarrierLine(settings.carrier_url, settings.carrier_token, Breaker(time.monotonic))


def following_parcels(
    carrier: Carrier | None, pool: "ConnectionPool[Connection[Any]]", bus: Bus, clock: Clock,
    passing: tuple[type[Exception], ...],
) -> Callable[[], object]:
    """The errand that asks where parcels are."""
    if carrier is None:
        return lambda: None
    name = carrier.name
    return ParcelFollower(lambda since: under_way(name, since, pool), bus, clock, carrier.patience, passing)
