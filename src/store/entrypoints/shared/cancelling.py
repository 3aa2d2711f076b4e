"""What shoppers and staff say when they cancel: reasons by short names, and pieces line by line."""

from collections.abc import Mapping, Sequence
from typing import Final

from store.application.ordering.messages import OrderLineView
from store.application.shared.errors import BadValue
from store.domain.ordering.events import Canceller
from store.domain.ordering.reasons import ShopperReason, StaffReason
from store.domain.shared.ids import Sku

BY_SHOPPERS: Final[Mapping[str, str]] = {reason.name.lower(): reason.value for reason in ShopperReason}
BY_STAFF: Final[Mapping[str, str]] = {reason.name.lower(): reason.value for reason in StaffReason}
_FIELD: Final = "pieces-"
_MOST: Final = 1_000_000


def reason_of(name: str, by: Canceller) -> str:
    """The words that a fact keeps. Staff may also say what a shopper would.

    :raises BadValue: for any other *name*.
    """
    known = {**BY_STAFF, **BY_SHOPPERS} if by is Canceller.STAFF else BY_SHOPPERS
    if name not in known:
        raise BadValue("reason", f"choose one of {', '.join(known)}")
    return known[name]


def pieces_in(form: Mapping[str, str], lines: Sequence[OrderLineView]) -> dict[Sku, int] | None:
    """How many of each line are to be cancelled; ``None`` where a form doesn't say so in numbers.

    Of lines that it says nothing of, none are.
    """
    wanted: dict[Sku, int] = {}
    for number, line in enumerate(lines):
        said = form.get(f"{_FIELD}{number}", "") or "0"
        if not (said.isascii() and said.isdigit()) or len(said) > len(str(_MOST)):
            return None
        wanted[line.sku] = int(said)
    return wanted


def all_that_is_left(pieces: Mapping[Sku, int], lines: Sequence[OrderLineView]) -> bool:
    """Whether nothing would be left of these *lines*."""
    return all(pieces.get(line.sku, 0) == line.quantity - line.cancelled for line in lines)
