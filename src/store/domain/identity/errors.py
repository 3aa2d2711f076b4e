"""What an account refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated


class NotAnEmail(RuleViolated):
    """This is not an e-mail address. Write it as in ann@example.com."""


class NameMissing(RuleViolated):
    """People have a name."""


@dataclass(eq=False)
class NameTooLong(RuleViolated):
    """A name has at most {most} characters here."""

    most: int


@dataclass(eq=False)
class NameUnfit(RuleViolated):
    """Write a name alone, on one line: no web address, and no sign @."""

    part: str


class AlreadyEnrolled(RuleViolated):
    """Somebody with this e-mail address has an account already, or had one."""


class NoSuchAccount(NotFound):
    """There is no such account, or it is closed."""


class LastSuperAdmin(RuleViolated):
    """This is the last super admin. Make somebody else one first: a shop is never without."""


class NotACustomer(RuleViolated):
    """Only customers can be looked after in this way, and not those who work here."""


class MoreThanYouHold(RuleViolated):
    """This takes more than your own role may do. Ask somebody who has at least that much."""


class NotYourself(RuleViolated):
    """You can't do this to your own account. Ask a colleague."""


@dataclass(eq=False)
class PasswordTooShort(RuleViolated):
    """A password has at least {least} characters; a sentence is a good one."""

    least: int


@dataclass(eq=False)
class PasswordTooLong(RuleViolated):
    """A password has at most {most} characters."""

    most: int


@dataclass(eq=False)
class PasswordTooPlain(RuleViolated):
    """Add {missing} to the password, or make it a sentence of {least} characters or more."""

    in_words = ("missing",)
    missing: str
    least: int


class PasswordKnown(RuleViolated):
    """This password is known to everybody, or easily guessed; choose another."""


class SameEmail(RuleViolated):
    """This is your address already."""


class AddressTaken(RuleViolated):
    """This address has an account of its own. Log in to that one, or choose another address."""


class StaffStay(RuleViolated):
    """An account of somebody who works here is closed by the shop, not by its owner."""


class NotDue(RuleViolated):
    """This account is not to be deleted, or not yet."""


class SecondFactorOn(RuleViolated):
    """The second factor is switched on already."""


class NoSecondFactor(NotFound):
    """There is no second factor here."""


@dataclass(eq=False)
class AnotherLinked(RuleViolated):
    """Another account at {provider} opens this one already. Remove that one first."""

    provider: str


@dataclass(eq=False)
class LinkedElsewhere(RuleViolated):
    """This account at {provider} opens another account here. Remove it there first."""

    provider: str


class LastWayIn(RuleViolated):
    """This is the only way into your account. Set a password, or add another way, before you remove it."""


class NoSuchLogin(NotFound):
    """Your account has no such way in."""


@dataclass(eq=False)
class ReleaseNotDue(RuleViolated):
    """The second factor can be taken away once its owner had a day to say no to it: {when}."""

    in_words = ("when",)
    when: str


class NothingWished(NotFound):
    """There is nothing to confirm, or it was taken back."""
