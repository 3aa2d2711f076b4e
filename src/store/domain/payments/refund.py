"""Refund: part of a payment, or all of it, given back once."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from msgspec import Struct, structs

from store.domain.payments.events import RefundFailed, RefundMade, RefundRequested, RefundReturned
from store.domain.shared.money import Money


class Progress(StrEnum):
    """How far it is. The values are told to programs."""

    REQUESTED = "requested"
    MADE = "refunded"
    FAILED = "failed"


class Refund(Struct, frozen=True):
    """Money that the shop owes back. *at* is when it came to where it is."""

    amount: Money
    at: datetime
    progress: Progress = Progress.REQUESTED
    reference: str = ""
    reason: str = ""


def after(event: RefundRequested | RefundMade | RefundFailed | RefundReturned, refund: Refund | None) -> Refund:
    """The *refund* as *event* leaves it."""
    known = refund or Refund(event.amount, event.at)
    match event:
        case RefundRequested():
            return known
        case RefundMade(reference=reference, at=at):
            return structs.replace(known, progress=Progress.MADE, reference=reference, at=at)
        case RefundFailed(reason=reason, at=at) | RefundReturned(reason=reason, at=at):
            return structs.replace(known, progress=Progress.FAILED, reason=reason, at=at)
        case _:
            assert_never(event)
