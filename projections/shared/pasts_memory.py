"""What happened in each stream of a log in memory: what twins of read models look through, whole, at every question."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog


def pasts(log: MemoryLog, codec: EventCodec, kind: str) -> Iterator[tuple[UUID, list[Any]]]:
    """Each stream whose first fact is of *kind* (the beginning of its tag), with all its facts."""
    found: dict[UUID, list[Any]] = {}
    for row in log.select_newest(None, log.newest())[::-1]:
        stream = row.originator_id
        if isinstance(stream, UUID) and (stream in found or row.topic.startswith(kind)):
            found.setdefault(stream, []).append(codec.decode(row.topic, row.state, stream, row.originator_version))
    yield from found.items()
