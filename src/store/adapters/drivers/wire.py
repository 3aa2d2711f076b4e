"""A connection in libpq's pipeline mode between threads: whoever sends waits for no reader, and no reader for him."""

from collections import deque
from itertools import count
from threading import Lock
from typing import Any, Final, TypeAlias

from psycopg import Connection, OperationalError
from psycopg.pq.abc import PGconn
from psycopg_pool import ConnectionPool

from store.adapters.drivers.bell import Bell
from store.adapters.drivers.pools import left_behind
from store.adapters.drivers.prepared import nullable
from store.adapters.drivers.statement import Answer, Statement, rows_of
from store.adapters.drivers.whole import Part, fault_in, whole

_Key: TypeAlias = tuple[bytes, tuple[int, ...]]


class Sent:
    """A statement under way."""

    __slots__ = ("_wire", "prepares", "turn")

    def __init__(self, wire: "Wire", prepares: _Key | None) -> None:
        self._wire = wire
        self.prepares = prepares
        """What the server hears of for the first time."""
        self.turn = Lock()
        """Held until all that was sent before is answered."""
        self.turn.acquire()

    def answer(self) -> Answer:
        """Wait for its rows. Whoever breaks off takes the connection along: the others could not tell whose is whose.

        :raises psycopg.Error: as psycopg would; an ``OperationalError`` if the connection was lost: nobody knows then
            whether it was carried out.
        """
        try:
            self.turn.acquire()
            found = self._wire.read(self)
        except BaseException as reason:
            self._wire.lost = str(reason) or type(reason).__name__
            raise
        finally:
            self._wire.answered(self)
        if isinstance(found, Exception):
            raise found
        return rows_of(found)


class Wire:
    """One connection of *pool*. One thread at a time may send over it; that whose turn it is reads."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool, self._db = pool, pool.getconn()
        self._pg: Final[PGconn] = self._db.pgconn
        try:
            self._pg.nonblocking = 1  # or a long statement would hold the interpreter's lock until the server listens
            self._pg.enter_pipeline_mode()
            self._bell = Bell(self._pg.socket)
        except BaseException:
            self._put_back()
            raise
        self._lock = Lock()
        self._known: dict[_Key, bytes] = {}
        self._numbers = count()
        self._under_way: deque[Sent] = deque()
        self.lost = ""
        """Why nothing more goes over it."""

    def send(self, statement: Statement, types: tuple[int, ...], values: list[bytes | None]) -> Sent | None:
        """Have *statement* leave behind all others, and don't wait until the server listens; nothing if this is lost.

        A connection that is lost is given back by whoever reads last.
        """
        pg, key = self._pg, (statement.name, types)
        with self._lock:
            if not self.lost and not self._under_way and left_behind(self._db):
                self.lost = "the server closed this connection"
                self._give_back()
            if self.lost:
                return None
            name = self._known.get(key)
            sent = Sent(self, None if name else key)
            read = bool(self._under_way)
            if not read:
                sent.turn.release()
            self._under_way.append(sent)
            try:
                if name is None:
                    name = self._known[key] = b"%s-%d" % (statement.name, next(self._numbers))
                    pg.send_prepare(name, statement.text, param_types=types)
                pg.send_query_prepared(name, nullable(values), [type > 0 for type in types])
                pg.pipeline_sync()
                if pg.flush() or (read and not pg.is_busy()):
                    self._bell.ring()  # what is left to be sent, or came in meanwhile, is for whoever listens
            except BaseException as reason:
                self.lost = str(reason) or type(reason).__name__
                self._bell.ring()
                if not isinstance(reason, Exception):  # whoever breaks off won't ask for the answer
                    self._forget(sent)
                    raise
        return sent

    def read(self, sent: Sent) -> Part:
        """What the server says of *sent*, whose turn it is."""
        parts: list[Part] = []
        while not self.lost:
            with self._lock:
                left = self._pg.flush()
                if whole(self._pg, parts):
                    if sent.prepares and isinstance(parts[0], Exception):
                        self._known.pop(sent.prepares, None)
                    return fault_in(parts) or parts[-1]
            self._bell.wait(till_writable=bool(left))
            with self._lock:
                self._pg.consume_input()
        raise OperationalError(self.lost)

    def answered(self, sent: Sent) -> None:
        """*sent* is answered, or never will be: it is the turn of the next."""
        with self._lock:
            self._forget(sent)

    def close(self) -> None:
        """Give the connection back, closed. Who has something under way is told that nobody knows what became of it."""
        with self._lock:
            if not self.lost:
                self.lost = "closed"
                if self._under_way:
                    self._bell.ring()
                else:
                    self._give_back()

    def _forget(self, sent: Sent) -> None:
        self._under_way.remove(sent)
        if self._under_way and self._under_way[0].turn.locked():
            self._under_way[0].turn.release()
        if self.lost and not self._under_way:
            self._give_back()

    def _give_back(self) -> None:
        self._bell.close()
        self._put_back()

    def _put_back(self) -> None:
        self._db.close()
        self._pool.putconn(self._db)
