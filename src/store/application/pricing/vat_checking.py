"""Checking VAT numbers: a register is asked whether one is given out, and what it said counts for a while.

Nobody buys later for it. It is asked when a price is shown and before an order is placed, outside any transaction, and
briefly; where it says nothing the tax is charged, which can be given back, and a tax that wasn't taken can't be taken.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from store.application.pricing.ports import VatNumbers
from store.application.shared.bus import Query
from store.application.shared.ports import Clock
from store.domain.pricing.vat_checks import Answer, VatCheck, counts
from store.domain.pricing.vat_numbers import canonical


class AsksRegister(Query[bool], frozen=True):
    """Whether somebody outside would be asked about this VAT number, for a parcel to that *country*."""

    vat_number: str
    country: str


class Heard(Struct, frozen=True):
    """What a register says, and under which *consultation* number it can say so again."""

    answer: Answer
    consultation: str = ""


class VatRegister(Protocol):
    """Whoever knows which VAT numbers are given out."""

    @property
    def name(self) -> str:
        """What it is called."""

    def ask(self, number: str) -> Heard:
        """Whether this *number*, in capital letters with its country, is given out. It is never waited for long."""


class KnownVatChecks(Protocol):
    """What registers said lately. Numbers are known by a keyed digest, kept nowhere else."""

    def of(self, number: str) -> VatCheck | None:
        """The newest about *number*."""

    def note(self, number: str, check: VatCheck) -> None:
        """In place of what was known of it."""

    def tidy(self, now: datetime, valid: timedelta) -> None:
        """Forget what doesn't count any more, where what is *valid* does for so long."""


class ChecksVatNumbers(Protocol):
    """What commands need: asking, outside of transactions, and what is known, inside them."""

    def country(self, number: str) -> str | None:
        """Whose it is, as far as it can be told without asking anybody."""

    def check(self, number: str) -> VatCheck | None:
        """What the register says; nothing where this shop asks none."""

    def known(self, number: str) -> VatCheck | None:
        """The same without asking, from what it said lately."""


class ShownVatChecks(Protocol):
    """What queries need."""

    def asks(self, number: str) -> Awaitable[bool]:
        """Whether the register would be asked if it were checked now: there is one, and it said nothing lately."""

    def country(self, number: str) -> str | None:
        """Whose it is, as far as it can be told without asking anybody."""

    def check(self, number: str) -> Awaitable[VatCheck | None]:
        """What the register says; nothing where this shop asks none."""


@dataclass(frozen=True)
class CheckingVatNumbers:
    """Asks *register*, if there is one. What it holds for given out counts for so long as *valid* says."""

    numbers: VatNumbers
    register: VatRegister | None
    checks: KnownVatChecks
    clock: Clock
    valid: timedelta

    def country(self, number: str) -> str | None:
        """By its form."""
        return self.numbers.country(number)

    def asks(self, number: str) -> bool:
        """Whether that would ask somebody."""
        return self.register is not None and self._counting(self.register, canonical(number)) is None

    def check(self, number: str) -> VatCheck | None:
        """Asked once in a while, however often somebody looks."""
        if self.register is None:
            return None
        plain = canonical(number)
        if known := self._counting(self.register, plain):
            return known
        said = self.register.ask(plain)
        if said.answer is Answer.UNAVAILABLE and (known := self._counting(self.register, plain)):
            return known  # somebody else was told meanwhile
        check = VatCheck(self.register.name, said.answer, self.clock.now(), said.consultation)
        self.checks.note(plain, check)
        return check

    def known(self, number: str) -> VatCheck | None:
        """Where nothing counts any more, it is as if the register had said nothing."""
        if self.register is None:
            return None
        found = self._counting(self.register, canonical(number))
        return found or VatCheck(self.register.name, Answer.UNAVAILABLE, self.clock.now())

    def _counting(self, register: VatRegister, number: str) -> VatCheck | None:
        """Of another register than the one of today nothing does."""
        found, now = self.checks.of(number), self.clock.now()
        return found if found and found.register == register.name and counts(found, now, self.valid) else None
