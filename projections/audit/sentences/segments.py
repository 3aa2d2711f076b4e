"""What the facts about segments of customers say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.pricing.segment_events import (
    AccountListed,
    AccountUnlisted,
    MemberEvent,
    SegmentEnded,
    SegmentEvent,
    SegmentNamed,
)


def say(event: SegmentEvent) -> Sentence:
    """The sentence for what happened to segments."""
    match event:
        case SegmentNamed(name=name):
            return said("{who} said whom the segment “{name}” means", name=name)
        case SegmentEnded():
            return said("{who} ended a segment")
        case _:
            assert_never(event)


def say_of_list(event: MemberEvent) -> Sentence:
    """The sentence for what happened to the list of one."""
    match event:
        case AccountListed(account_id=account):
            return said("{who} put the account {account} on the list of the segment", account=str(account))
        case AccountUnlisted(account_id=account):
            return said("{who} took the account {account} off the list of the segment", account=str(account))
        case _:
            assert_never(event)
