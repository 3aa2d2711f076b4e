"""Webhook: a partner's wish to be sent facts, and where that stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from store.domain.partners.errors import AlreadySubscribed, OverlapTooLong, PartnerNameMissing, ReasonMissing
from store.domain.partners.events import (
    SecretRotated,
    WebhookEvent,
    WebhookPaused,
    WebhookRemoved,
    WebhookResumed,
    WebhookRewound,
    WebhookSubscribed,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import SubjectId, WebhookId, follow_up
from store.domain.shared.personal import Personal

LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 200
LONGEST_OVERLAP: Final = timedelta(days=7)


class Stage(StrEnum):
    BLANK = "blank"
    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"


class Webhook(Aggregate[WebhookEvent]):
    kind = "webhook"
    random = True
    id: WebhookId

    def __init__(self, id: WebhookId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.name = ""
        self.address: Personal[str] | None = None
        self.kinds: tuple[str, ...] = ()
        self.stream: UUID | None = None
        self.start = ""
        self.started = 0
        self.paused_because = ""
        self.secret = 0
        self.old_secret_until: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether there is such a webhook, active or paused."""
        return self.stage in {Stage.ACTIVE, Stage.PAUSED}

    def secrets_at(self, now: datetime) -> tuple[int, ...]:
        """The secrets to sign with, newest first."""
        old = self.old_secret_until is not None and now < self.old_secret_until
        return (self.secret, self.secret - 1) if old else (self.secret,)

    def subscribe(
        self, name: str, address: str, kinds: Sequence[str], stream: UUID | None, start: str, *, at: datetime
    ) -> None:
        """A partner is to be sent facts from now on, those after *start* first."""
        if self.stage is not Stage.BLANK:
            raise AlreadySubscribed
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise PartnerNameMissing
        self._record(WebhookSubscribed(
            at=at, webhook_id=self.id, name=name, kinds=tuple(dict.fromkeys(kinds)), stream=stream, start=start,
            address=Personal(SubjectId(follow_up(self.id, "subject")), address),
        ))

    def pause(self, reason: str, *, at: datetime) -> None:
        """Send nothing, for a *reason*. Doing so again is no fact."""
        reason = " ".join(reason.split())
        if not reason or len(reason) > LONGEST_REASON:
            raise ReasonMissing
        if self.stage is Stage.ACTIVE:
            self._record(WebhookPaused(at=at, webhook_id=self.id, reason=reason))

    def resume(self, *, at: datetime) -> None:
        """Go on where it was. Doing so again is no fact."""
        if self.stage is Stage.PAUSED:
            self._record(WebhookResumed(at=at, webhook_id=self.id))

    def rewind(self, start: str, *, at: datetime) -> None:
        """Go on after the position *start*, back or forth."""
        if self.stands:
            self._record(WebhookRewound(at=at, webhook_id=self.id, start=start))

    def rotate(self, overlap: timedelta, *, at: datetime) -> None:
        """Sign with another secret from now on, and for the time of *overlap* with the one before as well."""
        if not timedelta() <= overlap <= LONGEST_OVERLAP:
            raise OverlapTooLong(LONGEST_OVERLAP // timedelta(hours=1))
        if self.stands:
            self._record(SecretRotated(
                at=at, webhook_id=self.id, secret=self.secret + 1, old_valid_until=at + overlap,
            ))

    def remove(self, *, at: datetime) -> None:
        """The partner gets nothing any more. Doing so again is no fact."""
        if self.stands:
            self._record(WebhookRemoved(at=at, webhook_id=self.id))

    def _evolve(self, event: WebhookEvent) -> None:
        match event:
            case WebhookSubscribed(name=name, address=address, kinds=kinds, stream=stream, start=start):
                self.name, self.address, self.kinds, self.stream = name, address, kinds, stream
                self.stage, self.secret = Stage.ACTIVE, 1
                self.start, self.started = start, self.version + 1
            case WebhookPaused(reason=reason):
                self.stage, self.paused_because = Stage.PAUSED, reason
            case WebhookResumed():
                self.stage, self.paused_because = Stage.ACTIVE, ""
            case WebhookRewound(start=start):
                self.start, self.started = start, self.version + 1
            case SecretRotated(secret=secret, old_valid_until=until):
                self.secret, self.old_secret_until = secret, until
            case WebhookRemoved():
                self.stage = Stage.REMOVED
            case _:
                assert_never(event)
