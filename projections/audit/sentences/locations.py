"""What the facts about the places of the shop say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.inventory.location_events import (
    LocationClosed,
    LocationDescribed,
    LocationEvent,
    LocationOpened,
    LocationReopened,
)


def say(event: LocationEvent) -> Sentence:
    """The sentence for what happened to a place."""
    match event:
        case LocationOpened(code=code, name=name, priority=priority):
            return said("{who} opened the place {code}, “{name}”, which serves orders in turn {priority}",
                        code=code, name=name, priority=priority)
        case LocationDescribed(code=code, name=name, priority=priority):
            return said("{who} called the place {code} “{name}”, and has it serve orders in turn {priority}",
                        code=code, name=name, priority=priority)
        case LocationClosed(code=code):
            return said("{who} closed the place {code}", code=code)
        case LocationReopened(code=code):
            return said("{who} opened the place {code} again", code=code)
        case _:
            assert_never(event)
