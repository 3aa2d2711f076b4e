"""``/api/v1/webhooks``: partners who are sent facts, for staff."""

from typing import Final
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

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
from store.application.partners.standing import (
    DeliveryPage,
    GetWebhook,
    ListDeliveries,
    ListWebhooks,
    WebhookPage,
    WebhookView,
)
from store.application.shared.bus import Command
from store.domain.shared.ids import WebhookId
from store.entrypoints.rest.answers import tagged
from store.entrypoints.rest.history import within
from store.entrypoints.rest.webhook_forms import (
    PauseForm,
    ReplayForm,
    ResumeForm,
    RotationForm,
    WantedAgain,
    WebhookForm,
    WebhookSecret,
)
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.starting import start_of

MOST: Final = 100
_READ, _MANAGE = open_to(Permission.READ_WEBHOOKS), open_to(Permission.MANAGE_WEBHOOKS)
_ALL: Final = UUID("6f0d7a52-3f5c-5b59-8e0b-0f8a1d1b6c21")
"""What seals the answer to whoever subscribes one: there is no id yet when they ask."""


class WebhooksController(Controller):
    path = "/webhooks"
    tags = ("Webhooks",)

    @post(opt=_MANAGE | described("subscribeWebhook", 422, once=True))
    async def subscribe(
        self, data: JSONBody[WebhookForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WebhookSecret]:
        """Have facts sent to a partner, signed after the convention of Standard Webhooks.

        The answer holds the signing secret, this once. A delivery is `{"subscription", "items", "next", "reset"}`:
        facts as `/api/v1/feed` tells them, in order, without persons. It counts once it is answered with 2xx; else it
        comes again under the same `webhook-id`. `stream` and `version` of a fact tell doubles and gaps.
        """
        kinds = tuple(data.kinds)
        start = await start_of(data.start, request, desk, kinds=kinds, stream=data.stream)
        command = SubscribeWebhook(name=data.name, address=data.url, start=start, kinds=kinds, stream=data.stream)
        return await self._signed(command, _ALL, data.reason, request, desk, 201)

    @get(opt=_READ | described("listWebhooks"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], cursor: FromQuery[str | None] = None,
        limit: FromQuery[int] = 50,
    ) -> WebhookPage:
        """All webhooks and how they stand."""
        return await desk.ask(ListWebhooks(cursor=cursor, limit=within(limit, MOST)), request)

    @get("/{id:uuid}", opt=_READ | described("getWebhook", 404))
    async def show(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WebhookView]:
        """One webhook: where it is, what its partner said last."""
        view = await desk.ask(GetWebhook(webhook_id=WebhookId(id)), request)
        return tagged(view, view.version)

    @delete("/{id:uuid}", status_code=204, opt=_MANAGE | described("removeWebhook", 404, 409, 422, once=True,
                                                                   versioned=True))
    async def remove(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> None:
        """Send nothing to this partner any more, for good."""
        once = await once_of(request, f"DELETE /webhooks/{id}", id)
        await desk.do(RemoveWebhook(webhook_id=WebhookId(id), version=expected_version(request)), request, once=once)

    @post("/{id:uuid}/pause", status_code=200, opt=_MANAGE | described("pauseWebhook", 404, 422, once=True,
                                                                       versioned=True))
    async def pause(
        self, id: FromPath[UUID], data: JSONBody[PauseForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WebhookView]:
        """Send nothing until it is resumed. Facts that come meanwhile wait."""
        command = PauseWebhook(webhook_id=WebhookId(id), reason=data.reason, version=expected_version(request))
        return await self._moved(command, id, data.reason, request, desk)

    @post("/{id:uuid}/resume", status_code=200, opt=_MANAGE | described("resumeWebhook", 404, 422, once=True,
                                                                        versioned=True))
    async def resume(
        self, id: FromPath[UUID], data: JSONBody[ResumeForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WebhookView]:
        """Go on where it was, at once."""
        command = ResumeWebhook(webhook_id=WebhookId(id), version=expected_version(request))
        return await self._moved(command, id, data.reason, request, desk)

    @post("/{id:uuid}/replay", status_code=200, opt=_MANAGE | described("replayWebhook", 404, 422, once=True,
                                                                        versioned=True))
    async def replay(
        self, id: FromPath[UUID], data: JSONBody[ReplayForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WebhookView]:
        """Send facts again from a position on, or skip to one. Deliveries have other ids than before."""
        start = await start_of(data.start, request, desk)
        command = RewindWebhook(webhook_id=WebhookId(id), start=start, version=expected_version(request))
        return await self._moved(command, id, data.reason, request, desk)

    @post("/{id:uuid}/secret", status_code=200, opt=_MANAGE | described("rotateWebhookSecret", 404, 422, once=True,
                                                                        versioned=True))
    async def rotate(
        self, id: FromPath[UUID], data: JSONBody[RotationForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WebhookSecret]:
        """Sign with another secret. The answer holds it, this once; the old one signs as well for a while."""
        command = RotateSecret(
            webhook_id=WebhookId(id), overlap_hours=data.overlap_hours, version=expected_version(request)
        )
        return await self._signed(command, id, data.reason, request, desk, 200)

    @get("/{id:uuid}/deliveries", opt=_READ | described("listWebhookDeliveries", 404))
    async def deliveries(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 20,
    ) -> DeliveryPage:
        """What was sent to it, newest first, with each attempt. The newest two hundred are kept."""
        await desk.ask(GetWebhook(webhook_id=WebhookId(id)), request)
        query = ListDeliveries(webhook_id=WebhookId(id), cursor=cursor, limit=within(limit, MOST))
        return await desk.ask(query, request)

    @post("/{id:uuid}/deliveries/{delivery:uuid}/again", status_code=202,
          opt=_MANAGE | described("sendAgain", 404, once=True))
    async def again(
        self, id: FromPath[UUID], delivery: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> WantedAgain:
        """Have one delivery sent once more, as it was. The webhook stays where it is."""
        actor: str = request.state.principal.actor
        once = await once_of(request, f"POST {request.scope['path']}", id)
        await desk.do(SendAgain(webhook_id=WebhookId(id), delivery_id=delivery, actor=actor), request, once=once)
        return WantedAgain(delivery)

    async def _moved(
        self, command: Command[Moved], id: UUID, reason: str | None, request: AnyRequest, desk: Desk
    ) -> Response[WebhookView]:
        once = await once_of(request, f"{request.method} {request.scope['path']}", id)
        receipt = await desk.do(command, request, reason=reason, once=once)
        view = await desk.ask(GetWebhook(webhook_id=receipt.outcome.webhook_id), request)
        return tagged(view, view.version, position=receipt.position)

    async def _signed(
        self, command: Command[Signed], id: UUID, reason: str | None, request: AnyRequest, desk: Desk, status: int
    ) -> Response[WebhookSecret]:
        once = await once_of(request, f"{request.method} {request.scope['path']}", id)
        receipt = await desk.do(command, request, reason=reason, once=once)
        view = await desk.ask(GetWebhook(webhook_id=receipt.outcome.webhook_id), request)
        answer = WebhookSecret(view, receipt.outcome.secret)
        response = tagged(answer, view.version, position=receipt.position, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response
