"""One process of several over one log, and what it asks of that log."""

from dataclasses import dataclass, field

from store.adapters.drivers.kept_state import KeptState
from store.application.shared.dispatch import Dispatcher
from tests.harness.processes import SOMEBODY


@dataclass
class Counting:
    """A journal that remembers what it was asked."""

    journal: object
    whole: list = field(default_factory=list)
    beyond: list = field(default_factory=list)

    def read(self, streams):
        self.whole += streams
        return self.journal.read(streams)

    def read_beyond(self, versions):
        self.beyond += versions
        return self.journal.read_beyond(versions)

    def __getattr__(self, name):
        return getattr(self.journal, name)


class OneProcess:
    """A bus with a memory of its own, over the log of a shop."""

    def __init__(self, process, most=100, handlers=()):
        shop = process.shop
        self.journal, self.keeper = Counting(shop.journal()), KeptState(most)
        self.bus = Dispatcher(
            [*shop.handlers(), *handlers], journal=self.journal, keeper=self.keeper, idempotency=shop.idempotency(),
            turns=shop.turns(), positions=None, clock=shop.clock(),
        )

    def do(self, command):
        return self.bus.do(command, SOMEBODY).outcome

    def kept(self):
        """What is remembered, by stream."""
        return {stream: kept.it for stream, kept in self.keeper._kept.items()}
