"""Asking for a verification of the log. Carrying it out takes long and is somebody else's work."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from store.application.audit.integrity import VerifyLog
from store.application.shared.bus import handles
from store.application.shared.work import UnitOfWork


class Verifications(Protocol):
    """The list of what is to be verified."""

    def ask(self, *, whole: bool) -> UUID:
        """Put one on the list; the one that waits there or is under way already, if there is one like it."""


@dataclass(frozen=True)
class IntegrityHandlers:
    verifications: Verifications

    @handles(VerifyLog)
    def verify(self, command: VerifyLog, work: UnitOfWork) -> UUID:
        del work
        return self.verifications.ask(whole=command.whole)
