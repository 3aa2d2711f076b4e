"""What is known of webhooks and deliveries, in memory: what all who deliver share."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.partners.ports import Answered, Batch, Place
from store.domain.shared.ids import WebhookId


class Held(Struct):
    """A webhook, its place, and whose it is."""

    place: Place
    version: int = 0
    active: bool = True
    holder: str = ""
    leased_until: float = 0.0
    faulty_since: datetime | None = None
    fault: str = ""

    def heals(self) -> None:
        """No fault of ours is in its way any more."""
        self.faulty_since, self.fault = None, ""


class Sent(Struct):
    """A delivery, and what became of it."""

    webhook_id: WebhookId
    started: int
    batch: Batch
    state: str = "open"
    again_by: str | None = None
    attempts: list[Answered] = []


class MemoryBook:
    """What all who deliver share. *head* says where the log stands: its life, and its newest position."""

    def __init__(self, head: Callable[[], tuple[int, int]]) -> None:
        self.head: Final = head
        self.held: Final[dict[WebhookId, Held]] = {}
        self.sent: Final[dict[UUID, Sent]] = {}

    def learns(self, id: WebhookId, version: int, *, active: bool = True) -> None:
        """There is this webhook now."""
        held = self.held.setdefault(id, Held(Place(id)))
        held.version, held.active = version, active

    def want_again(self, webhook_id: WebhookId, delivery_id: UUID, actor: str) -> bool:
        """Have it sent again."""
        sent = self.sent.get(delivery_id)
        if sent is None or sent.webhook_id != webhook_id:
            return False
        sent.again_by = actor
        return True
