"""Rates in the shape in which the European Central Bank publishes them each day: its ``eurofxref-daily.xml``.

``<Cube time="2026-10-30"><Cube currency="USD" rate="1.1172"/>…</Cube>``, each for one euro. Whatever comes is taken for
a stranger's word: a document that declares anything of its own is refused, and so is one that is too long.
"""

from datetime import date
from typing import Any, Final
from xml.parsers import expat

from store.application.pricing.ports import RatesAway
from store.domain.pricing.rate_sheets import Rates

SOURCE: Final = "ECB"
MOST_READ: Final = 64 * 1024
_CUBE: Final = "Cube"


def rates_in(text: bytes) -> Rates:
    """What *text* says.

    :raises RatesAway: where it is no such document.
    """
    days: list[str] = []
    found: dict[str, str] = {}

    def opened(name: str, said: dict[str, str]) -> None:
        if name.rpartition(":")[2] == _CUBE and "time" in said:
            days.append(said["time"])
        if name.rpartition(":")[2] == _CUBE and {"currency", "rate"} <= said.keys() and len(days) == 1:
            found[said["currency"]] = said["rate"]

    def refused(*_: Any) -> None:
        raise RatesAway("it declares things of its own")

    if len(text) > MOST_READ:
        raise RatesAway("it is too long")
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = opened, refused
    try:
        parser.Parse(text, True)  # noqa: FBT003 - that is how it is told that this is all
        return Rates(date.fromisoformat(days[0]), SOURCE, "EUR", found)
    except (expat.ExpatError, ValueError, IndexError) as wrong:
        raise RatesAway("it is not in the form of the European Central Bank") from wrong
