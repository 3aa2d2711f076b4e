"""Relieving: a business of another member state pays the tax there itself (directive 2006/112/EC, article 138).

Its number is told from made-up ones without asking anybody. Where the shop asks a register as well, only a number that
is given out relieves: one that isn't is refused, and while the register says nothing the tax is charged.
"""

from dataclasses import dataclass
from typing import Protocol, assert_never

from store.domain.ordering.business_events import NumberChecked
from store.domain.pricing.vat_checks import Answer, VatCheck
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import SubjectId
from store.domain.shared.personal import Personal


class VatNumberRefused(RuleViolated):
    """This VAT number can't be used."""


class VatNumberWrong(VatNumberRefused):
    """This is no VAT number of the European Union. Look how it is written, such as DE136695976, or leave it out."""


@dataclass(eq=False)
class VatNumberElsewhere(VatNumberRefused):
    """This VAT number is of {country}, and the parcel goes elsewhere. Use an address there, or leave it out."""

    country: str


@dataclass(eq=False)
class VatNumberNotGivenOut(VatNumberRefused):
    """{register} doesn't know this VAT number. Look how it is written, or leave it out."""

    register: str


class KnowsCountries(Protocol):
    """Tells whose a number is."""

    def country(self, number: str) -> str | None: ...


def relievable(number: str, to: str, home: str, numbers: KnowsCountries) -> bool:
    """Whether *number* may relieve a purchase that goes to the country *to*: then a register is worth asking.

    A number of the shop's own country is kept with the order, and its tax is due.

    :raises VatNumberWrong: for what can't be one.
    :raises VatNumberElsewhere: if the parcel goes to another country than that of the number.
    """
    if not number.strip():
        return False
    country = numbers.country(number)
    if country is None:
        raise VatNumberWrong
    if country != to:
        raise VatNumberElsewhere(country)
    return country != home


def may_relieve(number: str, to: str, home: str, numbers: KnowsCountries) -> bool:
    """The same, of what may be refused later."""
    country = numbers.country(number) if number.strip() else None
    return country == to != home


def relieves(check: VatCheck | None) -> bool:
    """Whether no tax is due, where a number may relieve and a register said this of it; nothing, where none is asked.

    :raises VatNumberNotGivenOut: if it doesn't know the number.
    """
    if check is None:
        return True
    match check.answer:
        case Answer.VALID:
            return True
        case Answer.INVALID:
            raise VatNumberNotGivenOut(check.register)
        case Answer.UNAVAILABLE:
            return False
        case _:
            assert_never(check.answer)


def checked(check: VatCheck, subject: SubjectId) -> NumberChecked:
    """The same as an order keeps it: it leads to whose number it is, and is sealed with the rest of theirs."""
    valid = check.answer is Answer.VALID
    return NumberChecked(check.register, valid, check.at, Personal(subject, check.consultation))
