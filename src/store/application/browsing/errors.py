"""What stands in the way of looking at something."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound


@dataclass(eq=False)
class StandsElsewhere(NotFound):
    """This product stands at {slug} now."""

    slug: str


@dataclass(eq=False)
class TakenOut(NotFound):
    """{name} was taken out of the shop."""

    name: str
    category: str | None
    """Where something like it stands, by its slug."""
