"""Handlers of webhooks: one short method for each command."""

from dataclasses import dataclass
from datetime import timedelta

from store.application.partners.messages import (
    Moved,
    PauseWebhook,
    RemoveWebhook,
    ResumeWebhook,
    RewindWebhook,
    RotateSecret,
    SendAgain,
    Signed,
    SubscribeWebhook,
)
from store.application.partners.ports import Courier, Secrets, Wanting
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork, expect
from store.domain.partners.webhook import Webhook
from store.domain.shared.ids import WebhookId


@dataclass(frozen=True)
class WebhookHandlers:
    courier: Courier
    secrets: Secrets
    wanting: Wanting
    clock: Clock
    ids: Ids

    @handles(SubscribeWebhook)
    def subscribe(self, command: SubscribeWebhook, work: UnitOfWork) -> Signed:
        self.courier.expect_allowed(command.address)
        webhook = Webhook(WebhookId(self.ids.next()))
        webhook.subscribe(
            command.name, command.address, command.kinds, command.stream, command.start, at=self.clock.now()
        )
        work.save(webhook)
        return self._signed(webhook)

    @handles(PauseWebhook)
    def pause(self, command: PauseWebhook, work: UnitOfWork) -> Moved:
        webhook = _standing(command.webhook_id, command.version, work)
        webhook.pause(command.reason, at=self.clock.now())
        return _saved(webhook, work)

    @handles(ResumeWebhook)
    def resume(self, command: ResumeWebhook, work: UnitOfWork) -> Moved:
        webhook = _standing(command.webhook_id, command.version, work)
        webhook.resume(at=self.clock.now())
        return _saved(webhook, work)

    @handles(RewindWebhook)
    def rewind(self, command: RewindWebhook, work: UnitOfWork) -> Moved:
        webhook = _standing(command.webhook_id, command.version, work)
        webhook.rewind(command.start, at=self.clock.now())
        return _saved(webhook, work)

    @handles(RotateSecret)
    def rotate(self, command: RotateSecret, work: UnitOfWork) -> Signed:
        webhook = _standing(command.webhook_id, command.version, work)
        webhook.rotate(timedelta(hours=command.overlap_hours), at=self.clock.now())
        work.save(webhook)
        return self._signed(webhook)

    @handles(RemoveWebhook)
    def remove(self, command: RemoveWebhook, work: UnitOfWork) -> Moved:
        webhook = _standing(command.webhook_id, command.version, work)
        webhook.remove(at=self.clock.now())
        return _saved(webhook, work)

    @handles(SendAgain)
    def send_again(self, command: SendAgain, work: UnitOfWork) -> None:
        _standing(command.webhook_id, None, work)
        if not self.wanting.want_again(command.webhook_id, command.delivery_id, command.actor):
            raise NoSuch("delivery", command.delivery_id)

    def _signed(self, webhook: Webhook) -> Signed:
        return Signed(webhook.id, webhook.version, self.secrets.of(webhook.id, webhook.secret))


def _standing(id: WebhookId, version: int | None, work: UnitOfWork) -> Webhook:
    webhook = work.get(Webhook, id)
    if not webhook.stands:
        raise NoSuch(Webhook.kind, id)
    expect(webhook, version)
    return webhook


def _saved(webhook: Webhook, work: UnitOfWork) -> Moved:
    work.save(webhook)
    return Moved(webhook.id, webhook.version)
