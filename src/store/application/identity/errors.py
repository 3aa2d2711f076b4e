"""What the doors refuse."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated, StoreError


class WrongLogin(RuleViolated):
    """The e-mail address or the password is wrong."""


class WrongPassword(RuleViolated):
    """This is not your password."""


class CodeNeeded(RuleViolated):
    """The password is right, but this account needs a code of its second factor as well."""


class WrongCode(RuleViolated):
    """This code is wrong, or it was used already. Wait for the next one."""


class SecondFactorDemanded(RuleViolated):
    """Whoever works here needs a second factor. Set it up at the door of the back office."""


class LoginTooOld(RuleViolated):
    """This login took too long. Begin again."""


class ProveFirst(StoreError):
    """Say your password once more first: this needs to be you, and not only your device."""


@dataclass(eq=False)
class NotAskedAnew(RuleViolated):
    """{provider} did not ask you who you are just now. Log out there and begin again, or set a password by mail."""

    provider: str


class LinkSpent(RuleViolated):
    """This link was used already, or it is too old. Ask for a new one."""


class TokenSpent(RuleViolated):
    """This refresh token is good for nothing any more. Log in again."""


class NoSuchStaff(NotFound):
    """Nobody with this e-mail address works here."""


class NoSuchSession(NotFound):
    """You have no such session, or it is over."""


@dataclass(eq=False)
class AddressKnown(RuleViolated):
    """There is an account under this address already. Log in to it as you always do, then connect {provider} there."""

    provider: str


@dataclass(eq=False)
class FromInsideOnly(RuleViolated):
    """Whoever works here logs in with the password first, and connects {provider} from inside."""

    provider: str


class NotOpen(RuleViolated):
    """This account is not open: its address is not confirmed yet, or it is closed."""


@dataclass(eq=False)
class NotIntroduced(RuleViolated):
    """{provider} did not tell us who you are, and nothing was changed. Begin again, or come in another way."""

    provider: str


@dataclass(eq=False)
class ProviderAway(StoreError):
    """{provider} does not answer at the moment, and nothing was changed. Try again soon, or come in another way."""

    provider: str
