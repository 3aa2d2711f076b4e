"""What becomes of held money that runs out."""

from datetime import datetime

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money


class PaymentHeldAgain(Event, frozen=True, tag="payments/held-again-1"):
    """The money is held anew, under another name: the *generation*-th time after the first."""

    payment_id: PaymentId
    reference: str
    amount: Money
    generation: int
    until: datetime | None = None


class PaymentNotHeldAgain(Event, frozen=True, tag="payments/not-held-again-1"):
    """It can't be held any longer than *until*: whoever pays has to pay again, if nothing is sent before."""

    payment_id: PaymentId
    amount: Money
    reason: str
    until: datetime | None = None
