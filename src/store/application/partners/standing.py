"""What one may ask about webhooks."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Query
from store.domain.shared.ids import WebhookId


class LastAnswer(Struct, frozen=True):
    """What the partner said last: a status where it spoke HTTP, and words where it did not, or wrongly."""

    at: datetime
    status: int | None
    words: str


class WebhookView(Struct, frozen=True):
    """One webhook and how it stands.

    ``state`` is ``active``, ``failing`` (it is tried again at ``next_try_at``) or ``paused``. ``position`` is how far
    its partner has confirmed, ``lag`` how many facts lie beyond, up to 10,000; ``url`` is null once its key was
    destroyed. ``fault`` is the name of a fault of ours that has kept facts from being read or sent for it since
    ``faulty_since``. Deliveries are signed with the secret before as well until ``old_secret_until``.
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
    faulty_since: datetime | None = None
    fault: str = ""


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
