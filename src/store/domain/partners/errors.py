"""What a webhook refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


class AlreadySubscribed(RuleViolated):
    """This webhook was subscribed before."""


class PartnerNameMissing(RuleViolated):
    """Give the webhook a name that says who it is for, of up to 80 characters."""


class ReasonMissing(RuleViolated):
    """Say why, in up to 200 characters: whoever finds it paused will want to know."""


@dataclass(eq=False)
class OverlapTooLong(RuleViolated):
    """An old secret may stay valid for up to {most_hours} hours."""

    most_hours: int
