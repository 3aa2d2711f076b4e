"""The life of a webhook. What is delivered is no fact: it is facts already."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import WebhookId
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal

PartnerAddress: TypeAlias = Annotated[Personal[str], Mark(
    Category.PARTNER, "send a partner the facts it asked for", Ground.CONTRACT, Kept.PARTNER,
)]


class WebhookSubscribed(Event, frozen=True, tag="partners/webhook-subscribed-1"):
    """Somebody asked for facts to be sent to a partner.

    ``address`` is sealed: such addresses often hold a secret of the partner's. ``kinds`` and ``stream`` choose, as in
    the feed; nothing means everything. ``start`` is the position after which it begins.
    """

    webhook_id: WebhookId
    name: str
    address: PartnerAddress
    kinds: tuple[str, ...]
    stream: UUID | None
    start: str


class WebhookPaused(Event, frozen=True, tag="partners/webhook-paused-1"):
    """Nothing is sent any more, until it is resumed; what comes meanwhile waits."""

    webhook_id: WebhookId
    reason: str


class WebhookResumed(Event, frozen=True, tag="partners/webhook-resumed-1"):
    """It goes on where it was."""

    webhook_id: WebhookId


class WebhookRewound(Event, frozen=True, tag="partners/webhook-rewound-1"):
    """It goes on after another position than the one it was at."""

    webhook_id: WebhookId
    start: str


class SecretRotated(Event, frozen=True, tag="partners/secret-rotated-1"):
    """What is sent is signed with another secret; with the one before as well, for a while.

    ``secret`` counts them, from 1; the secret itself is derived, and stands nowhere.
    """

    webhook_id: WebhookId
    secret: int
    old_valid_until: datetime


class WebhookRemoved(Event, frozen=True, tag="partners/webhook-removed-1"):
    """The partner gets nothing any more."""

    webhook_id: WebhookId


WebhookEvent: TypeAlias = (
    WebhookSubscribed | WebhookPaused | WebhookResumed | WebhookRewound | SecretRotated | WebhookRemoved
)
