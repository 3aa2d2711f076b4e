"""Lines in which staff write down what belongs to shipping."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from msgspec import structs

from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.shipping_plan import Area, Tariff
from store.domain.shared.ids import Sku
from store.entrypoints.shared.amounts import NoAmounts, amounts_in, such_amounts, such_as

_LONGEST: Final = 40_000
_PART: Final = re.compile(
    r"(?:up to (?P<grams>[0-9]{1,7}) ?g|free from (?P<free>[^,]{1,1500})|"
    r"(?P<least>[0-9]{1,3})(?: ?- ?(?P<most>[0-9]{1,3}))? days?)"
)


class Unreadable(ValueError):
    """Says in a sentence what can't be read, and in which field."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def areas(text: str) -> list[Area]:
    """Areas, one a line.

    :raises Unreadable: for anything else.
    """
    found = []
    for line in _lines(text):
        country, _, postal = line.partition(" ")
        found.append(Area(country.upper(), postal.strip().upper()))
    return found


def tariffs(text: str, currency: str) -> list[Tariff]:
    """Tariffs, one a line; amounts without a currency are in *currency*.

    :raises Unreadable: for anything else.
    """
    found = []
    for line in _lines(text):
        zone, colon, rest = line.partition(":")
        price, *parts = (part.strip() for part in rest.split(","))
        tariff = Tariff(zone.strip(), _amounts(price, currency))
        for part in parts:
            tariff = _told(tariff, part, currency)
        if not colon:
            raise _no_tariff(currency)
        found.append(tariff)
    return found


def _told(tariff: Tariff, part: str, currency: str) -> Tariff:
    it = _PART.fullmatch(part)
    if it is None:
        raise _no_tariff(currency)
    if it["grams"]:
        return structs.replace(tariff, up_to=int(it["grams"]))
    if it["free"]:
        return structs.replace(tariff, free_from=_amounts(it["free"], currency))
    return structs.replace(tariff, days=WorkingDays(int(it["least"]), int(it["most"] or it["least"])))


def _amounts(text: str, currency: str) -> dict[str, int]:
    try:
        return {it.currency: it.minor for it in amounts_in(text, currency)}
    except NoAmounts as wrong:
        raise (Unreadable("tariffs", wrong.words) if wrong.words else _no_tariff(currency)) from None


def _no_tariff(currency: str) -> Unreadable:
    return Unreadable("tariffs", (
        "One tariff a line: the zone, a colon, the price, in others as well:"
        f" {such_amounts(5, currency)}; then, if you like, up to 2000 g,"
        f" free from {such_as(60, currency)}, 3-6 days."
    ))


def days(text: str) -> list[date]:
    """Days, one a line.

    :raises Unreadable: for anything else.
    """
    try:
        return [date.fromisoformat(line) for line in _lines(text)]
    except ValueError:
        raise Unreadable("holidays", "One day a line, such as 2026-12-25.") from None


def weights(text: str) -> list[tuple[Sku, int]]:
    """What articles weigh, one a line.

    :raises Unreadable: for anything else.
    """
    found = []
    for line in _lines(text):
        sku, _, grams = line.rpartition(":")
        if not (grams.strip().isascii() and grams.strip().isdecimal()):
            raise Unreadable("grams", "One article a line, a colon, and its grams. HARBOUR-MUG: 350")
        found.append((Sku(sku.strip()), int(grams.strip()[:9])))
    return found


def number(typed: Mapping[str, str], field: str) -> int:
    """A whole number.

    :raises Unreadable: for anything else.
    """
    text = typed.get(field, "").strip()
    if not (text.isascii() and text.isdecimal()):
        raise Unreadable(field, "A whole number, please.")
    return int(text[:9])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text[:_LONGEST].splitlines() if line.strip()]
