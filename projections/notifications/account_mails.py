"""Reaction: what happens to an account calls for a mail. As with orders, it writes duties into ``work.outbox``."""

from collections.abc import Mapping, Sequence
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
from store.domain.identity.owner_events import (
    CopyMade,
    DeletionRequested,
    EmailChanged,
    EmailChangeRequested,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from store.domain.shared.aggregate import Event

_OCCASIONS: Final[Mapping[type[Event], Occasion]] = {
    CustomerRegistered: Occasion.VERIFICATION, VerificationRequested: Occasion.VERIFICATION,
    RegistrationRepeated: Occasion.KNOWN_ALREADY, PasswordResetRequested: Occasion.RESET,
    PasswordChanged: Occasion.NEW_PASSWORD, EmailChangeRequested: Occasion.NEW_EMAIL,
    EmailChanged: Occasion.FORMER_EMAIL, DeletionRequested: Occasion.LEAVING,
    SecondFactorSwitchedOn: Occasion.FACTOR_ON, SecondFactorSwitchedOff: Occasion.FACTOR_OFF,
    CopyMade: Occasion.COPY_MADE,
}


class AccountMails:
    """The consumer."""

    name: Final = "account_mails"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = tuple(_OCCASIONS)
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, occasion, db)


def occasion(event: Event) -> Occasion:
    """What *event* calls for."""
    return _OCCASIONS[type(event)]
