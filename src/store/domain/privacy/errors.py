"""What the end of somebody's data refuses."""

from store.domain.shared.errors import RuleViolated


class HoldStands(RuleViolated):
    """There is a legal hold on this already."""


class NoHold(RuleViolated):
    """There is no legal hold on this."""


class ReasonMissing(RuleViolated):
    """Say why, in at most 200 characters."""


class NotAskedFor(RuleViolated):
    """Nobody asked for this to be erased, or they stay after all."""
