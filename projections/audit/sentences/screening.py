"""What the facts about looking at orders say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.ordering.screening import Reason, Verdict
from store.domain.ordering.screening_events import OrderJudged, ReviewBegun, ReviewDue, ReviewPassed, Screening


def screened(event: Screening) -> Sentence:
    """The sentence for *event*."""
    match event:
        case OrderJudged(verdict=Verdict.PASS):
            return said("The fraud check found nothing")
        case OrderJudged(reasons=reasons):
            return said("The fraud check wants it looked at: {reasons}", reasons="; ".join(map(told, reasons)))
        case ReviewBegun():
            return said("It waits to be looked at")
        case ReviewDue():
            return said("Nobody looked at it for long: staff are reminded")
        case ReviewPassed():
            return said("{who} looked at it and found it good")
        case _:
            assert_never(event)


def told(reason: Reason) -> str:
    """A rule that spoke, in a few words."""
    words = reason.rule.replace("_", " ")
    return f"{words}: {reason.found}, at most {reason.most}" if reason.most else words
