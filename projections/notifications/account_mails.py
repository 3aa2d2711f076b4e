"""Reaction: what happens to an account calls for a mail. As with orders, it writes duties into ``work.outbox``."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.identity.events import (
    CustomerRegistered,
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    VerificationRequested,
)
from store.domain.identity.owner_events import EmailChanged, EmailChangeRequested
from store.domain.shared.aggregate import Event


class AccountMails:
    """The consumer."""

    name: Final = "account_mails"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (
        CustomerRegistered, RegistrationRepeated, VerificationRequested, PasswordResetRequested, PasswordChanged,
        EmailChangeRequested, EmailChanged,
    )
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, occasion, db)


def occasion(event: Event) -> Occasion:
    """What *event* calls for."""
    match event:
        case CustomerRegistered() | VerificationRequested():
            return Occasion.VERIFICATION
        case RegistrationRepeated():
            return Occasion.KNOWN_ALREADY
        case PasswordResetRequested():
            return Occasion.RESET
        case PasswordChanged():
            return Occasion.NEW_PASSWORD
        case EmailChangeRequested():
            return Occasion.NEW_EMAIL
        case EmailChanged():
            return Occasion.FORMER_EMAIL
        case _:
            raise TypeError(type(event))
