"""Overhears what a command asks of the world, so that it can be carried out again without the world."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, TypeVar

from msgspec import Struct

from store.application.shared.bus import Caller, Command, Once, Receipt
from store.application.shared.dispatch import Dispatcher
from store.application.shared.errors import Refusal
from store.domain.shared.errors import StoreError

R = TypeVar("R")


class Heard(Struct, frozen=True, array_like=True):
    """What a port was asked, and what it said."""

    asked: str
    said: Any


class Tape:
    """What one command asked. When it is decided anew after a clash, what was asked in vain is forgotten."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._step: object = None
        self._from = 0

    @property
    def ran(self) -> bool:
        """Whether anything was decided, rather than recalled from the last time it was asked for."""
        return self._step is not None

    def begin(self, step: object) -> None:
        """A handler begins with *step*; it does so again if its facts came too late."""
        if step is self._step:
            del self.heard[self._from:]
        self._step, self._from = step, len(self.heard)


_running: Final[ContextVar[Tape | None]] = ContextVar("tape", default=None)


class Overheard:
    """A port that answers as *inner* does, and notes the answers where somebody records."""

    def __init__(self, name: str, inner: Any) -> None:
        self._name, self._inner = name, inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if _running.get() is None:
            return found
        if not callable(found):
            return self._noted(name, found)
        return lambda *args, **more: self._noted(name, found(*args, **more))

    def _noted(self, name: str, said: Any) -> Any:
        tape = _running.get()
        if tape is not None:
            tape.heard.append(Heard(f"{self._name}.{name}", said))
        return said


Keep = Callable[[Command[Any], Caller, Tape, Refusal | None], None]
"""Told what was asked for, by whom, what was heard meanwhile, and why it was refused, if it was."""


class RecordingDispatcher(Dispatcher):
    """A bus that has each command it carries out recorded, if it is one of *recorded*."""

    def __init__(self, *args: Any, recorded: frozenset[type[Command[Any]]], keep: Keep, **more: Any) -> None:
        super().__init__(*args, **more)
        self._recorded, self._keep = recorded, keep
        self._handlers = {kind: _heard(handler) for kind, handler in self._handlers.items()}

    def do(self, command: Command[R], by: Caller, once: Once | None = None) -> Receipt[R]:
        """Carry *command* out, as the bus does, and keep what was heard. A fault in the shop itself isn't kept."""
        if type(command) not in self._recorded:
            return super().do(command, by, once)
        tape = Tape()
        before = _running.set(tape)
        try:
            receipt = super().do(command, by, once)
        except StoreError as refused:
            if tape.ran:
                self._keep(command, by, tape, Refusal.of(refused))
            raise
        finally:
            _running.reset(before)
        if tape.ran:
            self._keep(command, by, tape, None)
        return receipt

    def _by_one_decision(self, command: Command[Any]) -> bool:
        return type(command) not in self._recorded and super()._by_one_decision(command)


def _heard(handler: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(handler)  # the bus reads there what a handler answers, to tell it again
    def begin(command: Command[Any], work: Any) -> Any:
        tape = _running.get()
        if tape is not None:
            tape.begin(command)
        return handler(command, work)

    return begin
