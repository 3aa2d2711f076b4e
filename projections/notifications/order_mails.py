"""Reaction: what happens to an order calls for a mail.

It learns from the log with a position of its own, as a read model does, but what it writes are duties. They stand
in ``work.outbox``, which no rebuild drops, under ids that follow from the facts: learning everything anew
calls for nothing twice.
"""

from collections.abc import Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.application.processes.settling_a_payment import NEVER_CAME
from store.domain.ordering.events import OrderCancelled, OrderConfirmed, OrderShipped
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import follow_up


class Due(Struct, frozen=True):
    """A mail that a fact calls for."""

    id: UUID
    fact: Seen
    kind: Occasion


class OrderMails:
    """The consumer. The correlation of each fact goes along, so that one wish can be followed into the mail."""

    name: Final = "order_mails"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (OrderConfirmed, OrderShipped, OrderCancelled)
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One insert for the batch; a mail that was called for before stays as it is."""
        due = [
            Due(mail_of(fact.stream, fact.version, kind), fact, kind)
            for fact in facts if (kind := occasion(fact.event))
        ]
        if not due:
            return
        db.execute(
            "INSERT INTO work.outbox (id, order_id, kind, correlation, caused_at)"
            " SELECT d.id, d.stream, d.kind, (e.metadata::json ->> 'correlation')::uuid, d.at"
            " FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::timestamptz[])"
            " AS d (id, stream, version, kind, at)"
            " JOIN log.events e ON e.stream = d.stream AND e.version = d.version"
            " ON CONFLICT (id) DO NOTHING",
            ([d.id for d in due], [d.fact.stream for d in due], [d.fact.version for d in due],
             [d.kind.value for d in due], [d.fact.event.at for d in due]),
        )


def occasion(event: Event) -> Occasion | None:
    """What *event* calls for. A card refused at the checkout was told there and then: no mail repeats it."""
    match event:
        case OrderConfirmed():
            return Occasion.CONFIRMED
        case OrderShipped():
            return Occasion.SHIPPED
        case OrderCancelled(reason=reason):
            return Occasion.CANCELLED if reason == NEVER_CAME else None
        case _:
            raise TypeError(type(event))


def mail_of(stream: UUID, version: int, kind: str) -> UUID:
    """The id of the mail of a *kind* that one fact calls for: the same however often the fact is told."""
    return follow_up(stream, f"{version}/mail/{kind}")
