"""The list of erasures, carried out again: whatever a backup brought back is destroyed before anything is served.

It stands in two places that no one backup holds together: in the log, and in a file beside it. What only one of them
knows is told to the other.
"""

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct, json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import Keys, is_kept
from store.application.privacy.ports import Entry, ErasureList
from store.domain.privacy.events import ErasureBegun

_LIST: Final = "SELECT state FROM log.events WHERE tag = 'privacy/erasure-begun-1' ORDER BY position"


class Replayed(Struct, frozen=True):
    """What came of it: keys that were there again, and erasures that the log has forgotten."""

    keys: int
    unknown: tuple[Entry, ...]


class LoggedErasures:
    """The list as it stands in the log."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def entries(self) -> Sequence[Entry]:
        """All of them, oldest first; an index finds them."""
        with self._pool.connection() as db:
            facts = [json.decode(row[0], type=ErasureBegun) for row in db.execute(_LIST)]
        return [Entry(fact.erasure_id, fact.about, fact.about_id, fact.at, fact.keys) for fact in facts]


def replay(logged: Sequence[Entry], listed: ErasureList, keys: Keys) -> Replayed:
    """Destroy again what has to be destroyed, and say what the log has to be told. Doing so again changes nothing."""
    written = listed.entries()
    for entry in logged:
        if not _holds(written, entry):
            listed.enter(entry)
    forgotten, back = set(keys.erased()), 0
    for entry in [*logged, *written]:
        for key in entry.keys:
            found = is_kept(keys, key.subject)
            if found or key.subject not in forgotten:
                keys.destroy(key.subject)
                forgotten.add(key.subject)
                back += found
    return Replayed(back, tuple(entry for entry in written if not _holds(logged, entry)))


def back_again(logged: Sequence[Entry], listed: ErasureList, keys: Keys) -> int:
    """How many keys are there that must not be."""
    wanted = {key.subject for entry in [*logged, *listed.entries()] for key in entry.keys}
    return sum(is_kept(keys, subject) for subject in wanted)


def _holds(entries: Sequence[Entry], entry: Entry) -> bool:
    known = {key.subject for other in entries if other.erasure_id == entry.erasure_id for key in other.keys}
    return known.issuperset(key.subject for key in entry.keys)
