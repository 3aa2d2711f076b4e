"""Which edition of its places the shop is in: what was made of an edition is true as long as that one lasts."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.shared.copies import SERVING
from projections.shared.projection import Seen

DDL: Final[LiteralString] = """
CREATE TABLE edition (one boolean PRIMARY KEY DEFAULT true CHECK (one), position bigint NOT NULL);
COMMENT ON TABLE edition IS 'The last fact that changed the categories or which products stand in them.';
COMMENT ON COLUMN edition.one IS 'There is one row.';
COMMENT ON COLUMN edition.position IS 'Where that fact stands in the log.';
"""
_MOVED: Final[LiteralString] = (
    "INSERT INTO edition (position) VALUES (%s) ON CONFLICT (one) DO UPDATE SET position = excluded.position"
)
OF_PLACES: Final[LiteralString] = (
    "SELECT extract(epoch FROM c.began_at)::text || '-' || e.position FROM read.edition e"
    f" JOIN read.copies c ON c.name = 'goods' AND c.schema = '{SERVING}'"
)
"""Of a copy that was built anew it is another one, even of the same facts: what computed them may be another, too."""


def move(facts: Sequence[Seen], db: Connection[Any]) -> None:
    """There is another edition after the last of *facts*, if there are any."""
    if facts:
        db.execute(_MOVED, (facts[-1].position,))
