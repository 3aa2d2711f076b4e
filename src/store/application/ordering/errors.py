"""What can't be done with an order, whatever its own facts say."""

from dataclasses import dataclass

from store.domain.shared.errors import Conflict, RuleViolated


class AnotherAmountTaken(Conflict):
    """Another amount was taken than this order comes to, so the order stays as it is until somebody looked at it."""


class BankIsSilent(Conflict):
    """The bank does not say whether the payment is on its way, so the order stays as it is. Try again in a minute."""


class NoCarrier(RuleViolated):
    """This shop has no carrier that takes bookings. Type the tracking number by hand."""


@dataclass(eq=False)
class BookingRefused(RuleViolated):
    """{carrier} says no: {reason}. A tracking number can be typed by hand."""

    carrier: str
    reason: str


@dataclass(eq=False)
class CarrierAway(Conflict):
    """{carrier} does not answer. Try again in a minute, or type a tracking number by hand."""

    carrier: str


class LeftMeanwhile(Conflict):
    """This parcel has left. If that was at the same moment, its carrier may not expect it any more: ask there."""


@dataclass(eq=False)
class OneWithoutLabel(Conflict):
    """Order {number}: {why}"""

    number: str
    why: str


class UnreadableLabel(Conflict):
    """What the carrier sent is no label that can be printed. Try again, or print it on the carrier's own pages."""


class LabelsTooLarge(RuleViolated):
    """Together these labels are too large for one file. Print fewer of them at once."""


class NothingToLabel(RuleViolated):
    """None of this is booked with a carrier, so there is no label to print."""
