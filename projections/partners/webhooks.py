"""Read model: which webhooks there are, and which are active. Where they lead stands in the log alone, sealed."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection

from projections.shared.projection import Index, Seen
from store.domain.partners.events import (
    SecretRotated,
    WebhookPaused,
    WebhookRemoved,
    WebhookResumed,
    WebhookRewound,
    WebhookSubscribed,
)

_SUBSCRIBED: Final[LiteralString] = (
    "INSERT INTO webhooks (id, version, active, subscribed_at) VALUES (%s, %s, true, %s)"
)
_CHANGED: Final[LiteralString] = "UPDATE webhooks SET version = %s, active = coalesce(%s, active) WHERE id = %s"


class Webhooks:
    """The projection. There are few, and they seldom change: a statement for each fact will do."""

    name: Final = "webhooks"
    revision: Final = 1
    kinds: Final[tuple[type[Struct], ...]] = (
        WebhookSubscribed, WebhookPaused, WebhookResumed, WebhookRewound, SecretRotated, WebhookRemoved,
    )
    tables: Final = ("webhooks",)
    ddl: Final[LiteralString] = """
    CREATE TABLE webhooks (
        id uuid PRIMARY KEY, version int NOT NULL, active boolean NOT NULL, subscribed_at timestamptz NOT NULL
    );
    COMMENT ON TABLE webhooks IS 'Webhooks that partners have, for whoever delivers to find.';
    COMMENT ON COLUMN webhooks.id IS 'The webhook.';
    COMMENT ON COLUMN webhooks.version IS 'How many facts it has: it changed if this grew.';
    COMMENT ON COLUMN webhooks.active IS 'Whether anything is sent.';
    COMMENT ON COLUMN webhooks.subscribed_at IS 'When it was subscribed.';
    """
    indexes: Final = (Index("webhooks_oldest", "webhooks (subscribed_at, id)"),)

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One statement for each fact."""
        for fact in facts:
            match fact.event:
                case WebhookSubscribed(at=at):
                    db.execute(_SUBSCRIBED, (fact.stream, fact.version, at))
                case WebhookRemoved():
                    db.execute("DELETE FROM webhooks WHERE id = %s", (fact.stream,))
                case event:
                    db.execute(_CHANGED, (fact.version, _active(event), fact.stream))


def _active(event: object) -> bool | None:
    """Whether it is active after this fact; nothing where the fact doesn't say."""
    match event:
        case WebhookPaused():
            return False
        case WebhookResumed():
            return True
        case _:
            return None
