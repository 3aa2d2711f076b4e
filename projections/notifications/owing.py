"""How reactions write down what people have to be told."""

from collections.abc import Callable, Sequence
from typing import Any, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from projections.shared.projection import Seen
from store.application.notifications.ports import Occasion
from store.application.notifications.posting import mail_of
from store.domain.shared.aggregate import Event


class Due(Struct, frozen=True):
    """A mail that a fact calls for."""

    id: UUID
    fact: Seen
    kind: Occasion


def owe(
    facts: Sequence[Seen], occasion: Callable[[Event], Occasion | None], db: Connection[Any],
    only: LiteralString = "true",
) -> None:
    """One insert for the batch; a mail that was called for before stays as it is. *only* is a condition on the facts.

    The correlation of each fact goes along, so that one wish can be followed into the mail.
    """
    due = [
        Due(mail_of(fact.stream, fact.version, kind), fact, kind) for fact in facts if (kind := occasion(fact.event))
    ]
    if not due:
        return
    db.execute(
        "INSERT INTO work.outbox (id, about, kind, correlation, caused_at)"
        " SELECT d.id, d.stream, d.kind, (e.metadata::json ->> 'correlation')::uuid, d.at"
        " FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::timestamptz[])"
        " AS d (id, stream, version, kind, at)"
        " JOIN log.events e ON e.stream = d.stream AND e.version = d.version"
        f" WHERE {only} ON CONFLICT (id) DO NOTHING",
        ([d.id for d in due], [d.fact.stream for d in due], [d.fact.version for d in due],
         [d.kind.value for d in due], [d.fact.event.at for d in due]),
    )
