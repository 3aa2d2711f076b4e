"""What looking after read models needs of them."""

from typing import Protocol


class ReadModelControl(Protocol):
    """The switch of each read model."""

    def resume(self, name: str) -> bool:
        """Let the one called *name* go on where it stopped; false where there is none of that name."""
