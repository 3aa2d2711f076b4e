"""What the facts of erasures and legal holds say. Reasons stay out of it: they are the person's, and read by few."""

from typing import Final, assert_never

from projections.audit.sentences.telling import order, said, thing
from store.application.audit.messages import Sentence
from store.domain.privacy.events import (
    About,
    Because,
    ErasureBegun,
    ErasureCompleted,
    ErasureDeferred,
    ErasureEvent,
    ErasureProven,
    ErasureRequested,
    ErasureWithdrawn,
    HoldEvent,
    LegalHoldLifted,
    LegalHoldPlaced,
)

_PUT_OFF: Final = {
    Because.LEGAL_HOLD: "Something has to stay: there is a legal hold on it",
    Because.OPEN_ORDER: "The address of {order} has to stay until the order is carried out",
    Because.RETENTION: "The address of {order} has to stay until {until}: the law wants papers kept",
}


def say(event: ErasureEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case ErasureRequested(about=about, about_id=id):
            which = order(id) if about is About.ORDER else thing("account", id)
            return said("{who} wants whoever is behind {which} forgotten", which=which)
        case ErasureWithdrawn():
            return said("They stay after all: nothing is erased")
        case ErasureDeferred():
            return _put_off(event)
        case ErasureBegun(keys=keys):
            return said("{keys} of a person were given up; nothing sealed with them opens any more", keys=_keys(keys))
        case ErasureProven(facts=facts, rows=rows):
            return said("It is proven: {facts} facts can't be read, {rows} rows and files are gone", facts=facts,
                        rows=rows)
        case ErasureCompleted():
            return said("Nothing is left to wait for: they are forgotten")
        case _:
            assert_never(event)


def say_of_hold(event: HoldEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case LegalHoldPlaced(about=about, about_id=id):
            which = order(id) if about is About.ORDER else thing("account", id)
            return said("{who} put a legal hold on what is known of whoever is behind {which}", which=which)
        case LegalHoldLifted():
            return said("{who} lifted the legal hold")
        case _:
            assert_never(event)


def _put_off(event: ErasureDeferred) -> Sentence:
    words = _PUT_OFF[event.because]
    named = {"order": order(event.order_id)} if event.order_id and "{order}" in words else {}
    until = {"until": event.until.date().isoformat()} if event.until and "{until}" in words else {}
    return said(words, **named, **until)


def _keys(keys: tuple[object, ...]) -> str:
    return "One key" if len(keys) == 1 else f"{len(keys)} keys"
