"""What sending facts to partners needs from outside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.domain.shared.ids import WebhookId


class Answered(Struct, frozen=True):
    """What came of sending: a status, or in *words* why there is none. It took so many *seconds*."""

    status: int | None
    words: str
    seconds: float

    @property
    def taken(self) -> bool:
        """Whether the partner confirmed."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - what HTTP calls success


class Courier(Protocol):
    """Takes something to a partner's address, within bounded time, and nowhere else."""

    def expect_allowed(self, address: str) -> None:
        """Refuse what can be seen to be no address for partners.

        :raises AddressRefused: with the reason.
        """

    async def post(self, address: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Send *body*, and say what came of it, whatever that is. Redirects are not followed."""


class Secrets(Protocol):
    """The secrets that deliveries are signed with: each webhook has its own, numbered from 1."""

    def of(self, webhook_id: WebhookId, number: int) -> str:
        """The secret as partners are told it."""

    def sign(self, webhook_id: WebhookId, numbers: Sequence[int], message: str, timestamp: int, body: bytes) -> str:
        """Signatures over message id, time and body, one with each of the secrets *numbers*."""


class Place(Struct, frozen=True):
    """Where a webhook stands, leased to whoever took it.

    ``version`` and ``started`` are those of the webhook when somebody last looked at it: 0 where nobody ever did.
    """

    webhook_id: WebhookId
    version: int = 0
    started: int = 0
    position: str = "0"
    tries: int = 0
    failing_since: datetime | None = None
    next_try_at: datetime | None = None


class Batch(Struct, frozen=True):
    """Facts that are sent together under one *id*, however often it is tried: those after a position up to another."""

    id: UUID
    after: str
    until: str
    facts: int
    reset: bool


class Pending(Struct, frozen=True):
    """What is to be sent before anything new: a batch that somebody wants again, one that was begun."""

    again: Batch | None = None
    begun: Batch | None = None


class Deliveries(Protocol):
    """Where each webhook stands, and what was tried. One for each process that delivers.

    Whoever takes a webhook has it alone for the length of a lease; each method after ``take`` answers whether it still
    does, and changes nothing if not.
    """

    async def take(self, now: datetime, busy: Collection[WebhookId], most: int) -> Sequence[Place]:
        """Webhooks with something to do that nobody else has and that are not *busy*: in one statement."""

    async def pending(self, place: Place) -> Pending:
        """What is to be sent first."""

    async def look(self, place: Place, version: int, started: int, position: str) -> bool:
        """It was changed: it is at *version*, begins after *position*, and is tried anew at once."""

    async def begin(self, place: Place, batch: Batch, now: datetime) -> bool:
        """*batch* is about to be sent: the lease is renewed for it."""

    async def confirmed(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> bool:
        """The partner has it: the webhook goes on after it."""

    async def failed(
        self, place: Place, batch: Batch, answered: Answered, now: datetime, next_try_at: datetime
    ) -> bool:
        """The partner has it not, as far as we know: it is tried again then."""

    async def tried_again(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> bool:
        """What somebody wanted again was sent; the webhook stays where it is."""

    async def passed(self, place: Place, position: str) -> bool:
        """There was nothing for this partner up to *position*."""

    async def rest(self, place: Place, until: datetime) -> bool:
        """Nothing is to be done until then."""

    async def faltered(self, place: Place, fault: str, now: datetime, until: datetime) -> bool:
        """A fault of ours, by this name, kept its facts from being sent: nothing is tried until then."""

    async def let_go(self) -> None:
        """Leave everything to others, at once."""


class Wanting(Protocol):
    """Where one asks for a delivery once more."""

    def want_again(self, webhook_id: WebhookId, delivery_id: UUID, actor: str) -> bool:
        """Have it sent again; false if there is no such delivery."""
