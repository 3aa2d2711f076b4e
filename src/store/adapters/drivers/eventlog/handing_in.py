"""What is handed in to be appended, and what becomes of it."""

from collections import deque
from collections.abc import Container, Iterable, Sequence
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from store.adapters.drivers.eventlog.rows import MOST_EVENTS, Fact


class HandedIn:
    """Facts on their way into the log, and what has to be written with them.

    They may continue streams from where others, still on their way too, will leave them: those are ``upon``. If one of
    these comes to nothing, so must this: what it continues will never be there.
    """

    __slots__ = ("_sleep", "along", "asleep", "error", "facts", "others", "position", "settled", "upon")

    def __init__(self, facts: Sequence[Fact], along: Sequence[Any] = (), upon: Iterable["HandedIn"] = ()) -> None:
        if len(facts) > MOST_EVENTS:
            raise ValueError(f"more than {MOST_EVENTS} events in one transaction")
        for fact in facts:
            if not isinstance(fact, Fact):
                raise TypeError(fact)
        self.facts, self.along, self.upon = facts, along, tuple(upon)
        self.settled = False
        self.position = 0
        self.error: BaseException | None = None
        self.asleep = False
        """Whether somebody sleeps until it is settled. Guarded by the lock of the queue."""
        self.others: deque[HandedIn] | None = None
        """Those that were settled with it and still sleep: whoever wakes up wakes the next."""
        self._sleep = Lock()
        self._sleep.acquire()

    @property
    def places(self) -> set[tuple[UUID | str, int]]:
        """The versions of streams it wants."""
        return {(fact.originator_id, fact.originator_version) for fact in self.facts}

    @property
    def failed(self) -> bool:
        """Whether it is known that nothing of this is in the log, or not known whether it is."""
        return self.error is not None

    @property
    def groundless(self) -> bool:
        """Whether something that this continues came to nothing."""
        return any(before.failed for before in self.upon)

    def continues_beyond(self, together: Container["HandedIn"]) -> bool:
        """Whether it continues something of which nobody knows yet what becomes of it, and that is not *together*."""
        return any(not before.settled and before not in together for before in self.upon)

    def nudge(self) -> bool:
        """Have whoever waits for it look again; say no if nobody looked since the last time."""
        try:
            self._sleep.release()
        except RuntimeError:
            return False
        return True

    def wait(self, seconds: float) -> bool:
        """Sleep until the next nudge, or for *seconds*; say whether one came. One since the last sleep counts."""
        return self._sleep.acquire(timeout=seconds)

    def stands_at(self, position: int) -> None:
        """It is in the log; its last fact stands at *position*."""
        self.position = position
        self._settle()

    def comes_to_nothing(self, error: BaseException) -> None:
        """It could not be written."""
        self.error = error
        self._settle()

    def _settle(self) -> None:
        self.upon = ()  # what is settled needs no memory of what went before
        self.settled = True


class Writer(Protocol):
    """A recorder, as far as writing goes."""

    def insert_events(self, stored_events: Sequence[Fact], *, along: Sequence[Any] = ()) -> Sequence[int]: ...


class Appender(Protocol):
    """How facts get into the log."""

    def hand_in(self, facts: Sequence[Fact], along: Sequence[Any] = (), upon: Iterable[HandedIn] = ()) -> HandedIn:
        """Take *facts* in, in this order; what is written with them goes into the same transaction."""

    def settle(self, handed_in: HandedIn) -> int:
        """Wait until it stands in the log, and say where.

        :raises IntegrityError: if one of its streams moved meanwhile; nothing of it is in the log.
        """


class OneByOne:
    """An :class:`Appender` that writes at once, each in a transaction of its own."""

    def __init__(self, log: Writer) -> None:
        self._log = log

    def hand_in(self, facts: Sequence[Fact], along: Sequence[Any] = (), upon: Iterable[HandedIn] = ()) -> HandedIn:
        """Write them now."""
        handed_in = HandedIn(facts, along, upon)
        if handed_in.groundless:
            handed_in.comes_to_nothing(groundless())
            return handed_in
        try:
            handed_in.stands_at(self._log.insert_events(facts, along=along)[-1])
        except Exception as fault:  # noqa: BLE001 - kept for whoever settles it
            handed_in.comes_to_nothing(fault)
        return handed_in

    def settle(self, handed_in: HandedIn) -> int:
        """Where it stands."""
        return outcome(handed_in)


def outcome(handed_in: HandedIn) -> int:
    """Where what is settled stands.

    :raises IntegrityError: if it came to nothing since one of its streams moved.
    """
    if handed_in.error is not None:
        raise handed_in.error
    return handed_in.position


def groundless() -> IntegrityError:
    """Why something is not even tried."""
    return IntegrityError("what this continues came to nothing")
