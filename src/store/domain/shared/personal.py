"""What belongs to a person, and what is left when that person is forgotten.

A field of an event typed :class:`Personal` is sealed with the key of its *subject* before it is
stored anywhere. Decoding gives the value back, or :class:`Erased` once the key is destroyed; whoever
reads a fact accepts both.
"""

from typing import Generic, TypeVar

from msgspec import Struct

from store.domain.shared.ids import SubjectId

T = TypeVar("T")


class Erased(Struct, frozen=True, tag="erased"):
    """What is left of a person who was forgotten."""

    def __str__(self) -> str:
        return "erased"


class Personal(Generic[T]):
    """A value that must never be stored readable. Stands at the top level of an event only."""

    __slots__ = ("subject", "value")

    def __init__(self, subject: SubjectId, value: T | Erased) -> None:
        self.subject = subject
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and (self.subject, self.value) == (other.subject, other.value)

    def __hash__(self) -> int:
        return hash(self.subject)

    def __repr__(self) -> str:
        """Never the value: what is printed ends in a log file."""
        return f"Personal({self.subject})"
