"""The life of a return in words, for whoever asked for it."""

from datetime import datetime

from store.application.returns.views import ReturnMoment
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.returns.events import (
    ReturnApproved,
    ReturnClosed,
    ReturnEvent,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from store.domain.returns.returning import Return


def return_timeline(
    events: tuple[ReturnEvent, ...], it: Return, payment: Payment | None
) -> list[ReturnMoment]:
    """Step by step; that it is closed is told by what became of the money."""
    told = [_moment(event) for event in events if not isinstance(event, ReturnClosed)]
    if it.credited:
        told.append(ReturnMoment(_inspected(events), "It became credit", str(it.credited)))
    refund = payment.refunds.get(it.refund_id) if payment and it.refund_id else None
    if refund and refund.progress is Progress.MADE:
        told.append(ReturnMoment(refund.at, "Money given back", str(refund.amount)))
    return told


def _inspected(events: tuple[ReturnEvent, ...]) -> datetime:
    return next(event.at for event in events if isinstance(event, ReturnInspected))


def _moment(event: ReturnEvent) -> ReturnMoment:
    at: datetime = event.at
    match event:
        case ReturnRequested(reason=reason):
            return ReturnMoment(at, "You asked to send it back", reason)
        case ReturnApproved():
            return ReturnMoment(at, "Approved", "Send it to the address below.")
        case ReturnRefused(reason=reason):
            return ReturnMoment(at, "Refused", reason)
        case ReturnReceived():
            return ReturnMoment(at, "It has arrived", "We are going to look at it.")
        case ReturnInspected(lines=lines):
            kept, of = sum(line.accepted for line in lines), sum(line.accepted + line.refused for line in lines)
            return ReturnMoment(at, "Inspected", f"{kept} of {of} accepted")
        case _:
            return ReturnMoment(at, "You keep it", "")
