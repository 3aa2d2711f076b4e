"""What somebody said at the checkout of a cart, kept until it is bought: so that they can go on later, or elsewhere.

It is no fact: what was begun and never bought is nobody's affair afterwards (docs/adr/0218).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from store.application.cart.finding import reach
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Beside, Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.steps import Step
from store.domain.shared.ids import AccountId, CartId, SubjectId, follow_up, subject_of

LONGEST: Final = 254
"""No field of a checkout is longer; what is, is cut."""


class Said(Struct, frozen=True, omit_defaults=True):
    """The checkout's fields as they were typed, right or wrong; empty where nothing was."""

    email: str = ""
    address_id: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    save_address: str = ""
    vat_number: str = ""
    shipping_method: str = ""
    payment_method: str = ""
    payment_token: str = ""
    card: str = ""
    remember_card: str = ""
    credit: str = ""


NOTHING: Final = Said()
FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.ADDRESS: (
        "email", "address_id", "name", "line1", "line2", "city", "region", "postal_code", "country", "save_address",
        "vat_number",
    ),
    Step.SHIPPING: ("shipping_method",),
    Step.PAYMENT: ("payment_method", "payment_token", "card", "remember_card", "credit"),
    Step.REVIEW: (),
}
"""Which step says what."""


class KeptCheckouts(Protocol):
    """One for each cart at most, sealed with the key of whoever is at it."""

    def of(self, cart: CartId) -> Said:
        """What was said; nothing where nothing was, or where they were forgotten."""

    def keep(self, cart: CartId, whose: SubjectId, change: Callable[[Said], Said], at: datetime) -> Said:
        """Keep what *change* makes of what was said. Two at once come one after the other."""

    def drop(self, cart: CartId) -> None:
        """Keep nothing of it any longer."""

    def dropping(self, cart: CartId) -> Beside:
        """The same, to be written beside what makes it needless."""

    def tidy(self, before: datetime) -> None:
        """Drop all that nobody touched since."""


class LookAtCheckout(Command[Said], frozen=True):
    """What was said so far? *ordered*: also while it is ordered, and the money isn't there yet."""

    cart_id: CartId
    account_id: AccountId | None
    ordered: bool = False


class KeepSteps(Command[Said], frozen=True):
    """Have *said* be what these *steps* say from now on; what the others say stays."""

    cart_id: CartId
    account_id: AccountId | None
    steps: tuple[Step, ...]
    said: Said


class DropCheckout(Command[None], frozen=True):
    """Forget what was said."""

    cart_id: CartId
    account_id: AccountId | None


@dataclass(frozen=True)
class KeepingCheckouts:
    kept: KeptCheckouts
    clock: Clock

    @handles(LookAtCheckout)
    def look(self, command: LookAtCheckout, work: UnitOfWork) -> Said:
        """Of a cart that was bought, or went into another, there is nothing to tell; what was said is kept until it is
        paid for, so that whoever asks again after a crash goes on with it.
        """
        cart = reach(work, command.cart_id, command.account_id)
        return self.kept.of(cart.id) if cart.is_open or (command.ordered and cart.order) else NOTHING

    @handles(KeepSteps)
    def keep(self, command: KeepSteps, work: UnitOfWork) -> Said:
        cart = reach(work, command.cart_id, command.account_id)
        cart.expect_goods()
        new = {field: getattr(command.said, field) for step in command.steps for field in FIELDS[step]}
        whose = whose_checkout(cart.id, cart.account_id)
        return self.kept.keep(cart.id, whose, lambda old: replace(old, **new), self.clock.now())

    @handles(DropCheckout)
    def drop(self, command: DropCheckout, work: UnitOfWork) -> None:
        self.kept.drop(reach(work, command.cart_id, command.account_id).id)


def whose_checkout(cart: CartId, account: AccountId | None) -> SubjectId:
    """Whose key seals it: of the account that the cart is of, and of a guest whom nothing but this cart makes one."""
    return subject_of(account) if account else SubjectId(follow_up(cart, "subject"))


def told(fields: Mapping[str, str]) -> Said:
    """What of a form's *fields* belongs to a checkout, cut to its length."""
    return Said(**{name: fields[name][:LONGEST] for name in Said.__struct_fields__ if name in fields})
