"""Where each webhook stands, in memory: the twin of the tables."""

from collections.abc import Collection, Sequence
from datetime import datetime
from time import monotonic

from msgspec import structs

from store.adapters.drivers.eventlog.tokens import parse_token
from store.adapters.partners.book_memory import Held, MemoryBook, Sent
from store.application.partners.ports import Answered, Batch, Pending, Place
from store.domain.shared.ids import WebhookId


class MemoryDeliveries:
    """:class:`~store.application.partners.ports.Deliveries` of one *holder*."""

    def __init__(self, book: MemoryBook, holder: str, lease: float = 25.0) -> None:
        self._book, self._holder, self._lease = book, holder, lease

    async def take(self, now: datetime, busy: Collection[WebhookId], most: int) -> Sequence[Place]:
        """Webhooks with something to do, those that fail last."""
        due = [
            held for id, held in self._book.held.items()
            if id not in busy and (held.holder in {"", self._holder} or held.leased_until < monotonic())
            and self._is_due(held, now)
        ]
        due.sort(key=lambda held: held.place.tries)
        for held in due[:most]:
            held.holder, held.leased_until = self._holder, monotonic() + self._lease
        return [held.place for held in due[:most]]

    async def pending(self, place: Place) -> Pending:
        """What somebody wants again, and what was begun and not confirmed."""
        its = [sent for sent in self._book.sent.values() if sent.webhook_id == place.webhook_id]
        return Pending(
            next((sent.batch for sent in its if sent.again_by is not None), None),
            next((sent.batch for sent in its if sent.state == "open" and sent.started == place.started), None),
        )

    async def look(self, place: Place, version: int, started: int, position: str) -> bool:
        """It was changed."""
        if not self._moved(place, version=version, started=started, position=position, tries=0, failing_since=None,
                           next_try_at=None):
            return False
        self._book.held[place.webhook_id].heals()
        for sent in self._book.sent.values():
            if sent.webhook_id == place.webhook_id and sent.state == "open" and sent.started != started:
                sent.state = "left"
        return True

    async def begin(self, place: Place, batch: Batch, now: datetime) -> bool:
        """*batch* is about to be sent."""
        del now
        if not self._moved(place):
            return False
        held = self._book.held[place.webhook_id]
        held.leased_until = monotonic() + self._lease
        held.heals()
        for sent in self._book.sent.values():
            if sent.webhook_id == place.webhook_id and sent.state == "open":
                sent.state = "left"
        self._book.sent.setdefault(batch.id, Sent(place.webhook_id, place.started, batch)).state = "open"
        return True

    async def confirmed(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> bool:
        """The partner has it."""
        del now
        if not self._stands(place) or not self._moved(
            place, position=batch.until, tries=0, failing_since=None, next_try_at=None
        ):
            return False
        self._tried(batch, answered).state = "delivered"
        return True

    async def failed(
        self, place: Place, batch: Batch, answered: Answered, now: datetime, next_try_at: datetime
    ) -> bool:
        """The partner has it not."""
        its = self._book.held[place.webhook_id].place
        if not self._stands(place) or not self._moved(
            place, tries=its.tries + 1, failing_since=its.failing_since or now, next_try_at=next_try_at
        ):
            return False
        self._tried(batch, answered)
        return True

    async def tried_again(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> bool:
        """What somebody wanted again was sent."""
        del now
        if not self._moved(place):
            return False
        self._tried(batch, answered)
        return True

    async def passed(self, place: Place, position: str) -> bool:
        """There was nothing for this partner."""
        if not self._stands(place) or not self._moved(place, position=position):
            return False
        self._book.held[place.webhook_id].heals()
        return True

    async def rest(self, place: Place, until: datetime) -> bool:
        """Nothing is to be done until then."""
        return self._moved(place, next_try_at=until)

    async def faltered(self, place: Place, fault: str, now: datetime, until: datetime) -> bool:
        """A fault of ours kept its facts from being sent."""
        if not self._moved(place, next_try_at=until):
            return False
        held = self._book.held[place.webhook_id]
        held.faulty_since, held.fault = held.faulty_since or now, fault
        return True

    async def let_go(self) -> None:
        """Leave everything to others."""
        for held in self._book.held.values():
            if held.holder == self._holder:
                held.holder = ""

    def _is_due(self, held: Held, now: datetime) -> bool:
        life, head = self._book.head()
        its_life, position = (0, 0) if held.place.position == "0" else parse_token(held.place.position)
        rested = held.place.next_try_at is None or held.place.next_try_at <= now
        behind = its_life != life or position < head
        again = any(s.again_by is not None for s in self._book.sent.values() if s.webhook_id == held.place.webhook_id)
        return again or (held.active and (held.place.version < held.version or (rested and behind)))

    def _stands(self, place: Place) -> bool:
        return self._book.held[place.webhook_id].place.started == place.started

    def _moved(self, place: Place, **changes: object) -> bool:
        held = self._book.held[place.webhook_id]
        if held.holder != self._holder:
            return False
        held.place = structs.replace(held.place, **changes)
        return True

    def _tried(self, batch: Batch, answered: Answered) -> Sent:
        sent = self._book.sent[batch.id]
        sent.again_by = None
        sent.attempts.append(answered)
        return sent
