"""The way back of a return: a label that the shop pays for, and where its parcel can be handed in.

Whoever asks must have proven that they may see the order.
"""

from dataclasses import dataclass

from msgspec import Struct

from store.application.returns.messages import AskedReturn
from store.application.shared.bus import Command, Query
from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.domain.shared.ids import OrderNumber


class NoLabels(RuleViolated):
    """This shop has no carrier that takes returns. Send it by any carrier, to the address that we wrote."""


class NoReturnLabel(NotFound):
    """There is no label for this return yet."""


@dataclass(eq=False)
class LabelRefused(RuleViolated):
    """{carrier} won't take it: {reason}. Write to us, or send it by any other carrier."""

    carrier: str
    reason: str


@dataclass(eq=False)
class CarrierSilent(Conflict):
    """{carrier} does not answer. Try again in a minute."""

    carrier: str


class OnItsWay(RuleViolated):
    """Your parcel is with its carrier already, so it can't be kept any more."""


class BookReturn(Command[AskedReturn], frozen=True):
    """Have the shop's carrier take it, at the shop's expense."""

    number: str


class PrintReturnLabel(Query[bytes], frozen=True):
    """What is stuck on its parcel, as PDF."""

    number: str
    order: OrderNumber


class DropOffView(Struct, frozen=True):
    """Where parcels can be handed in, and when it is ``open``, in its carrier's words; empty where it doesn't say."""

    name: str
    address: str
    postal_code: str
    city: str
    open: str = ""


class FindDropOffs(Query[list[DropOffView]], frozen=True):
    """Where its parcel can be handed in near a *postal_code*; where that is empty, near where it was sent to."""

    number: str
    order: OrderNumber
    postal_code: str = ""
