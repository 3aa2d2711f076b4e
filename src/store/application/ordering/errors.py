"""What can't be done with an order, whatever its own facts say."""

from store.domain.shared.errors import Conflict


class AnotherAmountTaken(Conflict):
    """Another amount was taken than this order comes to, so the order stays as it is until somebody looked at it."""


class BankIsSilent(Conflict):
    """The bank does not say whether the payment is on its way, so the order stays as it is. Try again in a minute."""
