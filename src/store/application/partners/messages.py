"""What one may do with webhooks."""

from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command
from store.domain.shared.ids import WebhookId


class Signed(Struct, frozen=True):
    """A webhook and the secret its deliveries are signed with from now on: said once, to whoever asked for it."""

    webhook_id: WebhookId
    version: int
    secret: str

    def __repr__(self) -> str:
        """Never the secret: what is printed ends in a log file."""
        return f"Signed({self.webhook_id}, …)"


class Moved(Struct, frozen=True):
    """A webhook, and the version it has now."""

    webhook_id: WebhookId
    version: int


class SubscribeWebhook(Command[Signed], frozen=True):
    """Have facts sent to *address*, those after the position *start* first.

    *kinds* and *stream* choose as in :class:`~store.application.audit.feed.ReadFeed`; nothing means everything.
    """

    name: str
    address: str
    start: str
    kinds: tuple[str, ...] = ()
    stream: UUID | None = None


class PauseWebhook(Command[Moved], frozen=True):
    """Send nothing more, until it is resumed."""

    webhook_id: WebhookId
    reason: str
    version: int | None = None


class ResumeWebhook(Command[Moved], frozen=True):
    """Go on where it was."""

    webhook_id: WebhookId
    version: int | None = None


class RewindWebhook(Command[Moved], frozen=True):
    """Go on after the position *start*, back or forth."""

    webhook_id: WebhookId
    start: str
    version: int | None = None


class RotateSecret(Command[Signed], frozen=True):
    """Sign with another secret, and with the one before as well for *overlap_hours*."""

    webhook_id: WebhookId
    overlap_hours: int
    version: int | None = None


class RemoveWebhook(Command[Moved], frozen=True):
    """Send nothing to this partner any more, for good."""

    webhook_id: WebhookId
    version: int | None = None


class SendAgain(Command[None], frozen=True):
    """Have one delivery sent once more, as it was, wherever the webhook is by now."""

    webhook_id: WebhookId
    delivery_id: UUID
    actor: str
