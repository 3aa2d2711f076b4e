"""What the facts of webhooks say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.partners.events import (
    SecretRotated,
    WebhookEvent,
    WebhookPaused,
    WebhookRemoved,
    WebhookResumed,
    WebhookRewound,
    WebhookSubscribed,
)


def say(event: WebhookEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case WebhookSubscribed(name=name, kinds=kinds, stream=stream, start=start):
            which = ", ".join([*kinds, *([f"stream {stream}"] if stream else [])])
            return said("{who} had facts sent to {name} from {start} on: {which}",
                        name=name, start=_place(start), which=which or "all there are")
        case WebhookPaused(reason=reason):
            return said("{who} had nothing sent any more: {reason}", reason=reason)
        case WebhookResumed():
            return said("{who} had it go on where it was")
        case WebhookRewound(start=start):
            return said("{who} had it go on from {start}", start=_place(start))
        case SecretRotated(secret=secret, old_valid_until=until):
            return said("{who} had it signed with secret number {secret}; the one before is good until {until}",
                        secret=secret, until=f"{until:%Y-%m-%d %H:%M} UTC")
        case WebhookRemoved():
            return said("{who} had the partner sent nothing any more, for good")
        case _:
            assert_never(event)


def _place(start: str) -> str:
    return "the first fact" if start == "0" else f"position {start}"
