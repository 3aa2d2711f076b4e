"""Carts that something happened to lately, from a log in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import json

from store.adapters.cart.touched_carts_postgres import TAGS
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.domain.shared.ids import CartId


class MemoryTouchedCarts:
    """Twin of :class:`~store.adapters.cart.touched_carts_postgres.PostgresTouchedCarts`."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def since(self, instant: datetime, most: int) -> Sequence[CartId]:
        """The newest first."""
        found: dict[CartId, None] = {}
        for row in self._log.select_newest(None, self._log.newest()):
            if json.decode(row.metadata, type=Metadata).recorded_at < instant:
                break
            if row.topic in TAGS and isinstance(row.originator_id, UUID):
                found[CartId(row.originator_id)] = None
        return list(found)[:most]
