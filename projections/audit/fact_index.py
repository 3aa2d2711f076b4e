"""Read model: what facts can be found by, for searching the whole log.

It holds no fact and no person, only where each stands and what it is searched by; what is found is read from the log.
``docs/adr/0111`` has the figures that made it a read model and not more indexes on the log.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, TypeAlias
from uuid import UUID

from psycopg import Connection

from projections.audit.kinds import Kind
from projections.audit.pictures import plain
from projections.shared.projection import Index, Seen
from store.adapters.drivers.arrays import Bigs, Integers, Uuids
from store.application.audit.links import things_in
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import fact_id

_FACTS: Final[LiteralString] = """
WITH facts AS (
    INSERT INTO activity (position, stream, version, tag, actor, recorded_at, correlation, causation, fact)
    SELECT e.position, e.stream, e.version, e.tag, m.actor, m.recorded_at, m.correlation, m.causation, n.fact
    FROM unnest(%s::uuid[], %s::int[], %s::uuid[]) AS n (stream, version, fact)
    JOIN log.events e ON e.stream = n.stream AND e.version = n.version
    CROSS JOIN LATERAL json_to_record(e.metadata::json)
        AS m (actor text, recorded_at timestamptz, correlation uuid, causation uuid)
    RETURNING position, recorded_at)
INSERT INTO activity_things (thing, recorded_at, position)
SELECT named.thing, facts.recorded_at, facts.position
FROM unnest(%s::uuid[], %s::bigint[]) AS named (thing, position) JOIN facts USING (position)
"""

Streams: TypeAlias = dict[tuple[str, str], UUID | None]
"""By kind and id, as facts name things."""


class FactIndex:
    """The projection. *events* are all there are, *kinds* says how things are named."""

    name: Final = "activity"
    revision: Final = 1
    tables: Final = ("activity", "activity_things")
    ddl: Final[LiteralString] = """
    CREATE TABLE activity (
        position bigint PRIMARY KEY, stream uuid NOT NULL, version int NOT NULL, tag text NOT NULL,
        actor text NOT NULL, recorded_at timestamptz NOT NULL, correlation uuid NOT NULL, causation uuid,
        fact uuid NOT NULL
    );
    COMMENT ON TABLE activity IS 'What each fact can be found by; the fact itself stands in the log.';
    COMMENT ON COLUMN activity.position IS 'Where it stands in the log.';
    COMMENT ON COLUMN activity.stream IS 'The thing whose life it belongs to.';
    COMMENT ON COLUMN activity.version IS 'Its number in that life, from 1.';
    COMMENT ON COLUMN activity.tag IS 'What kind of fact it is, as written.';
    COMMENT ON COLUMN activity.actor IS 'Who did it: guest:<cart>, staff:<account>, system:<part>.';
    COMMENT ON COLUMN activity.recorded_at IS 'When it was written down.';
    COMMENT ON COLUMN activity.correlation IS 'The wish it came of.';
    COMMENT ON COLUMN activity.causation IS 'The id of the fact that was its reason.';
    COMMENT ON COLUMN activity.fact IS 'Its own id, which follows from stream and version.';
    CREATE TABLE activity_things (
        thing uuid, recorded_at timestamptz, position bigint, PRIMARY KEY (thing, recorded_at, position)
    );
    COMMENT ON TABLE activity_things IS 'Which facts speak of a thing, those of its own life included.';
    COMMENT ON COLUMN activity_things.thing IS 'The stream of the thing.';
    COMMENT ON COLUMN activity_things.recorded_at IS 'When the fact was written down.';
    COMMENT ON COLUMN activity_things.position IS 'Where the fact stands in the log.';
    """
    indexes: Final = (
        Index("activity_newest", "activity (recorded_at, position)"),
        Index("activity_staff", "activity (recorded_at, position) WHERE actor LIKE 'staff:%'"),
        Index("activity_actor", "activity (actor, recorded_at, position)"),
        Index("activity_tag", "activity (tag, recorded_at, position)"),
        Index("activity_correlation", "activity (correlation, recorded_at, position)"),
        Index("activity_fact", "activity (fact)"),
        Index("activity_causation", "activity (causation) WHERE causation IS NOT NULL"),
    )

    def __init__(self, events: tuple[type[Event], ...], kinds: Mapping[str, Kind]) -> None:
        self.kinds = events
        self._kinds = kinds

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One statement for a batch; what the metadata say is read where it stands."""
        if not facts:
            return
        streams: Streams = {}
        things = [
            (thing, fact.position)
            for fact in facts for thing in things_of(fact.stream, fact.event, self._kinds, streams)
        ]
        db.execute(_FACTS, (
            Uuids.of([fact.stream for fact in facts]), Integers.of([fact.version for fact in facts]),
            Uuids.of([fact_id(fact.stream, fact.version) for fact in facts]),
            Uuids.of([thing for thing, _ in things]), Bigs.of([position for _, position in things]),
        ))


def things_of(
    stream: UUID, event: Event, kinds: Mapping[str, Kind], known: Streams | None = None
) -> set[UUID]:
    """The streams of all things that *event* speaks of, its own included.

    The facts of one batch name the same things again and again: what is *known* isn't worked out anew.
    """
    found, known = {stream}, {} if known is None else known
    for named in things_in(plain(event, persons=False)):
        if named not in known:
            known[named] = _stream_of(*named, kinds)
        if (thing := known[named]) is not None:
            found.add(thing)
    return found


def _stream_of(kind: str, id: str, kinds: Mapping[str, Kind]) -> UUID | None:
    try:
        return kinds[kind].stream(id)
    except ValueError:  # no id after all
        return None
