"""What one may send to ``/api/v1/returns`` and to ``/api/v1/orders/{number}/returns``."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from store.application.returns.ports import LARGEST
from store.application.shared.errors import WrongFields
from store.domain.returns.events import InspectedLine
from store.domain.returns.returning import MOST_PHOTOGRAPHS
from store.domain.shared.ids import Sku
from store.entrypoints.rest.cancellations import MOST_LINES, PiecesForm
from store.entrypoints.shared.returns import LONGEST_WORDS, refusal_of

Reason = Literal["damaged", "not_as_described", "wrong_item", "does_not_fit", "not_wanted", "other"]
RefusalName = Literal["used", "broken_later", "incomplete", "not_ours", "not_there", "agreed", "other"]
_Pieces = Annotated[int, Meta(ge=0, le=1_000_000)]


class BackForm(PiecesForm, frozen=True, forbid_unknown_fields=True):
    """Pieces of one line that go back. `instead` is the SKU of another variant of the same product that costs no more
    (one of its `choices` with the state `same` or `cheaper`), or its own: that many of it are sent when the pieces were
    looked at, instead of money. Of what costs less the rest is paid back.
    """

    instead: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class ReturnForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What goes back, and why; `words` are one's own, kept sealed, and read by whoever decides.

    `photos` are JPEGs, PNGs or WebPs of the goods in Base64, eight megabytes each at most: what they say of the camera
    and the place is not kept.
    """

    lines: Annotated[list[BackForm], Meta(
        min_length=1, max_length=MOST_LINES, examples=[[{"sku": "HARBOUR-MUG-SAGE", "quantity": 1}]],
    )]
    reason: Annotated[Reason, Meta(examples=["does_not_fit"])]
    words: Annotated[str, Meta(max_length=LONGEST_WORDS)] = ""
    as_credit: bool = False
    """Have the money as credit; for whoever is logged in under the account of the order."""
    photos: Annotated[list[Annotated[bytes, Meta(max_length=LARGEST)]], Meta(max_length=MOST_PHOTOGRAPHS)] = []

    def pieces(self) -> dict[Sku, int]:
        """How many of each go back, whatever the number of lines that say so."""
        found: dict[Sku, int] = {}
        for line in self.lines:
            found[Sku(line.sku)] = found.get(Sku(line.sku), 0) + line.quantity
        return found

    def instead(self) -> dict[Sku, Sku]:
        """What is wanted for which of them, one thing for all pieces of a SKU.

        :raises WrongFields: where two lines of one SKU want different things, or only one of them any.
        """
        wanted: dict[str, str | None] = {}
        faults = {
            f"lines[{place}].instead": "Say the same for all lines of one SKU." for place, line in enumerate(self.lines)
            if wanted.setdefault(line.sku, line.instead) != line.instead
        }
        if faults:
            raise WrongFields(faults)
        return {Sku(sku): Sku(other) for sku, other in wanted.items() if other}


class RefusalForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it can't come."""

    reason: Annotated[RefusalName, Meta(examples=["used"])]


class InspectedForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What was found of a line: so many go back on the shelf, so many are accepted but can't be sold again, and so
    many are not accepted, for which there has to be a reason. Together they are the pieces of the return.
    """

    sku: Annotated[str, Meta(min_length=1, max_length=64, examples=["HARBOUR-MUG-SAGE"])]
    restocked: Annotated[_Pieces, Meta(examples=[1])] = 0
    written_off: _Pieces = 0
    refused: _Pieces = 0
    why: RefusalName | None = None

    def found(self) -> InspectedLine:
        """The same, as facts keep it."""
        return InspectedLine(
            Sku(self.sku), self.restocked + self.written_off, self.restocked, self.refused,
            refusal_of(self.why) if self.refused and self.why else "",
        )


class InspectionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """All lines of the return."""

    lines: Annotated[list[InspectedForm], Meta(
        min_length=1, max_length=MOST_LINES, examples=[[{"sku": "HARBOUR-MUG-SAGE", "restocked": 1}]],
    )]
