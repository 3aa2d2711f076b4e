"""What somebody's wishes about being told things run into."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


class NotAPhoneNumber(RuleViolated):
    """This is not a telephone number. Write it with its country, as in +49 30 1234567."""


class PhoneMissing(RuleViolated):
    """Give us a telephone number first: then we can send you text messages."""


@dataclass(eq=False)
class AlwaysSaid(RuleViolated):
    """Mails about {kind} belong to what you bought or have here, and are always sent."""

    kind: str


@dataclass(eq=False)
class NotOffered(RuleViolated):
    """We don't say anything about {kind} by {channel}."""

    kind: str
    channel: str


@dataclass(eq=False)
class ConsentMissing(RuleViolated):
    """Nobody is told about {kind} who did not agree to {consent}; name that text to show that you saw it."""

    kind: str
    consent: str
