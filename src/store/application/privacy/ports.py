"""What forgetting somebody needs of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.application.privacy.proofs import Fault, Head, Proof, Removed, Unreadable
from store.domain.privacy.events import About, LostKey
from store.domain.shared.ids import AccountId, ErasureId, OrderId, SubjectId


class Whom(Struct, frozen=True):
    """Somebody who is to be forgotten, by all the names that are no names.

    ``words`` are what tells them apart in free text: an address, a phone. They are handed on, never kept.
    """

    erasure_id: ErasureId
    piece: int
    subjects: tuple[SubjectId, ...]
    account_id: AccountId | None = None
    streams: tuple[UUID, ...] = ()
    pictures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Traces(Protocol):
    """All that is kept of somebody outside the log."""

    def sweep(self, whom: Whom) -> Sequence[Removed]:
        """Take it away; what that was, all passes over *whom* together. Doing so again takes nothing more."""


class Persons(Protocol):
    """Whose personal fields share a key."""

    def fingerprint(self, subject: UUID) -> str:
        """By what their key is known; empty where there is none."""

    def destroy(self, subject: UUID) -> None:
        """Forget one for ever. Doing so again changes nothing."""


class Entry(Struct, frozen=True):
    """A line of the list of erasures that lies beside the backups."""

    erasure_id: ErasureId
    about: About
    about_id: UUID
    at: datetime
    keys: tuple[LostKey, ...]


class ErasureList(Protocol):
    """The list of erasures outside of log and key store: appended to, and never shortened."""

    def enter(self, entry: Entry) -> None:
        """Write it down for good. A line that stands there already is not written twice."""

    def entries(self) -> Sequence[Entry]:
        """All of them, oldest first."""


class Purchases(Protocol):
    """Orders of somebody."""

    def under(self, account_id: AccountId, email: str | None) -> Sequence[OrderId]:
        """Those placed under an account, and those of guests under its address."""

    def of_guest(self, email: str) -> Sequence[OrderId]:
        """Those placed under an address without an account."""


class Evidence(Protocol):
    """What the log holds of somebody, and what was proven about that."""

    def facts(self, subjects: Sequence[SubjectId]) -> Sequence[Unreadable]:
        """Every fact with a field that is sealed with one of these keys: the whole log is looked through."""

    def heads(self, streams: Sequence[UUID]) -> Sequence[Head]:
        """Where these streams stand."""

    def keep(self, proof: Proof) -> None:
        """Keep a proof; one that is there already stays as it is."""

    def find(self, erasure_id: ErasureId) -> Sequence[Proof]:
        """The proofs of one erasure, in order."""

    def check(self, proof: Proof) -> Sequence[Fault]:
        """Look whether it still is as the proof says."""


class Pending(Protocol):
    """Erasures to go on with. A list to look through: what is to be done, the log says."""

    def due(self, now: datetime) -> Sequence[ErasureId]:
        """A hundred at most."""
