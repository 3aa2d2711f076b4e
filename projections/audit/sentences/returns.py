"""What the facts of returns say."""

from typing import Final, assert_never

from projections.audit.sentences.telling import numbered, said
from store.application.audit.messages import Sentence
from store.domain.returns.events import (
    ExchangeLapsed,
    ReturnApproved,
    ReturnClosed,
    ReturnEvent,
    ReturnInspected,
    ReturnLine,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
)
from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.returns.policy_events import ReturnPolicySet
from store.domain.returns.postage import Postage
from store.domain.shared.aggregate import Event

_PLAIN: Final[dict[type[Event], str]] = {
    ReturnApproved: "{who} approved it", ReturnWithdrawn: "{who} withdrew it",
    ReturnReceived: "{who} received the parcel",
    ExchangeLapsed: "Nothing came for long: what was put aside to be sent for it is for everybody again",
    ReturnClosed: "All that was owed for it has gone back: it is closed",
}


_POSTAGE: Final = {
    Postage.SHOPPER: "whoever sends them pays for that", Postage.SHOP: "the shop pays for that",
    Postage.FAULTY: "the shop pays for that where they are not what was bought",
}


def say(event: ReturnEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case ReturnRequested(order=order, lines=lines, reason=reason):
            return said("{who} asked to send {pieces} of order {order} back: {reason}", order=numbered(order),
                        reason=reason, pieces=", ".join(_wanted(line) for line in lines))
        case ReturnRefused(reason=reason):
            return said("{who} refused it: {reason}", reason=reason)
        case ReturnInspected():
            return _inspected(event)
        case ReturnParcelBooked(carrier=carrier, tracking=tracking):
            return said("{who} had {carrier} take it to the shop, at the shop's expense, as {tracking}",
                        carrier=carrier, tracking=tracking)
        case ReturnApproved(prepaid=True):
            return said("{who} approved it; the shop pays for its way")
        case ReturnApproved() | ReturnWithdrawn() | ReturnReceived() | ReturnClosed() | ExchangeLapsed():
            return said(_PLAIN[type(event)])
        case _:
            assert_never(event)


def _wanted(line: ReturnLine) -> str:
    what = f"{line.quantity} of {line.sku}"
    return f"{what} (for {line.instead.sku})" if line.instead else what


def _inspected(event: ReturnInspected) -> Sentence:
    if event.replaced_by is None:
        return said("{who} inspected it: {found}", found=_found(event))
    return said("{who} inspected it: {found}; order {order} is sent for it", found=_found(event),
                order=numbered(event.replaced_by))


def _found(event: ReturnInspected) -> str:
    return "; ".join([
        *(f"{line.sku}: {line.accepted} accepted, {line.restocked} of them on the shelf, {line.refused} refused"
          for line in event.lines),
        *(f"nothing is sent for {sku}: {why}" for sku, why in event.not_replaced.items()),
    ])


def say_of_policy(event: ReturnPolicySet) -> Sentence:
    """The sentence for *event*."""
    match event:
        case ReturnPolicySet(since=since, terms=terms):
            return said(
                "{who} set that goods bought from {since} on can be sent back for {days} days, but for {excluded};"
                " {postage}",
                since=since.isoformat(), days=str(terms.days),
                excluded=f"{len(terms.excluded)} categories" if terms.excluded else "none",
                postage=_POSTAGE[terms.postage],
            )
        case _:
            assert_never(event)
