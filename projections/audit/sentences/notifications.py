"""What the facts of preferences say."""

from typing import Final, assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.notifications.events import How, PhoneGiven, PhoneRemoved, PreferencesEvent, SwitchedOff, SwitchedOn

_OFF: Final = {
    How.PAGE: "{who} does not want to be told about {kind} by {channel} any more",
    How.PROGRAM: "{who} does not want to be told about {kind} by {channel} any more",
    How.LINK: "Somebody put an end to {kind} by {channel}, with the link in a letter",
    How.NUMBER: "There is nothing about {kind} by {channel} any more: the number is gone, or another one",
}


def say(event: PreferencesEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case SwitchedOn(channel=channel, kind=kind, consent=consent) if consent:
            return said(
                "{who} wants to be told about {kind} by {channel}, and agreed to {consent}", kind=kind, channel=channel,
                consent=consent,
            )
        case SwitchedOn(channel=channel, kind=kind):
            return said("{who} wants to be told about {kind} by {channel}", kind=kind, channel=channel)
        case SwitchedOff(channel=channel, kind=kind, how=how):
            return said(_OFF[how], kind=kind, channel=channel)
        case PhoneGiven():
            return said("{who} gave a telephone number for text messages")
        case PhoneRemoved():
            return said("{who} took the telephone number back")
        case _:
            assert_never(event)
