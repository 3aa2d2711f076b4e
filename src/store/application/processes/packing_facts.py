"""Facts for one partner, from the feed into a body: as many as make a bearable one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

from msgspec import Raw, Struct, json, structs

from store.application.audit.feed import FeedFact, FeedPage, ReadFeed
from store.application.partners.ports import Batch, Place
from store.domain.inventory.events import StockSynced
from store.domain.partners.webhook import Webhook
from store.domain.shared.ids import follow_up

MOST_FACTS: Final = 100
MOST_BYTES: Final = 512 * 1024
SYNCED: Final = str(StockSynced.__struct_config__.tag)

Reading = Callable[[ReadFeed], Awaitable[FeedPage]]


class Parcel(Struct, frozen=True):
    """What a partner receives: facts as in the feed, and the position after them.

    ``reset``: the position the partner knew belongs to a log that is no more, and this begins anew.
    """

    subscription: UUID
    items: Sequence[Raw]
    next: str
    reset: bool


class Ready(Struct, frozen=True):
    """A batch and its bytes; whether there may be more after it."""

    batch: Batch
    body: bytes
    more: bool


class Packing:
    """Reads facts as any follower of the feed does."""

    def __init__(self, feed: Reading) -> None:
        self._feed = feed

    async def next(self, webhook: Webhook, place: Place) -> tuple[Ready | None, str]:
        """What comes after *place*, or nothing; and the position up to which this is all."""
        page = await self._read(webhook, place.position, MOST_FACTS)
        if not page.items and not page.reset:
            return None, page.next
        items = _fitting(page.items)
        until = page.next if len(items) == len(page.items) else page.items[len(items) - 1].position
        id = follow_up(webhook.id, f"delivery/{place.started}/{place.position}/{until}")
        batch = Batch(id, place.position, until, len(items), page.reset)
        more = page.more or len(items) < len(page.items)
        return Ready(batch, _body(webhook.id, batch, items), more=more), until

    async def as_it_was(self, webhook: Webhook, batch: Batch) -> Ready | None:
        """*batch* byte for byte as it was begun; nothing if the log is another one since."""
        if not batch.facts:
            return None
        page = await self._read(webhook, batch.after, batch.facts)
        lives = {position.partition("-")[0] for position in (batch.until, *(fact.position for fact in page.items))}
        if (len(page.items), page.reset) != (batch.facts, batch.reset) or len(lives) > 1:
            return None
        return Ready(batch, _body(webhook.id, batch, list(map(_encoded, page.items))), more=True)

    async def _read(self, webhook: Webhook, after: str, limit: int) -> FeedPage:
        page = await self._feed(ReadFeed(after=after, stream=webhook.stream, kinds=webhook.kinds, limit=limit))
        return structs.replace(page, items=[_without_echo(fact, webhook.name.casefold()) for fact in page.items])


def _without_echo(fact: FeedFact, partner: str) -> FeedFact:
    """*fact* without figures where it is what the *partner* said itself: taken for news, they would go round for ever.

    The fact itself comes, so that no version is missing.
    """
    if fact.tag != SYNCED or fact.body.get("source") != partner:
        return fact
    return structs.replace(fact, body={name: fact.body.get(name) for name in ("source", "sequence")} | {"echo": True})


def _encoded(fact: FeedFact) -> Raw:
    return Raw(json.encode(fact))


def _fitting(facts: Sequence[FeedFact]) -> list[Raw]:
    """As many of *facts* as make a body of bearable size; the first one, however large."""
    items: list[Raw] = []
    size = 0
    for fact in facts:
        item = _encoded(fact)
        size += len(memoryview(item))
        if items and size > MOST_BYTES:
            break
        items.append(item)
    return items


def _body(id: UUID, batch: Batch, items: Sequence[Raw]) -> bytes:
    return json.encode(Parcel(id, items, batch.until, batch.reset))
