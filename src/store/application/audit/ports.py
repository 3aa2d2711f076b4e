"""What looking after read models needs of them."""

from typing import Protocol


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
