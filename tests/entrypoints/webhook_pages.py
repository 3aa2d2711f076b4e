"""The pages about partners who are sent facts: none, some, one of them in each state."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from store.application.audit.searching import KINDS
from store.application.partners.standing import (
    Attempt,
    DeliveryPage,
    DeliveryView,
    LastAnswer,
    WebhookPage,
    WebhookView,
)
from store.domain.shared.ids import WebhookId
from tests.entrypoints.page_frame import BACK, PAGE, Notice
from tests.entrypoints.page_goods import LONG, NOW
from tests.entrypoints.page_orders import history

SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD7rSFxyAykEk="
ACTIVE = WebhookView(
    id=WebhookId(UUID(int=1)), name="Miller's warehouse", url="https://warehouse.example/hooks/store?key=of-theirs",
    kinds=["order", "inventory"], stream=None, state="active", paused_because="", position="1-184203", lag=0, secret=1,
    old_secret_until=None, version=1, last=LastAnswer(NOW, 200, "OK"),
)
FAILING = structs.replace(
    ACTIVE, name=LONG, url="https://a-rather-long-name.of-a-partner.example/" + "path/" * 20, state="failing",
    lag=10_000, last=LastAnswer(NOW, None, "its certificate is not good: certificate has expired"), kinds=[],
    failing_since=NOW - timedelta(hours=5), next_try_at=NOW + timedelta(minutes=40),
)
PAUSED = structs.replace(
    ACTIVE, state="paused", paused_because="the partner answered 410 Gone", last=LastAnswer(NOW, 410, "Gone"), lag=17,
    stream=UUID(int=9), secret=3, old_secret_until=NOW + timedelta(hours=20), version=5,
)
NEW = structs.replace(ACTIVE, position="0", last=None, url=None, lag=3)

def _sent(number, after, until, facts, state, attempts, **more):
    return DeliveryView(
        UUID(int=number), f"1-{after}", f"1-{until}", facts, state=state, begun_at=NOW, attempts=attempts,
        **{"reset": False} | more,
    )


_TRIES = [Attempt(2, NOW, 200, "OK", 0.08), Attempt(1, NOW - timedelta(seconds=5), None, "nobody listens there", 0.002)]
DELIVERIES = [
    _sent(11, 184203, 184210, 7, "open", []),
    _sent(12, 184000, 184203, 100, "delivered", _TRIES),
    _sent(13, 183000, 184000, 100, "delivered", _TRIES, reset=True, again_by="staff:ann"),
    _sent(14, 0, 183000, 100, "left", _TRIES[1:]),
]


def _list(items, **more) -> PAGE:
    return "backoffice/webhooks.html", {
        **BACK, "page": WebhookPage(items, None), "form": {"start": "head"}, "errors": {}, "once": UUID(int=5),
        "kinds": KINDS, "filters": {"cursor": ""}, **more,
    }


def _one(webhook, deliveries=(), **more) -> PAGE:
    return "backoffice/webhook.html", {
        **BACK, "webhook": webhook, "secret": "", "deliveries": DeliveryPage(list(deliveries), None),
        "history": history(kind="webhook"), "act": "", "form": {}, "errors": {}, "once": UUID(int=5),
        "filters": {"cursor": ""}, **more,
    }


WEBHOOK_PAGES: dict[str, PAGE] = {
    "office-webhooks": _list([ACTIVE, FAILING, PAUSED, NEW], page=WebhookPage([ACTIVE, FAILING, PAUSED, NEW], "next")),
    "office-webhooks-empty": _list([]),
    "office-webhooks-refused": _list(
        [ACTIVE], form={"name": "Miller", "url": "https://10.0.0.1/", "start": "position", "position": "yesterday"},
        errors={"url": "Facts can't be sent there: it leads into a network that is not public.",
                "position": "Send 0, head, or a position such as 1-184203."},
    ),
    "office-webhook": _one(ACTIVE, DELIVERIES, filters={"cursor": "x"}),
    "office-webhook-new": _one(NEW, secret=SECRET),
    "office-webhook-failing": _one(FAILING, DELIVERIES),
    "office-webhook-faulty": _one(structs.replace(
        ACTIVE, state="failing", faulty_since=NOW - timedelta(hours=2), fault="InvalidTag",
        next_try_at=NOW + timedelta(minutes=1),
    ), DELIVERIES),
    "office-webhook-paused": _one(PAUSED, DELIVERIES, secret=SECRET),
    "office-webhook-refused": _one(
        ACTIVE, act="replay", form={"start": "position", "position": "7-12"},
        errors={"position": "This log holds no such position."}, notice=Notice("bad", "Not replayed", "Look again."),
    ),
    "office-webhook-pause-refused": _one(ACTIVE, act="pause", form={"reason": ""}, errors={"reason": "Say why."}),
}
