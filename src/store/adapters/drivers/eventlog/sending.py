"""How a batch gets on its way into the log, so that the next can follow before it is known what became of it."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from store.adapters.drivers.eventlog.handing_in import Writer
from store.adapters.drivers.eventlog.insertion import appended, insertion
from store.adapters.drivers.eventlog.rows import Fact
from store.adapters.drivers.pipeline import Pipeline

Outcome: TypeAlias = Callable[[], int]
"""Waits until a batch is written, and gives the last position; raises what the recorder would. To be called once."""


class Sender(Protocol):
    """Whoever carries batches to the log, each a transaction, in the order in which they are sent."""

    def send(self, facts: Sequence[Fact], along: Sequence[Any]) -> Outcome:
        """Have *facts* appended, with what is to be written along."""


class PipelinedLog:
    """A :class:`Sender` to ``log.events``, over a connection of its own."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def send(self, facts: Sequence[Fact], along: Sequence[Any]) -> Outcome:
        """Have *facts* appended behind all that were sent before."""
        try:
            sent = self._pipeline.line_up(*insertion(facts, along))
        except Exception as fault:  # noqa: BLE001 - nothing has left: for whoever asks what became of it
            return _raising(fault)
        return lambda: appended(sent.answer)


class AtOnce:
    """A :class:`Sender` to a recorder that answers when it is done."""

    def __init__(self, log: Writer) -> None:
        self._log = log

    def send(self, facts: Sequence[Fact], along: Sequence[Any]) -> Outcome:
        """Have *facts* appended now."""
        try:
            last = self._log.insert_events(facts, along=along)[-1]
        except Exception as fault:  # noqa: BLE001 - for whoever asks what became of it
            return _raising(fault)
        return lambda: last


def _raising(fault: Exception) -> Outcome:
    def outcome() -> int:
        raise fault

    return outcome
