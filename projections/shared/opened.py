"""Facts with what belongs to persons opened, for the few read models that keep keyed digests of it.

Read models get every personal field as ``Erased``. Those that have to find persons ask here, for whole streams, and
keep nothing of what they are told but digests.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from psycopg import Connection

from store.adapters.drivers.arrays import Uuids
from store.adapters.drivers.eventlog.codec import EventCodec


def opened(
    streams: Collection[UUID], till: int, codec: EventCodec, db: Connection[Any]
) -> Mapping[UUID, list[Any]]:
    """The facts of *streams* up to the position *till*, in order, in one statement."""
    found: dict[UUID, list[Any]] = {}
    rows = db.execute(
        "SELECT e.stream, e.version, e.tag, e.state FROM unnest(%s::uuid[]) AS wanted (stream)"
        " JOIN log.events e ON e.stream = wanted.stream WHERE e.position <= %s ORDER BY e.stream, e.version",
        (Uuids.of(list(streams)), till),
    )
    for stream, version, tag, state in rows:
        found.setdefault(stream, []).append(codec.decode(tag, state.encode(), stream, version))
    return found
