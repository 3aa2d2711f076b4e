"""A SetupIntent as Stripe tells of it, and which one belongs to which try to add a card."""

from typing import Protocol

from msgspec import Struct

from store.adapters.payments.stripe_intents import Fault, NextAction
from store.adapters.payments.stripe_tokens import Kept
from store.application.payments.adding import AddingId


class SetupIntent(Struct, frozen=True):
    """The part of a SetupIntent that matters here."""

    id: str
    status: str
    client_secret: str | None = None
    next_action: NextAction | None = None
    last_setup_error: Fault | None = None
    customer: str | None = None
    payment_method: str | None = None


class SetupBook(Protocol):
    """Which SetupIntent belongs to which try."""

    def find(self, adding: AddingId) -> Kept | None: ...

    def keep(self, adding: AddingId, intent: str) -> Kept:
        """Write *intent* down, unless one stands there already; what stands there now."""

    def give_up(self, adding: AddingId) -> Kept:
        """Write down that no card is to be kept; what stands there now."""

    def adding_of(self, intent: str) -> AddingId | None: ...
