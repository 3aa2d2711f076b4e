"""Read model: which accounts are on the lists of which segments."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.shared.projection import Index, Seen
from store.domain.pricing.segment_events import AccountListed, AccountUnlisted
from store.domain.shared.aggregate import Event


class SegmentLists:
    """The projection."""

    name: Final = "segment_lists"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (AccountListed, AccountUnlisted)
    tables: Final = ("segment_lists",)
    ddl: Final[LiteralString] = """
    CREATE TABLE segment_lists (account uuid, segment uuid, PRIMARY KEY (account, segment));
    COMMENT ON TABLE segment_lists IS 'Which accounts staff put on the lists of segments.';
    COMMENT ON COLUMN segment_lists.account IS 'Who is on it.';
    COMMENT ON COLUMN segment_lists.segment IS 'On the list of this one.';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One after the other: the last one counts."""
        for fact in facts:
            match fact.event:
                case AccountListed(account_id=account, segment_id=segment):
                    db.execute(
                        "INSERT INTO segment_lists (account, segment) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                        (account, segment),
                    )
                case AccountUnlisted(account_id=account, segment_id=segment):
                    db.execute("DELETE FROM segment_lists WHERE account = %s AND segment = %s", (account, segment))
                case _:
                    pass
