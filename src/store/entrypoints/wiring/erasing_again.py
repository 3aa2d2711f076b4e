"""Before anything is served: whoever was forgotten is forgotten again, whatever was restored from wherever."""

from collections.abc import Sequence
from typing import Final
from uuid import uuid4

import structlog
from psycopg import OperationalError
from psycopg.errors import UndefinedTable
from psycopg_pool import PoolTimeout

from store.adapters.privacy.replay import LoggedErasures, Replayed, back_again, replay
from store.application.privacy.messages import GoOnErasing
from store.application.privacy.ports import Entry
from store.application.privacy.steps import TellErasureAgain
from store.application.shared.bus import Caller
from store.entrypoints.wiring.containers import Shop

ACTOR: Final = "system:restore"


def destroy_again(shop: Shop) -> Replayed:
    """Keys that are there again go, at the start of each process that could open anything.

    While the database is away, or not migrated yet, the file beside it knows as much.
    """
    try:
        logged = LoggedErasures(shop.pool()).entries()
    except (OperationalError, PoolTimeout, UndefinedTable) as away:
        structlog.get_logger().warning("only the file of erasures was read", because=type(away).__name__)
        logged = []
    return _replayed(shop, logged)


def erase_again(shop: Shop) -> Replayed:
    """The same, and a log that is older than an erasure is told of it; what came back beside it is swept."""
    found = _replayed(shop, LoggedErasures(shop.pool()).entries())
    for entry in found.unknown:
        by = Caller(actor=ACTOR, correlation=uuid4(), reason="the log is older than this erasure")
        shop.bus().do(TellErasureAgain(entry=entry), by)
        shop.bus().do(GoOnErasing(erasure_id=entry.erasure_id), by)
    if found.unknown:
        structlog.get_logger().warning("a restored log was told of erasures", erasures=len(found.unknown))
    return found


def _replayed(shop: Shop, logged: Sequence[Entry]) -> Replayed:
    found = replay(logged, shop.erasure_list(), shop.keys())
    if found.keys:
        structlog.get_logger().warning("keys of forgotten persons were restored, and destroyed again", keys=found.keys)
    return found


def readable_again(shop: Shop) -> int:
    """How many forgotten persons could be read, for whoever examines the installation."""
    return back_again(LoggedErasures(shop.pool()).entries(), shop.erasure_list(), shop.keys())
