"""What the log holds of somebody, what was proven about it, and whether that is still so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, LiteralString, Protocol
from uuid import UUID

from msgspec import json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.postgres import COLUMNS, PostgresLog, tailed
from store.adapters.drivers.eventlog.rows import TailedFact, link
from store.adapters.drivers.eventlog.tokens import token
from store.adapters.drivers.vault import Keys, is_kept
from store.application.privacy.proofs import Fault, Head, Proof, Unreadable
from store.domain.shared.ids import ErasureId, SubjectId

_MENTION: Final[LiteralString] = (
    f"SELECT {COLUMNS} FROM log.events WHERE state LIKE ANY (%s) ORDER BY position"
)
_KEEP: Final = """
INSERT INTO work.erasure_proofs (erasure, part, document, made_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (erasure, part) DO UPDATE SET document = excluded.document, made_at = excluded.made_at
"""
_FIND: Final = "SELECT document FROM work.erasure_proofs WHERE erasure = %s ORDER BY part"


class Log(Protocol):
    """What is asked of either kind of log."""

    @property
    def incarnation(self) -> int: ...
    def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]: ...


class _Evidence:
    """What both kinds have in common."""

    def __init__(self, log: Log, keys: Keys) -> None:
        self._log, self._keys = log, keys

    def mentioning(self, subjects: Sequence[SubjectId]) -> Iterable[TailedFact]:
        """Every fact in whose text one of *subjects* stands."""
        raise NotImplementedError

    def facts(self, subjects: Sequence[SubjectId]) -> Sequence[Unreadable]:
        """Every fact with a field that is sealed with one of these keys, whatever stream it stands in."""
        wanted = {str(subject) for subject in subjects}
        found = []
        for row in self.mentioning(subjects):
            if fields := tuple(sorted(_sealed(row, wanted))):
                stream, position = _uuid(row.originator_id), token(self._log.incarnation, row.id)
                found.append(Unreadable(stream, row.originator_version, position, row.topic, fields))
        return found

    def heads(self, streams: Sequence[UUID]) -> Sequence[Head]:
        """Where these streams stand."""
        last = {_uuid(row.originator_id): row for row in self._log.select_streams(list(streams))}
        return [Head(stream, last[stream].originator_version, last[stream].hash.hex()) for stream in sorted(last)]

    def check(self, proof: Proof) -> Sequence[Fault]:
        """The keys are gone, the fields stand sealed where they stood, and the chains are those of that day."""
        return [Fault(proof.piece, words) for words in self._faults(proof)]

    def _faults(self, proof: Proof) -> Iterator[str]:
        for key in proof.keys:
            if is_kept(self._keys, key.subject):
                yield f"the key of {key.subject} is there"
        wanted = {str(key.subject) for key in proof.keys}
        streams: dict[UUID, list[TailedFact]] = {}
        for row in self._log.select_streams([head.stream for head in proof.heads]):
            streams.setdefault(_uuid(row.originator_id), []).append(row)
        for fact in proof.facts:
            rows = streams.get(fact.stream, [])
            there = rows[fact.version - 1:fact.version]
            if [(it.topic, tuple(sorted(_sealed(it, wanted)))) for it in there] != [(fact.tag, fact.fields)]:
                yield f"version {fact.version} of {fact.stream} is not the fact that was sealed"
        for head in proof.heads:
            rows = streams.get(head.stream, [])[:head.version]
            if len(rows) < head.version or _chained(rows) != head.hash:
                yield f"the chain of {head.stream} is not the one that was proven"


class PostgresEvidence(_Evidence):
    """An :class:`~store.application.privacy.ports.Evidence` over the tables. The whole log is read for each proof."""

    def __init__(self, log: PostgresLog, keys: Keys, pool: ConnectionPool[Connection[Any]]) -> None:
        super().__init__(log, keys)
        self._pool = pool

    def mentioning(self, subjects: Sequence[SubjectId]) -> Iterable[TailedFact]:
        """In one statement."""
        with self._pool.connection() as db:
            return [tailed(row) for row in db.execute(_MENTION, ([f"%{subject}%" for subject in subjects],))]

    def keep(self, proof: Proof) -> None:
        """One that was kept and never came into the log is replaced: it was of a try that a crash ended."""
        with self._pool.connection() as db:
            db.execute(_KEEP, (proof.erasure, proof.piece, proof.text.decode(), proof.made_at))

    def find(self, erasure_id: ErasureId) -> Sequence[Proof]:
        """The proofs of one erasure, in order."""
        with self._pool.connection() as db:
            return [json.decode(row[0], type=Proof) for row in db.execute(_FIND, (erasure_id,))]


class MemoryEvidence(_Evidence):
    """Twin of :class:`PostgresEvidence`."""

    def __init__(self, log: MemoryLog, keys: Keys) -> None:
        super().__init__(log, keys)
        self._memory, self._kept = log, dict[tuple[UUID, int], bytes]()

    def mentioning(self, subjects: Sequence[SubjectId]) -> Iterable[TailedFact]:
        """All there are."""
        everything = self._memory.select_newest(None, self._memory.newest())[::-1]
        named = [str(subject).encode() for subject in subjects]
        return [row for row in everything if any(name in row.state for name in named)]

    def keep(self, proof: Proof) -> None:
        """Keep it."""
        self._kept[proof.erasure, proof.piece] = proof.text

    def find(self, erasure_id: ErasureId) -> Sequence[Proof]:
        """The proofs of one erasure, in order."""
        return [json.decode(text, type=Proof) for (id, _), text in sorted(self._kept.items()) if id == erasure_id]


def _sealed(row: TailedFact, subjects: set[str]) -> Iterator[str]:
    state: Mapping[str, Any] = json.decode(row.state)
    for name, value in state.items():
        if isinstance(value, dict) and "sealed" in value and value.get("subject") in subjects:
            yield name


def _chained(rows: Sequence[TailedFact]) -> str:
    """The hash that the last of *rows* has if each follows from the one before."""
    head = b""
    for row in rows:
        head = link(head, _uuid(row.originator_id), row.originator_version, row.topic, row.state, row.metadata)
    return head.hex()


def _uuid(stream: UUID | str) -> UUID:
    return stream if isinstance(stream, UUID) else UUID(stream)
