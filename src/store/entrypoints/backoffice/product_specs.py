"""The attributes in the form of a product: a field for each that its category asks for, then rows for whatever else.

Each is a row of the form with a name and a value; of those that the category asks for the name is not typed.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from store.domain.catalogue.attribute_values import defined_as, fitted
from store.domain.catalogue.attributes import AttributeDefinition
from store.entrypoints.backoffice.product_form import rows_in, said

_FIELD: Final = "attributes."


class Spec(Struct, frozen=True):
    """A field that the category asks for, in the row *row*. *stray* is what stands there and isn't to be chosen."""

    row: int
    definition: AttributeDefinition
    stray: str


class Arranged(Struct, frozen=True):
    """The form in the order of the category: *specs* first; *free* is the first row for whatever else."""

    form: dict[str, str]
    errors: dict[str, str]
    specs: list[Spec]

    @property
    def free(self) -> int:
        return len(self.specs)


def arranged(
    typed: Mapping[str, str], errors: Mapping[str, str], definitions: Sequence[AttributeDefinition]
) -> Arranged:
    """*typed* with its rows of attributes in the order of *definitions*, and *errors* by the fields they stand at then.

    Faults of attributes come by their names, or by the rows in which they were typed. What another category asked for
    and nobody said is left out.
    """
    rows = [
        (typed.get(f"attribute.{row}.name", ""), typed.get(f"attribute.{row}.value", ""), row)
        for row in range(rows_in(typed, "attribute"))
    ]
    taken: dict[str, tuple[str, int]] = {}
    others: list[tuple[str, str, int]] = []
    for name, value, row in rows:
        definition = defined_as(name, definitions)
        if definition and definition.name not in taken:
            taken[definition.name] = value, row
        elif value or (name and not typed.get(f"attribute.{row}.asked")):
            others.append((name, value, row))
    found = [(it.name, *taken.get(it.name, ("", -1))) for it in definitions] + others
    form = {name: text for name, text in typed.items() if not name.startswith("attribute.")}
    places: dict[str, str] = {}
    for place, (name, value, row) in enumerate(found):
        form |= {f"attribute.{place}.name": name, f"attribute.{place}.value": value}
        places[f"{_FIELD}{name}"] = f"attribute.{place}.value"
        places |= {f"attribute.{row}.{part}": f"attribute.{place}.{part}" for part in ("name", "value")}
    specs = [Spec(place, it, _stray(it, form[f"attribute.{place}.value"])) for place, it in enumerate(definitions)]
    return Arranged(form, {places.get(field, field): words for field, words in errors.items()}, specs)


def _stray(definition: AttributeDefinition, text: str) -> str:
    return text if text and fitted(definition, text) is None else ""


def chosen(spec: Spec, text: str) -> str:
    """What is chosen of a yes and no, or of a choice."""
    fit = fitted(spec.definition, text) if text else None
    return text if fit is None else said(fit)
