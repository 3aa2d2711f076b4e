"""Waiting for something that is sold out: a wish to be told once, and how it is taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.shared.ids import AccountId, Sku, SubjectId


class Waiter(Struct, frozen=True):
    """Who waits for what. ``email`` is none once nobody can read it any more."""

    id: UUID
    sku: Sku
    subject: SubjectId
    email: str | None


class Waiting(Protocol):
    """Who waits. An address is kept until it was written to, and counts once for each SKU."""

    def ask(self, sku: Sku, email: str, account: AccountId | None, at: datetime) -> None:
        """Wait from now on. Again changes nothing, nor does it where one address waits for very many things."""

    def find(self, id: UUID) -> Waiter | None:
        """Who still waits under *id*."""

    def told(self, id: UUID, at: datetime) -> None:
        """They were written to: the address is forgotten, and that it was is remembered for a while."""

    def stop(self, id: UUID) -> None:
        """Whoever was, or is to be, written to under *id* waits for nothing any more."""

    def tidy(self, told_before: datetime, asked_before: datetime) -> None:
        """Forget who was told before one moment, and who has waited in vain since before another."""


class TellMeWhenBack(Command[None], frozen=True):
    """Write once to *email* when *sku* can be bought again. Nobody learns whether somebody waits already."""

    sku: Sku
    email: str
    account_id: AccountId | None = None


class StopWaiting(Command[None], frozen=True):
    """No letters of this kind any more, to whoever has the one under this id."""

    waiting_id: UUID


@dataclass(frozen=True)
class WaitingHandlers:
    waiting: Waiting
    clock: Clock

    @handles(TellMeWhenBack)
    def ask(self, command: TellMeWhenBack, work: UnitOfWork) -> None:
        del work
        self.waiting.ask(command.sku, command.email, command.account_id, self.clock.now())

    @handles(StopWaiting)
    def stop(self, command: StopWaiting, work: UnitOfWork) -> None:
        del work
        self.waiting.stop(command.waiting_id)
