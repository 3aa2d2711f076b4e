"""Relieving: a business of another member state pays the tax there itself (directive 2006/112/EC, article 138).

Its number is told from made-up ones without asking anybody: nobody waits at the checkout for an office elsewhere.
"""

from dataclasses import dataclass

from store.application.pricing.ports import VatNumbers
from store.domain.shared.errors import RuleViolated


class VatNumberWrong(RuleViolated):
    """This is no VAT number of the European Union. Look how it is written, such as DE136695976, or leave it out."""


@dataclass(eq=False)
class VatNumberElsewhere(RuleViolated):
    """This VAT number is of {country}, and the parcel goes elsewhere. Use an address there, or leave it out."""

    country: str


def relieved(number: str, to: str, home: str, numbers: VatNumbers) -> bool:
    """Whether no tax is due where *number* was said and the parcel goes to the country *to*.

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
