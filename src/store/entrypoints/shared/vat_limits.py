"""How many VAT numbers somebody may try: each new one is a question to a register that isn't ours.

Nobody is kept from buying: who leaves the number out, or says one that is known already, is asked for nothing.
"""

from typing import Final

from limits import RateLimitItemPerDay, RateLimitItemPerHour

from store.application.pricing.vat_checking import AsksRegister
from store.domain.pricing.vat_numbers import LONGEST
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.checkout_address import buyer
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import NobodyCounts, RateClass, RateLimits, TooManyRequests

VAT_NUMBERS: Final = RateClass("vat numbers", (RateLimitItemPerHour(20), RateLimitItemPerDay(60)))
NUMBER_REFUSED: Final = (TooManyRequests, NobodyCounts)
TOO_MANY_NUMBERS: Final = (
    "You have tried many VAT numbers. Try again in an hour, or leave it out: then VAT is charged."
)


async def spend_a_number(number: str, country: str | None, request: AnyRequest, desk: Desk, limits: RateLimits) -> None:
    """Count it, if a register would be asked about it, before it is.

    :raises TooManyRequests: where that was done too often.
    :raises NobodyCounts: while that can't be told.
    """
    if not number.strip():
        return
    if await desk.ask(AsksRegister(vat_number=number, country=country or ""), request):
        await limits.spend(VAT_NUMBERS, request)


async def spend_a_number_in(form: Form, request: AnyRequest, desk: Desk, limits: RateLimits) -> None:
    """The same of the number in *form*, for wherever its parcel goes."""
    if number := form.get("vat_number", "").strip()[:LONGEST]:
        await spend_a_number(number, (await buyer(request, desk)).country(form), request, desk, limits)


def headers_of(refused: Exception) -> dict[str, str]:
    """What a program is told about when to come back."""
    return refused.headers if isinstance(refused, TooManyRequests) else {}
