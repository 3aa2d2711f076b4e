"""A copy of all that is kept about somebody: asking for it, and taking it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query
from store.domain.shared.errors import NotFound, StoreError
from store.domain.shared.ids import AccountId

COPY_KEPT: Final = timedelta(days=7)
"""So long a copy can be taken."""
LINK_LASTS: Final = timedelta(minutes=15)
"""So long a link to one leads there."""
STEPS: Final = 4
"""Of making one: what the facts say, what stands beside them, pictures, and putting it together."""


class CopyState(StrEnum):
    ASKED = "asked"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class CopyRow(Struct, frozen=True):
    """How one stands. ``step`` counts up to :data:`STEPS`; ``href`` leads to it for a quarter of an hour."""

    id: UUID
    state: CopyState
    step: int
    asked_at: datetime
    made_at: datetime | None
    till: datetime | None
    size: int


class CopyAsked(Struct, frozen=True):
    """The one that is being made."""

    copy_id: UUID
    fresh: bool


class RequestCopy(Command[CopyAsked], frozen=True):
    """Have one made. While one is in the making, it is that one."""

    account_id: AccountId
    session_id: UUID | None


class RecordCopyRequest(Command[None], frozen=True):
    """The part that becomes fact."""

    account_id: AccountId
    copy_id: UUID


class MakeCopy(Command[bool], frozen=True):
    """Put it together; whether that could be done already. Doing so again replaces what was made."""

    account_id: AccountId
    copy_id: UUID


class RecordCopyMade(Command[None], frozen=True):
    """The part that becomes fact."""

    account_id: AccountId
    copy_id: UUID
    till: datetime


class ListCopies(Query[list[CopyRow]], frozen=True):
    """One's own that are asked for or there, the newest first."""

    account_id: AccountId


class TakeCopy(Query[bytes], frozen=True):
    """One of one's own: a ZIP file."""

    account_id: AccountId
    copy_id: UUID


class NoSuchCopy(NotFound):
    """There is no such copy of your data, or not any more. You can have another one made."""


class NotThereYet(StoreError):
    """What was done a moment ago is not to be seen everywhere yet."""
