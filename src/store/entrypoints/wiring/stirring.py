"""A bus that tells the background when something is done, so that it may sleep meanwhile, and what hears it there."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from store.adapters.audit.tape import RecordingDispatcher
from store.adapters.drivers.stirring import Ear
from store.application.shared.bus import Caller, Command, Once, Receipt, Wish
from store.domain.shared.errors import StoreError
from store.entrypoints.workers.pulse import Pulse

R = TypeVar("R")


class StirringDispatcher(RecordingDispatcher):
    """Calls *stir* after each command. One that is refused may have left something to be done as well.

    What the shop asks itself again and again stirs nobody, unless a fact came of it: or it would never be quiet.
    """

    def __init__(self, *args: Any, stir: Callable[[], None], **more: Any) -> None:
        super().__init__(*args, **more)
        self._stir = stir

    def do(self, command: Command[R], by: Caller, once: Once | None = None) -> Receipt[R]:
        """Carry *command* out, as the bus does."""
        try:
            receipt = super().do(command, by, once)
        except BaseException as fault:  # after a step that stands in the log, for all that is known
            self._tell(by, anything=not isinstance(fault, StoreError))
            raise
        self._tell(by, anything=receipt.fact is not None)
        return receipt

    def do_all(self, wishes: Sequence[Wish[R]]) -> Iterator[Receipt[R] | Exception]:
        """Carry *wishes* out, as the bus does."""
        yield from super().do_all(wishes)
        self._stir()

    def _tell(self, by: Caller, *, anything: bool) -> None:
        if anything or not by.actor.startswith("system:"):
            self._stir()


def listen(ear: Ear, pulse: Pulse) -> float:
    """One round: wait until anybody does something, and have all parts look."""
    if ear.hear():
        pulse.beat()
    return 0.0
