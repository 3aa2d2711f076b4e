"""What a staff account refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


class NotAnEmail(RuleViolated):
    """This is not an e-mail address. Write it as in ann@example.com."""


class NameMissing(RuleViolated):
    """People who work here have a name."""


class AlreadyEnrolled(RuleViolated):
    """Somebody with this e-mail address works here already, or did."""


@dataclass(eq=False)
class PasswordTooShort(RuleViolated):
    """A password has at least {least} characters; a sentence is a good one."""

    least: int


@dataclass(eq=False)
class PasswordTooLong(RuleViolated):
    """A password has at most {most} characters."""

    most: int


class PasswordKnown(RuleViolated):
    """This password is known to everybody; choose another."""
