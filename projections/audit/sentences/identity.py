"""What the facts of staff accounts say."""

from typing import assert_never

from projections.audit.sentences.telling import person, said
from store.application.audit.messages import Sentence
from store.domain.identity.events import StaffDisabled, StaffEnrolled, StaffEvent


def say(event: StaffEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case StaffEnrolled(name=name, role=role):
            return said("{who} gave {name} an account as {role}", name=person(name), role=role)
        case StaffDisabled():
            return said("{who} closed the account: no door opens any more")
        case _:
            assert_never(event)
