"""Refund: part of a payment, or all of it, given back once."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, structs

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

    def made(self, reference: str, at: datetime) -> "Refund":
        """The gateway has sent it back."""
        return structs.replace(self, progress=Progress.MADE, reference=reference, at=at)

    def failed(self, reason: str, at: datetime) -> "Refund":
        """The gateway can't."""
        return structs.replace(self, progress=Progress.FAILED, reason=reason, at=at)
