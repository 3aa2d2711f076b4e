"""Takes away what is kept of somebody outside the log."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.privacy.places import SWEPT
from store.application.privacy.ports import Whom
from store.application.privacy.proofs import Removed

PICTURES: Final = "pictures"
_COUNT: Final = """
INSERT INTO work.erasure_counts AS c (erasure, part, place, count)
SELECT %s, %s, place, count FROM unnest(%s::text[], %s::bigint[]) AS new (place, count)
ON CONFLICT (erasure, part, place) DO UPDATE SET count = c.count + excluded.count
"""
_COUNTED: Final = "SELECT place, count FROM work.erasure_counts WHERE erasure = %s AND part = %s ORDER BY place"


class Forgetting(Protocol):
    """Takes persons out of every copy of a read model that finds them; how many rows of which table."""

    def __call__(self, subjects: Sequence[UUID]) -> Mapping[str, int]: ...


class PostgresTraces:
    """A :class:`~store.application.privacy.ports.Traces` over every table that may hold something of a person."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], copies: Sequence[Forgetting],
        remove_picture: Callable[[str], int], digest: Callable[[str], bytes],
    ) -> None:
        """*remove_picture* says how many files that were; by *digest* an address is found where guests left it."""
        self._pool, self._copies, self._remove_picture, self._digest = pool, copies, remove_picture, digest

    def sweep(self, whom: Whom) -> Sequence[Removed]:
        """The tables of the work in one transaction with what is counted; read models and pictures by themselves."""
        removed: dict[str, int] = {}
        for forget in self._copies:
            removed.update(forget(whom.subjects))
        for picture in whom.pictures:
            removed[PICTURES] = removed.get(PICTURES, 0) + self._remove_picture(picture)
        values = _values(whom) | {"digests": [self._digest(word) for word in whom.words]}
        with self._pool.connection() as db, db.transaction():
            for place in SWEPT:
                removed[place.table] = db.execute(place.sweeping, values).rowcount
            db.execute(_COUNT, (whom.erasure_id, whom.piece, list(removed), list(removed.values())))
            rows = db.execute(_COUNTED, (whom.erasure_id, whom.piece)).fetchall()
        return [Removed(place, count) for place, count in rows]


def _values(whom: Whom) -> dict[str, Any]:
    named = [*whom.subjects, *whom.streams, *([whom.account_id] if whom.account_id else [])]
    ids = [str(id) for id in dict.fromkeys(named)]
    return {
        "account": whom.account_id, "subjects": list(whom.subjects), "streams": list(whom.streams), "ids": ids,
        "alike": [f"%{id}%" for id in ids], "words": [f"%{_literal(word)}%" for word in whom.words],
    }


def _literal(word: str) -> str:
    """For ``LIKE``, which takes these three for more than themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
