"""Finds people in a shop in memory, by looking at all of them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from projections.identity.people import People
from projections.identity.people_found import CERTAIN, LEAST_SHARE, ids_like
from projections.shared.pages import cursor_of, keys_of
from projections.shared.pasts_memory import pasts
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.application.identity.finding import STATES, FindUsers, UserRow, UserRows
from store.application.identity.grams import folded, pieces
from store.application.identity.handlers import called, known
from store.application.identity.looking_after_users import state_of
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.domain.identity.account import Account
from store.domain.shared.ids import AccountId


class MemoryPeopleFound:
    """Twin of :class:`~projections.identity.people_found.PeopleFound`. It leaves no piece out of the reckoning."""

    reads = ()

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    @answers(FindUsers)
    async def find(self, query: FindUsers) -> UserRows:
        """One page."""
        if query.state is not None and query.state not in STATES:
            raise BadValue("state", f"choose one of {', '.join(STATES)}")
        q = " ".join(query.q.split())
        found = list(self._people())
        if q:
            found = _resembling(found, q)
            found.sort(key=lambda row: (-(row.share or 0), row.id))
        else:
            found.sort(key=lambda row: row.id)
            found.sort(key=lambda row: row.registered_at, reverse=True)
        found = _after(found, query.cursor, searched=bool(q))
        found = [row for row in found if query.role in {None, row.role} and query.state in {None, row.state}]
        page, last = found[:query.limit], found[query.limit - 1] if len(found) > query.limit else None
        cursor = None if last is None else cursor_of(last.share if q else last.registered_at, last.id)
        return UserRows(page, cursor)

    def _people(self) -> Iterator[UserRow]:
        for id, past in pasts(self._log, self._codec, "identity/"):
            if not isinstance(past[0], People.kinds):
                continue
            it = Account.replay(AccountId(id), past)
            if it.role and it.since and not it.deleted:
                yield UserRow(AccountId(id), called(it), known(it.email), it.role, state_of(it), it.since)


def _resembling(people: list[UserRow], q: str) -> list[UserRow]:
    """Whoever has this very address stands alone, but for ids; names count unless an address was typed."""
    low, high = ids_like(q)
    exact = any(folded(row.email or "") == folded(q) for row in people)
    return [
        replace(row, share=share) for row in people
        if (share := CERTAIN if low and high and low <= row.id <= high else _share(row, q, exact=exact)) >= LEAST_SHARE
    ]


def _share(row: UserRow, q: str, *, exact: bool) -> int:
    if folded(q) == folded((row.email if exact else row.name) or ""):
        return CERTAIN
    wanted = pieces(q)
    if exact or not wanted:
        return 0
    texts = [row.email or ""] if "@" in q else [row.email or "", row.name or ""]
    return max(1000 * len({*wanted} & {*pieces(text)}) // len(wanted) for text in texts)


def _after(rows: list[UserRow], cursor: str | None, *, searched: bool) -> list[UserRow]:
    if cursor is None:
        return rows
    if searched:
        share, after = keys_of(cursor, tuple[int, UUID])
        return [row for row in rows if (row.share or 0) < share or (row.share == share and row.id > after)]
    at, after = keys_of(cursor, tuple[datetime, UUID])
    return [row for row in rows if row.registered_at < at or (row.registered_at == at and row.id > after)]
