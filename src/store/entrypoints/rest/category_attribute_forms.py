"""What is sent to ``/api/v1/categories/{id}/attributes``."""

from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from store.domain.catalogue.attributes import (
    LONGEST_CHOICE,
    LONGEST_NAME,
    LONGEST_UNIT,
    MOST_CHOICES,
    AttributeDefinition,
    AttributeKind,
)
from store.entrypoints.shared.addresses import PLAIN, VISIBLE

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, pattern=VISIBLE, examples=["Weight"])]
Kind: TypeAlias = Annotated[AttributeKind, Meta(examples=["number"])]
Unit: TypeAlias = Annotated[str, Meta(max_length=LONGEST_UNIT, pattern=PLAIN, examples=["kg"])]
Choices: TypeAlias = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=LONGEST_CHOICE, pattern=VISIBLE)]], Meta(max_length=MOST_CHOICES),
]
Reason: TypeAlias = Annotated[str, Meta(max_length=200, pattern=PLAIN)]


class AttributeForm(Struct, frozen=True, forbid_unknown_fields=True):
    """An attribute that goods have. Only a number has a ``unit``, only a choice has ``choices``.

    Lists can be narrowed down by what is ``filterable``; what is ``required`` has to be said of whatever is for sale.
    """

    name: Name
    kind: Kind
    unit: Unit = ""
    choices: Choices = []
    filterable: bool = False
    required: bool = False
    reason: Reason | None = None

    def definition(self) -> AttributeDefinition:
        """As the catalogue takes it."""
        return AttributeDefinition(
            self.name, self.kind, self.unit, tuple(self.choices), self.filterable, self.required
        )


class AttributeChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """What shall be said of it from now on; what isn't sent stays as it is."""

    name: Name | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    unit: Unit | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET
    filterable: bool | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    reason: Reason | None = None


class AttributePlace(Struct, frozen=True, forbid_unknown_fields=True):
    """Where among the category's own it shall stand, counted from nought."""

    place: Annotated[int, Meta(ge=0, le=1000, examples=[0])]
    reason: Reason | None = None


def changed(known: AttributeDefinition, data: AttributeChanges) -> AttributeDefinition:
    """*known* with what was sent. Who sends another kind leaves behind what only the former one had."""
    kind = known.kind if isinstance(data.kind, UnsetType) else data.kind
    kept = known if kind is known.kind else AttributeDefinition(known.name, kind)
    return AttributeDefinition(
        known.name if isinstance(data.name, UnsetType) else data.name, kind,
        kept.unit if isinstance(data.unit, UnsetType) else data.unit,
        kept.choices if isinstance(data.choices, UnsetType) else tuple(data.choices),
        known.filterable if isinstance(data.filterable, UnsetType) else data.filterable,
        known.required if isinstance(data.required, UnsetType) else data.required,
    )
