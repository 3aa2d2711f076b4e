"""What the page of a category sends about the attributes of its goods."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from store.domain.catalogue.attributes import (
    LONGEST_CHOICE,
    LONGEST_NAME,
    LONGEST_UNIT,
    MOST_CHOICES,
    AttributeDefinition,
    AttributeKind,
)
from store.entrypoints.shared.addresses import PLAIN

WORDS: Final = {
    "name": f"Write what it is called, in at most {LONGEST_NAME} characters.",
    "kind": "Choose what it is.",
    "unit": f"Write a unit of at most {LONGEST_UNIT} characters, such as kg.",
    "choices": f"Write at most {MOST_CHOICES} values, one a line.",
    "place": "Load this page again: it doesn't say where to.",
    "reason": "Say why, in at most 200 characters.",
    "version": "Load this page again: it doesn't say which version it shows.",
}
Version = Annotated[int, Meta(ge=0, le=2**31)]
Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
Reason = Annotated[str, Meta(max_length=200, pattern=PLAIN)]


class AttributeForm(Struct, frozen=True):
    """What an attribute shall be. ``choices`` stand one a line."""

    version: Version
    name: Name
    kind: AttributeKind
    unit: Annotated[str, Meta(max_length=LONGEST_UNIT)] = ""
    choices: Annotated[str, Meta(max_length=MOST_CHOICES * (LONGEST_CHOICE + 2))] = ""
    filterable: bool = False
    required: bool = False
    reason: Reason = ""

    def definition(self) -> AttributeDefinition:
        """As the catalogue takes it; what another kind was asked is left aside."""
        return AttributeDefinition(
            self.name, self.kind, unit=self.unit if self.kind is AttributeKind.NUMBER else "",
            choices=tuple(self.choices.splitlines()) if self.kind is AttributeKind.CHOICE else (),
            filterable=self.filterable, required=self.required,
        )


class PlaceForm(Struct, frozen=True):
    """Where among the category's own it shall stand, counted from nought."""

    version: Version
    was: Name
    place: Annotated[int, Meta(ge=0, le=1000)]
    reason: Reason = ""


class RemovalForm(Struct, frozen=True):
    """Which one shall be none any more."""

    version: Version
    was: Name
    reason: Reason = ""
