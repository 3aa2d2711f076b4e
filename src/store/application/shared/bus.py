"""Commands in, a receipt out; queries in, answers out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable
from uuid import UUID

from msgspec import Struct

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Caller(Struct, frozen=True, kw_only=True):
    """On whose behalf something is done: written beside every fact that follows.

    ``actor`` names a kind and an id, never a person: ``guest:<cart>``, ``staff:<account>``, ``system:<part>``.
    ``correlation`` is one for all that one wish led to, ``causation`` the id of the fact right before, where
    a fact and not a person was the reason. ``acting_for`` is the account on whose behalf staff act, where they do.
    """

    actor: str
    correlation: UUID
    causation: UUID | None = None
    request_id: str = ""
    reason: str | None = None
    acting_for: UUID | None = None


class Command(Struct, Generic[R_co], frozen=True, kw_only=True):
    """A wish, in the imperative, that comes to an *R*. It may be refused."""

    asks_where: ClassVar[bool] = True
    """Whether whoever wished is to be told a position even if no fact came of it: that is a statement to find one."""


class Wish(Struct, Generic[R_co], frozen=True):
    """A command, and on whose behalf it is to be carried out."""

    command: Command[R_co]
    by: Caller


class Receipt(Struct, Generic[R], frozen=True):
    """What came of a command, and where its facts stand: a reader who names the position sees them.

    ``fact`` is the id of the last of them, where there were any. ``position`` is empty where there were none and the
    command doesn't ask for one.
    """

    position: str
    outcome: R
    fact: UUID | None = None


class Query(Struct, Generic[R_co], frozen=True, kw_only=True):
    """A question whose answer is an *R*. Asking changes nothing."""


class Once(Struct, frozen=True, kw_only=True):
    """A client's promise that this request is one request, however often it arrives.

    ``body`` is a digest of what was asked; ``subject`` the person whose key seals the stored answer.
    """

    principal: str
    route: str
    key: str
    body: str
    subject: UUID


@runtime_checkable
class Bus(Protocol):
    """How an entry point reaches the application, without knowing who listens."""

    def do(self, command: Command[R], by: Caller, once: Once | None = None) -> Receipt[R]: ...
    async def ask(self, query: Query[R], after: str | None = None) -> R: ...
    def do_all(self, wishes: Sequence[Wish[R]]) -> Iterator[Receipt[R] | Exception]:
        """Carry each of *wishes* out by itself, in order, and have their facts written together: what came of each.

        Where one is refused or fails, its error is what came of it, and the others are carried out all the same.
        After a failure that is no refusal none is begun before the next one is asked for.
        """


def handles(message: type[Command[Any]]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Mark a method as the one place where *message* is carried out, in one unit of work."""
    return _marked("__handles__", message)


def conducts(message: type[Command[Any]]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Mark a method that carries *message* out in several steps, each a command of its own."""
    return _marked("__conducts__", message)


def answers(message: type[Query[Any]]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Mark an async method as the one place where *message* is answered."""
    return _marked("__answers__", message)


def _marked(name: str, message: type[Struct]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    def mark(method: Callable[..., R]) -> Callable[..., R]:
        setattr(method, name, message)
        return method

    return mark
