"""The life of a return in words, for whoever asked for it."""

from datetime import datetime

from store.application.returns.views import ReturnMoment
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.returns.events import (
    ExchangeLapsed,
    ReturnApproved,
    ReturnClosed,
    ReturnEvent,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.returns.returning import Return


def return_timeline(
    events: tuple[ReturnEvent, ...], it: Return, payment: Payment | None
) -> list[ReturnMoment]:
    """Step by step; that it is closed is told by what became of the money."""
    told = [
        _lapsed(event) if isinstance(event, ExchangeLapsed) else _booked(event)
        if isinstance(event, ReturnParcelBooked) else _moment(event)
        for event in events if not isinstance(event, ReturnClosed)
    ]
    if it.credited:
        told.append(ReturnMoment(_inspected(events), "It became credit", str(it.credited)))
    if it.replaced_by:
        told.append(ReturnMoment(_inspected(events), "We send you another one for it", f"Order {it.replaced_by}"))
    refund = payment.refunds.get(it.refund_id) if payment and it.refund_id else None
    if refund and refund.progress is Progress.MADE:
        told.append(ReturnMoment(refund.at, "Money given back", str(refund.amount)))
    return told


def _inspected(events: tuple[ReturnEvent, ...]) -> datetime:
    return next(event.at for event in events if isinstance(event, ReturnInspected))


def _lapsed(event: ExchangeLapsed) -> ReturnMoment:
    return ReturnMoment(
        event.at, "No longer put aside", "If one is left when your parcel is here, we still send it to you.",
    )


def _booked(event: ReturnParcelBooked) -> ReturnMoment:
    return ReturnMoment(event.at, "You asked for a label", f"{event.carrier}, {event.tracking}")


def _not_sent(event: ReturnInspected) -> list[str]:
    return [f"nothing can be sent for it: {why}" for why in dict.fromkeys(event.not_replaced.values())]


def _moment(event: ReturnEvent) -> ReturnMoment:
    at: datetime = event.at
    match event:
        case ReturnRequested(reason=reason):
            return ReturnMoment(at, "You asked to send it back", reason)
        case ReturnApproved(prepaid=prepaid):
            how = "We pay for its way." if prepaid else "Send it to the address below."
            return ReturnMoment(at, "Approved", how)
        case ReturnRefused(reason=reason):
            return ReturnMoment(at, "Refused", reason)
        case ReturnReceived():
            return ReturnMoment(at, "It has arrived", "We are going to look at it.")
        case ReturnInspected(lines=lines):
            kept, of = sum(line.accepted for line in lines), sum(line.accepted + line.refused for line in lines)
            return ReturnMoment(at, "Inspected", "; ".join([f"{kept} of {of} accepted", *_not_sent(event)]))
        case _:
            return ReturnMoment(at, "You keep it", "")
