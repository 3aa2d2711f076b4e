"""What the doors refuse."""

from store.domain.shared.errors import NotFound, RuleViolated


class WrongLogin(RuleViolated):
    """The e-mail address or the password is wrong."""


class NoSuchStaff(NotFound):
    """Nobody with this e-mail address works here."""
