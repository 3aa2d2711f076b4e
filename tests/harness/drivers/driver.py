"""What every way of reaching the shop offers: the same few wishes and questions, the same refusals."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import pytest
from msgspec import Struct

from store.application.identity.own_account import OwnAccount
from store.application.identity.ports import OpenSession
from store.application.inventory.messages import StockLevel
from store.application.ordering.messages import OrderView
from store.application.processes.cart_views import CartView
from store.domain.ordering.events import Address
from store.domain.shared.money import Money
from tests.harness.goods import Goods


class Refused(Exception):
    """The shop said no: the *name* of the refusal, its sentence and its facts, however they came here."""

    def __init__(self, name: str, sentence: str, facts: dict[str, Any]) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name, self.sentence, self.facts = name, sentence, facts


@contextmanager
def refused(name: str, **facts: Any):
    """What happens inside must be refused under this *name*, with these *facts* among others."""
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.name == name, str(caught.value)
    assert facts.items() <= caught.value.facts.items(), str(caught.value)


class Bought:
    """An order as whoever placed it knows it."""

    def __init__(self, number: str, token: str, payment: UUID, status: str, total: str, next_url: str | None) -> None:
        self.number, self.token, self.payment = number, token, payment
        self.status, self.total, self.next_url = status, total, next_url


class LoggedInAs:
    """A way in: whose, by which session, and what a program would show."""

    def __init__(self, account: UUID, session: UUID, access: str, refresh: str) -> None:
        self.account, self.session, self.access, self.refresh = account, session, access, refresh


class Letter(Struct, frozen=True):
    """A mail as it arrived."""

    kind: str
    subject: str
    text: str


class Accounts(Protocol):
    """What people do with accounts, whichever way they reach the shop."""

    def register(self, email: str, password: str, given_name: str, family_name: str) -> None: ...
    def request_verification(self, email: str) -> None: ...
    def verify(self, token: str) -> None: ...
    def request_reset(self, email: str) -> None: ...
    def reset(self, token: str, password: str) -> None: ...
    def log_in(self, email: str, password: str) -> LoggedInAs: ...
    def refresh(self, token: str) -> LoggedInAs: ...
    def log_out(self, who: LoggedInAs) -> None: ...
    def log_out_everywhere(self, who: LoggedInAs) -> None: ...
    def end_session(self, who: LoggedInAs, session: UUID) -> None: ...
    def change_password(self, who: LoggedInAs, current: str, new: str) -> None: ...
    def rename(self, who: LoggedInAs, given_name: str, family_name: str) -> None: ...
    def prove(self, who: LoggedInAs, password: str, code: str = "") -> None: ...
    def want_email(self, who: LoggedInAs, email: str) -> None: ...
    def confirm_email(self, who: LoggedInAs, token: str) -> None: ...

    def log_in_with(self, email: str, password: str, code: str) -> LoggedInAs: ...
    def begin_second_factor(self, who: LoggedInAs) -> str: ...
    def confirm_second_factor(self, who: LoggedInAs, code: str) -> list[str]: ...
    def switch_second_factor_off(self, who: LoggedInAs) -> None: ...
    def renew_recovery_codes(self, who: LoggedInAs) -> list[str]: ...

    def delete_account(self, who: LoggedInAs) -> None: ...
    def keep_account(self, token: str) -> None: ...

    def undo_email(self, token: str) -> str:
        """What sets another password then."""

    def own_account(self, who: LoggedInAs) -> OwnAccount: ...
    def own_sessions(self, who: LoggedInAs) -> list[OpenSession]: ...

    def mails_to(self, email: str) -> list[Letter]:
        """All mails that facts called for so far, sent and read; oldest first."""


class Driver(Accounts, Protocol):
    """One way of reaching a shop. Every method either does what it says or raises :class:`Refused`."""

    def offers(self, goods: Goods, stock: int) -> None:
        """Put *goods* up for sale, or change what is said of them; *stock* counts the first time only."""

    def open_cart(self) -> UUID: ...
    def put(self, cart: UUID, sku: str, quantity: int) -> None: ...
    def change(self, cart: UUID, sku: str, quantity: int) -> None: ...
    def take_out(self, cart: UUID, sku: str) -> None: ...
    def cart(self, cart: UUID, country: str, method: str | None) -> CartView: ...

    def buy(
        self, cart: UUID, email: str, address: Address, *, method: str, card: str, quote: str | None, key: str | None
    ) -> Bought:
        """Place the order and pay with the sandbox *card*; a *key* makes asking again the same request."""

    def order(self, number: str, token: str | None) -> OrderView:
        """The order as whoever holds *token* sees it; ``None`` is the staff."""

    def ship(self, number: str, carrier: str, tracking: str) -> None: ...
    def deliver(self, number: str) -> None: ...

    def want_another(self, number: str, token: str, sku: str) -> str:
        """Ask to send one piece back and have the same again for it; the number of the return."""

    def take_in(self, back: str, sku: str) -> str | None:
        """Have that piece come, and find it good; the order that is sent for it, if one is."""

    def receive(self, sku: str, pieces: int) -> None: ...
    def count(self, sku: str, on_hand: int, reason: str) -> None: ...
    def level(self, sku: str) -> StockLevel: ...
    def reprice(self, goods: Goods, price: Money) -> None: ...
    def withdraw(self, goods: Goods, reason: str) -> None: ...

    def answer_bank(self, payment: UUID, *, approved: bool) -> None:
        """The shopper answers the bank's question, and the shop hears of it."""

    def reconcile(self, payment: UUID, *, give_up: bool) -> None:
        """Ask the gateway what became of a payment."""

    def taken(self) -> dict[UUID, Money]:
        """All money the gateway took, by payment."""

    def facts(self, stream: UUID) -> list[str]:
        """The tags of all that happened in one stream, in order."""

    def now(self) -> datetime: ...
    def wait(self, by: timedelta) -> None:
        """Let time pass, where this driver has a clock of its own; others skip the test and say so."""
