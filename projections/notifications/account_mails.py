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
from store.domain.identity.login_events import CustomerJoined, Linking, LoginLinked, LoginUnlinked, Unlinking
from store.domain.identity.owner_events import (
    CopyMade,
    DeletionRequested,
    EmailChanged,
    EmailChangeRequested,
    SecondFactorReleaseAsked,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from store.domain.shared.aggregate import Event

_OCCASIONS: Final[Mapping[type[Event], Occasion]] = {
    CustomerRegistered: Occasion.VERIFICATION, VerificationRequested: Occasion.VERIFICATION,
    RegistrationRepeated: Occasion.KNOWN_ALREADY, PasswordResetRequested: Occasion.RESET,
    PasswordChanged: Occasion.NEW_PASSWORD, EmailChangeRequested: Occasion.NEW_EMAIL,
    EmailChanged: Occasion.FORMER_EMAIL, DeletionRequested: Occasion.LEAVING,
    CustomerJoined: Occasion.JOINED, LoginLinked: Occasion.LOGIN_LINKED, LoginUnlinked: Occasion.LOGIN_UNLINKED,
    SecondFactorSwitchedOn: Occasion.FACTOR_ON, SecondFactorSwitchedOff: Occasion.FACTOR_OFF,
    SecondFactorReleaseAsked: Occasion.FACTOR_LOST,
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


def occasion(event: Event) -> Occasion | None:
    """What *event* calls for. Whoever joins, and whoever sets a password by mail, is told so anyway."""
    match event:
        case LoginLinked(how=Linking.JOINED):
            return None
        case LoginUnlinked(reason=reason) if reason is not Unlinking.ASKED:
            return None
        case _:
            return _OCCASIONS[type(event)]
