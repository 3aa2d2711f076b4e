"""What looking back, and looking after read models, needs from outside."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from store.application.audit.messages import FollowUp


class ReadModelControl(Protocol):
    """The switches of each read model.

    :raises NoSuch: where there is none of that name, or no such copy of it.
    """

    def resume(self, name: str, schema: str) -> None:
        """Let the copy of *name* in *schema* go on where it stopped."""

    def rebuild(self, name: str) -> None:
        """Begin a new copy beside the one that people read; the projector fills it."""

    def switch(self, name: str) -> None:
        """Let people read the new copy, and keep the old one."""

    def back(self, name: str) -> None:
        """Let people read what they read before."""

    def drop(self, name: str, schema: str) -> None:
        """Throw a copy away."""


class Names(Protocol):
    """What people call things."""

    async def of(self, things: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """The name of each thing, by its kind and id, in one look; those without one are left out."""


class FollowUps(Protocol):
    """What has to be done because of facts, and is no fact itself."""

    async def of(self, correlation: UUID) -> Sequence[FollowUp]:
        """All that one wish called for, in the order it fell due."""
