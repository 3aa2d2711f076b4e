"""What copies of people's data need of the world."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.application.privacy.copies import CopyRow
from store.domain.shared.ids import AccountId

Row = dict[str, Any]


class Due(Struct, frozen=True):
    """One that waits to be made."""

    copy: UUID
    account: AccountId


class Copies(Protocol):
    """The list of copies. Each is sealed with its owner's key: once that is destroyed, nobody reads it."""

    def ask(self, copy: UUID, account: AccountId, now: datetime) -> UUID:
        """Put *copy* on the list, unless one of the account is being made; which one is. The database decides."""

    def take(self, now: datetime) -> Due | None:
        """The oldest that waits, or whose maker showed no sign of life: for whoever asks alone."""

    def beat(self, copy: UUID, step: int, now: datetime) -> None:
        """Whoever makes it has come so far."""

    def keep(self, copy: UUID, account: AccountId, archive: bytes, now: datetime, till: datetime) -> bool:
        """It is made; false if its owner was forgotten meanwhile."""

    def put_back(self, copy: UUID) -> None:
        """It can't be made yet."""

    def fail(self, copy: UUID, error: str) -> None:
        """It can't be made at all."""

    def drop(self, account: AccountId) -> None:
        """Keep none of the account any more."""

    def forget(self, now: datetime) -> None:
        """Keep none whose time is over."""


class LiveCopies(Protocol):
    """The same, as their owner looks at them."""

    async def of_account(self, account: AccountId, now: datetime) -> list[CopyRow]:
        """Those that are not over."""

    async def open(self, account: AccountId, copy: UUID, now: datetime) -> bytes | None:
        """One that is there and is theirs."""


class Beside(Struct, frozen=True):
    """What stands beside the facts: rows by section; who brought facts about, by stream and version; pictures."""

    sections: Mapping[str, list[Row]]
    doers: Mapping[tuple[UUID, int], str]


class OutsideRecords(Protocol):
    """What is kept of somebody beside the facts, and which facts are theirs."""

    def behind(self, copy: UUID) -> bool:
        """Whether what was done before it was asked for is not to be seen yet."""

    def orders(self, account: AccountId) -> Sequence[UUID]:
        """What they bought while they were logged in."""

    def carts(self, account: AccountId) -> Sequence[UUID]:
        """What they put things into while they were logged in."""

    def beside(self, account: AccountId, streams: Sequence[UUID], payments: Sequence[UUID]) -> Beside:
        """All the rest. *streams* are theirs, *payments* those of them that money was asked for under."""


class Gathered(Struct, frozen=True):
    """What a copy consists of."""

    made_at: datetime
    sections: Mapping[str, list[Row]]
    files: Mapping[str, bytes]


class Packing(Protocol):
    """Puts a copy into one file."""

    def pack(self, gathered: Gathered) -> bytes:
        """A ZIP: everything as JSON, each section as CSV, files as they are, and a page that explains it."""


class Squares(Protocol):
    """The pictures of people."""

    def read(self, name: str) -> bytes | None:
        """The file, if it is there."""


@runtime_checkable
class CopyLinks(Protocol):
    """Links to copies: good for one session of one account, for a while, and for nobody else."""

    def of(self, account: UUID, session: UUID, copy: UUID, till: datetime) -> str:
        """The key in it."""

    def good(self, key: str, account: UUID, session: UUID, copy: UUID, now: datetime) -> bool:
        """Whether it leads there."""
