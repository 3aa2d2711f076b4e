"""Whether a session lasts and what it is good for, in SQL: the log has the last word on both.

Facts about accounts are looked for in the account's own stream, by its key: a session that somebody forgot to close
opens nothing, and a role that was taken away is gone with the next statement, whatever tables and tokens still say.
"""

from datetime import datetime
from typing import Any, Final, LiteralString

from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.identity.events import AccountDisabled, AccountEnabled, RoleChanged, StaffDisabled
from store.domain.identity.owner_events import AccountDeleted

STANDING: Final[LiteralString] = (
    "s.ends_at > %(now)s AND coalesce(("
    "SELECT e.tag = %(enabled)s FROM log.events e WHERE e.stream = s.account AND e.tag = ANY (%(closing)s)"
    " ORDER BY e.version DESC LIMIT 1), true)"
)
"""Whether the session *s* is one, used or not: not over, its account not disabled since it was last enabled."""
OPEN: Final[LiteralString] = f"s.expires_at > %(now)s AND {STANDING}"
"""Whether the session *s* lasts: neither over nor idle, its account not disabled since it was last enabled."""
ROLE: Final[LiteralString] = (
    "coalesce((SELECT e.state::json ->> 'role' FROM log.events e WHERE e.stream = s.account AND e.tag = %(changed)s"
    " ORDER BY e.version DESC LIMIT 1), s.role)"
)
"""What the account of the session *s* is here for: what was said last."""
_STAFF: Final[LiteralString] = f"SELECT {ROLE} FROM work.sessions s WHERE s.id = visit.parent AND {OPEN}"
ACTING: Final[LiteralString] = f"(SELECT ({_STAFF}) FROM (SELECT s.parent) AS visit)"
"""The role of whoever of the staff acts under the session *s*; null if nobody does, or their own session is over."""
LASTING: Final[LiteralString] = f"{OPEN} AND (s.parent IS NULL OR {ACTING} IS NOT NULL)"


def standing(now: datetime) -> dict[str, Any]:
    """The values of all of these."""
    return {
        "now": now, "enabled": tag_of(AccountEnabled), "changed": tag_of(RoleChanged),
        "closing": [tag_of(AccountEnabled), tag_of(AccountDisabled), tag_of(StaffDisabled),
                    tag_of(AccountDeleted)],
    }
