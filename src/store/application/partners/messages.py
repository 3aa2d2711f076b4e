"""What one may do with webhooks, and what one may ask about them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query
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


class LastAnswer(Struct, frozen=True):
    """What the partner said last: a status where it spoke HTTP, and words where it did not, or wrongly."""

    at: datetime
    status: int | None
    words: str


class WebhookView(Struct, frozen=True):
    """One webhook and how it stands.

    ``state`` is ``active``, ``failing`` (it is tried again at ``next_try_at``) or ``paused``. ``position`` is how far
    its partner has confirmed, ``lag`` how many facts lie beyond, up to 10,000; ``url`` is null once its key was
    destroyed. Deliveries are signed with the secret before as well until ``old_secret_until``.
    """

    id: WebhookId
    name: str
    url: str | None
    kinds: list[str]
    stream: UUID | None
    state: Literal["active", "failing", "paused"]
    paused_because: str
    position: str
    lag: int
    secret: int
    old_secret_until: datetime | None
    version: int
    last: LastAnswer | None = None
    failing_since: datetime | None = None
    next_try_at: datetime | None = None


class WebhookPage(Struct, frozen=True):
    """Webhooks in the order they were subscribed."""

    items: list[WebhookView]
    next_cursor: str | None


class ListWebhooks(Query[WebhookPage], frozen=True):
    """All webhooks, a page at a time."""

    cursor: str | None = None
    limit: int = 50


class GetWebhook(Query[WebhookView], frozen=True):
    """One webhook, from the facts themselves."""

    webhook_id: WebhookId


class Attempt(Struct, frozen=True):
    """One try to deliver, and what came of it."""

    number: int
    at: datetime
    status: int | None
    words: str
    seconds: float


class DeliveryView(Struct, frozen=True):
    """One batch of facts: those after the position ``after`` up to ``until``, under one ``webhook-id``.

    ``state`` is ``delivered``, ``open`` (being tried) or ``left`` (the webhook was rewound before it arrived).
    ``again_by`` is who wants it sent once more.
    """

    id: UUID
    after: str
    until: str
    facts: int
    reset: bool
    state: Literal["delivered", "open", "left"]
    begun_at: datetime
    attempts: list[Attempt]
    again_by: str | None = None


class DeliveryPage(Struct, frozen=True):
    """Deliveries, newest first."""

    items: list[DeliveryView]
    next_cursor: str | None


class ListDeliveries(Query[DeliveryPage], frozen=True):
    """What was sent to one partner, or tried to; the newest two hundred are kept."""

    webhook_id: WebhookId
    cursor: str | None = None
    limit: int = 20
