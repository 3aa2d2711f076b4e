"""What the doors refuse."""

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


class LinkSpent(RuleViolated):
    """This link was used already, or it is too old. Ask for a new one."""


class TokenSpent(RuleViolated):
    """This refresh token is good for nothing any more. Log in again."""


class NoSuchStaff(NotFound):
    """Nobody with this e-mail address works here."""


class NoSuchSession(NotFound):
    """You have no such session, or it is over."""
