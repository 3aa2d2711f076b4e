"""What sending facts to partners refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


@dataclass(eq=False)
class AddressRefused(RuleViolated):
    """Facts can't be sent to this address: {problem}."""

    problem: str
