"""What keeping questions needs from outside."""

from typing import Protocol
from uuid import UUID


class Notebook(Protocol):
    """Questions that are kept."""

    def save(self, id: UUID, name: str, statement: str, actor: str) -> None:
        """Keep it, instead of what had that name."""

    def drop(self, id: UUID) -> None:
        """Keep it no longer; nothing happens where there is none."""
