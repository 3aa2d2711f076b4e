"""The statement that appends facts, and what its answer means."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, LiteralString
from uuid import UUID

from eventsourcing.persistence import IntegrityError
from psycopg import errors

from store.adapters.drivers.arrays import Bytes, Integers, Texts, Uuids
from store.adapters.drivers.eventlog.along import Along, beside
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.statement import Answer, number
from store.application.shared.errors import InFlight

APPENDED: LiteralString = """
WITH appended AS (
    INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)
    SELECT stream, version, (SELECT log.first_position()) + place, tag, state, metadata, hash
    FROM unnest(%(streams)s::uuid[], %(versions)s::int[], %(places)s::int[], %(tags)s::text[], %(states)s::text[],
                %(metadata)s::text[], %(hashes)s::bytea[]) AS new (stream, version, place, tag, state, metadata, hash)
    RETURNING position
)"""
LAST: LiteralString = " SELECT max(position) FROM appended"


def insertion(facts: Sequence[Fact], along: Iterable[Along]) -> tuple[LiteralString, dict[str, Any]]:
    """The statement that appends *facts*, and its values: all or none, *along* included."""
    query, values = beside(along)
    return APPENDED + query + LAST, values | rows(facts)


def appended(answer: Callable[[], Answer]) -> int:
    """The last position, which is the *answer* to an insertion.

    :raises IntegrityError: if one of the streams moved meanwhile.
    :raises InFlight: if another process took over the request that this belongs to.
    """
    try:
        return number(answer()[0][0])
    except errors.UniqueViolation as clash:
        raise IntegrityError(str(clash)) from clash
    except errors.NotNullViolation as lost:  # the answer beside it is somebody else's to give by now
        raise InFlight from lost


def rows(facts: Sequence[Fact]) -> dict[str, Any]:
    """The values of ``APPENDED``.

    Each fact's place is that in which it was handed in; written they are in the order of their keys, so that two who
    append to the same streams never wait for each other.
    """
    keys = [(_uuid(fact.originator_id).int, fact.originator_version) for fact in facts]
    places = sorted(range(len(facts)), key=keys.__getitem__)
    inserted = [facts[place] for place in places]
    return {
        "streams": Uuids.of([_uuid(fact.originator_id) for fact in inserted]),
        "versions": Integers.of([fact.originator_version for fact in inserted]),
        "places": Integers.of(places),
        "tags": Texts.of([fact.topic.encode() for fact in inserted]),
        "states": Texts.of([fact.state for fact in inserted]),
        "metadata": Texts.of([fact.metadata for fact in inserted]),
        "hashes": Bytes.of([fact.hash for fact in inserted]),
    }


def _uuid(stream: UUID | str) -> UUID:
    if not isinstance(stream, UUID):
        raise TypeError(stream)
    return stream
