"""What one may tell the doors beyond a password, and what they tell one another."""

from msgspec import Struct

from store.application.identity.messages import LoggedIn, Secret
from store.application.shared.bus import Command
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId


class Recognised(Struct, frozen=True):
    """Whose password it was. ``demanded``: it takes a second factor to come in, and there is none yet."""

    account: AccountId
    role: Role
    second_factor: bool
    demanded: bool = False


class Recognise(Command[Recognised], frozen=True):
    """The first part of every login: it opens nothing yet."""

    email: str
    password: Secret
    staff_only: bool = False


class Greet(Command[Recognised], frozen=True):
    """The same for somebody whose password was seen a moment ago: whether they may still come in."""

    account_id: AccountId


class RecordRecoveryCode(Command[None], frozen=True):
    """Somebody came in by a code for whoever lost the second factor."""

    account_id: AccountId
    left: int


class RecordFactorFound(Command[None], frozen=True):
    """Somebody showed a code: the second factor is not lost, whatever staff were told."""

    account_id: AccountId


class FinishLogIn(Command[LoggedIn], frozen=True):
    """The second step at the door: the ticket of the first, the address that was named there, and a code."""

    ticket: Secret
    email: str
    code: Secret
    device: str = ""
