"""What every handler may ask of the world, and nothing more."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Caller, Once
from store.domain.shared.aggregate import Aggregate, Event
from store.domain.shared.errors import StoreError


@runtime_checkable
class Clock(Protocol):
    """The only way to learn what time it is."""

    def now(self) -> datetime:
        """The instant, in UTC."""

    def today(self) -> date:
        """The day in the shop's time zone."""


@runtime_checkable
class Ids(Protocol):
    """The only way to come by a new id."""

    def next(self) -> UUID:
        """An id nobody has."""

    def number(self) -> str:
        """A short number that nobody can guess, for people to read to one another."""


class History(Struct, frozen=True):
    """What a stream holds: its events in order, and the hash of the last one (empty where there is none)."""

    events: tuple[Any, ...] = ()
    head: bytes = b""


class Change(Struct, frozen=True):
    """Events to append to a stream whose last version was *after* and whose last hash was *head*."""

    stream: UUID
    after: int
    head: bytes
    events: tuple[Event, ...]


class Answer(Struct, frozen=True):
    """What to tell a client that asks the same again; ``final`` is false while steps are left to do."""

    once: Once
    body: bytes
    final: bool = True


class Recalled(Struct, frozen=True):
    """What was answered to this request before."""

    body: bytes
    final: bool


class Clash(StoreError):
    """Somebody else appended to one of these streams first. Load, decide and append again."""


class OnItsWay(Protocol):
    """An append that was handed in: others may already go on from where it will leave its streams."""

    @property
    def heads(self) -> Mapping[UUID, bytes]:
        """The hash of the last fact of each of its streams."""

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""

    @property
    def failed(self) -> bool:
        """Whether it came to nothing, or nobody knows."""

    def settle(self) -> str:
        """Wait until it stands in the log; give the position.

        :raises Clash: if one of the streams moved meanwhile, or if what it goes on from came to nothing.
        """


Beside: TypeAlias = Any
"""Something that is written together with changes or not at all, in terms of whoever keeps both."""


class Journal(Protocol):
    """The log as commands see it."""

    def read(self, streams: Sequence[UUID]) -> Mapping[UUID, History]:
        """The history of each of *streams*, in one statement."""

    def read_beyond(self, versions: Mapping[UUID, int]) -> Mapping[UUID, History]:
        """What came after these versions of these streams, in one statement; nothing of those that did not move."""

    def hand_in(
        self, changes: Sequence[Change], by: Caller, recorded_at: datetime, answer: Answer | None,
        upon: Sequence[OnItsWay], beside: Sequence[Beside],
    ) -> OnItsWay:
        """Have all *changes*, the answer and what is *beside* them written, or none of it.

        *upon* are appends that the changes go on from before these stand in the log.
        """

    def position(self) -> str:
        """A position at or after everything written so far."""


class Kept(Struct):
    """An aggregate between two commands, where it stands, and the append that brought it there if that is under way."""

    it: Aggregate[Any]
    head: bytes
    last: OnItsWay | None = None


class Keeper(Protocol):
    """The memory of a process for aggregates it will likely need again. It may be behind the log at any time."""

    def take(self, stream: UUID) -> Kept | None:
        """What is kept of *stream*, for whoever asks alone: nobody else finds it until it is put back."""

    def put(self, kept: Kept) -> None:
        """Keep this, unless something newer is there."""

    def version(self, stream: UUID) -> int:
        """Up to which version *stream* is kept; 0 where it is not."""

    def looked(self, *, moved: bool) -> None:
        """Kept state was compared with the log, and was behind it or was not."""


class AsyncJournal(Protocol):
    """The log as queries see it."""

    async def read(self, streams: Sequence[UUID]) -> Mapping[UUID, History]:
        """The history of each of *streams*, in one statement."""

    async def reasons(self, stream: UUID) -> Mapping[int, str]:
        """Why facts of *stream* came to be, by version, where somebody said so."""


class Idempotency(Protocol):
    """The memory of what was already asked and answered."""

    def claim(self, once: Once, now: datetime, lease: timedelta) -> Recalled | None:
        """Take the right to carry the request out until *now* + *lease*, or recall its answer.

        :raises InFlight: while another one holds that right.
        :raises KeyReused: if the key stands for a request with another body.
        """

    def answer(self, answer: Answer) -> None:
        """Remember an answer that appends nothing."""

    def release(self, once: Once) -> None:
        """Give the right back: nothing was done. An answer that is there already stays."""


class Turns(Protocol):
    """A queue in front of what everybody wants at once, within one process."""

    def holding(self, streams: Iterable[UUID]) -> AbstractContextManager[None]:
        """Be alone with *streams*, taken in one fixed order so that nobody waits for ever."""

    def pause(self, attempt: int) -> None:
        """Wait a little, and longer and less predictably with each *attempt*."""


class Positions(Protocol):
    """How far the read models are."""

    async def reached(self, projections: Sequence[str], position: str) -> bool:
        """Wait, for a bounded time, until all *projections* have taken *position* into account."""


Handlers = Iterable[Any]
