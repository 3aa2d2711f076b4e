"""What an address book refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated


@dataclass(eq=False)
class BookFull(RuleViolated):
    """An address book holds at most {most} addresses. Remove one you no longer need first."""

    most: int


class NoSuchAddress(NotFound):
    """There is no such address, or it is not yours."""
