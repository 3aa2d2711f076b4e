"""The law of credit: what an order takes of its buyer's, and what of it goes back, each with the fact that says why."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from projections.audit.shelves import Broken, Mark
from store.application.audit.conservation import Law
from store.domain.credit.events import CreditClaimed, CreditGranted, CreditPaidOut, CreditReleased, CreditSpent
from store.domain.shared.money import Money

CREDIT_FACTS: Final = (CreditGranted, CreditClaimed, CreditReleased, CreditSpent, CreditPaidOut)
CreditFact: TypeAlias = CreditGranted | CreditClaimed | CreditReleased | CreditSpent | CreditPaidOut
_STEPS: Final[dict[type, str]] = {CreditClaimed: "claimed", CreditReleased: "released", CreditSpent: "spent"}


class Credited(Struct):
    """The credit that one order was paid by, and that its money became; marks say how much."""

    asked: int = 0
    steps: dict[str, list[Mark]] = {}
    granted: list[Mark] = []
    owed: list[Mark] = []
    """What became credit of what was cancelled or came back."""

    def take(self, event: CreditFact, mark: Mark) -> None:
        """Take a fact of the credit; *mark* says of how much."""
        if isinstance(event, CreditPaidOut):
            return  # its payment owes that much more
        if isinstance(event, CreditGranted):
            self.granted.append(mark)
        else:
            self.steps.setdefault(_STEPS[type(event)], []).append(mark)

    def broken(
        self, currency: str, placed: Mark, confirmed: Mark | None, given_up: Mark | None
    ) -> Iterator[Broken]:
        """What does not hold. *given_up*: it was cancelled, and nobody had paid for it."""
        yield from self._as_much("claimed", placed, currency)
        yield from self._as_much("spent", confirmed, currency)
        yield from self._as_much("released", given_up, currency)
        wanted, granted = _together(self.owed), _together(self.granted)
        for transaction in sorted(wanted.keys() | granted.keys()):
            of, mark = wanted.get(transaction), granted.get(transaction)
            if (of.pieces if of else 0) != (mark.pieces if mark else 0):
                words = f"{_of(mark, currency)} of it became credit, it says {_of(of, currency)}"
                yield Broken(Law.CREDIT, min(it for it in (of, mark) if it), words)

    def _as_much(self, step: str, whole: Mark | None, currency: str) -> Iterator[Broken]:
        """Whether all that the order asked for was *step* together with *whole*, and nothing where that isn't there."""
        marks = self.steps.get(step, [])
        if whole is None or not self.asked:
            for mark in marks[:1]:
                yield Broken(Law.CREDIT, mark, f"{_of(mark, currency)} of credit were {step} without a reason")
            return
        there = marks[0] if len(marks) == 1 else None
        if there is None or there.pieces != self.asked or there.transaction != whole.transaction:
            asked = Money(self.asked, currency)
            yield Broken(Law.CREDIT, max([whole, *marks]), f"not {asked} of credit were {step} with it")


def _together(marks: Sequence[Mark]) -> dict[int, Mark]:
    """By transaction; there is one grant in each at most, or the sum won't fit."""
    found: dict[int, Mark] = {}
    for mark in marks:
        before = found.get(mark.transaction)
        found[mark.transaction] = Mark(
            mark.position, mark.stream, mark.version, mark.tag, mark.pieces + (before.pieces if before else 0)
        )
    return found


def _of(mark: Mark | None, currency: str) -> Money:
    return Money(mark.pieces if mark else 0, currency)
