"""Streams that are about to be opened one after the other, read from the log in one statement."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import local
from typing import TypeAlias
from uuid import UUID

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.handing_in import Appender
from store.adapters.drivers.eventlog.journal import EventJournal, Log, Remember, histories
from store.adapters.drivers.eventlog.rows import TailedFact
from store.application.shared.ports import History

_Rows: TypeAlias = dict[UUID, list[TailedFact]]


class _Foreseen(local):
    """What a thread has read and not opened yet."""

    rows: _Rows | None = None


class ReadingAhead(EventJournal):
    """A journal that can be told what a thread is about to open.

    Only rows are kept meanwhile, as they are stored: persons are opened when a stream is asked for, with the keys that
    are there by then, so that whoever is forgotten in between is forgotten.
    """

    def __init__(self, log: Log, appender: Appender, codec: EventCodec, remember: Remember) -> None:
        super().__init__(log, appender, codec, remember)
        self._foreseen = _Foreseen()

    @contextmanager
    def ahead(self, streams: Sequence[UUID]) -> Iterator[None]:
        """Read *streams* now. Within the block this thread finds each there once; asked again, the log is."""
        found: _Rows = {stream: [] for stream in streams}
        for row in self._log.select_streams(list(found)) if found else ():
            if isinstance(row.originator_id, UUID):
                found[row.originator_id].append(row)
        self._foreseen.rows = found
        try:
            yield
        finally:
            self._foreseen.rows = None

    def read(self, streams: Sequence[UUID]) -> Mapping[UUID, History]:
        """The history of each of *streams* that has one, in one statement at most."""
        there = self._foreseen.rows
        if not there:
            return super().read(streams)
        known = {stream: there.pop(stream) for stream in there.keys() & set(streams)}
        unread = [stream for stream in streams if stream not in known]
        found = dict(super().read(unread)) if unread else {}
        for rows in known.values():
            found |= histories(rows, self._codec)
        return found
