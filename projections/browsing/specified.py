"""What is said of a product's attributes, as its category has them: to be shown, chosen by, and mended."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, assert_never
from uuid import UUID

from msgspec import Struct, json, structs
from psycopg import Connection

from projections.browsing import marks, wording
from projections.browsing.cards import Detail
from projections.browsing.choices import facets_of
from projections.browsing.stitching import piece
from store.application.browsing.messages import Attribute
from store.application.catalogue.attributes import Misfit
from store.domain.catalogue.attribute_values import NEEDED, conformed, number_of, words
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind, Inherited
from store.domain.catalogue.events import Value

DDL: Final[LiteralString] = """
COMMENT ON COLUMN products.said IS 'Its attributes as they were written, as JSON.';
COMMENT ON COLUMN products.numbers IS 'The numbers one may choose it by: {"Weight (kg)": 1.5}.';
COMMENT ON COLUMN products.misfits IS
    'What of its attributes doesn''t fit its category, as JSON: name, value, what would fit; null where all does.';
"""
Options = Sequence[Mapping[str, str]]
_AT_ONCE: Final = 500
_GOODS: Final[LiteralString] = (
    "SELECT p.id, p.said, p.detail, c.defined,"
    " ARRAY(SELECT options FROM variants v WHERE v.product = p.id ORDER BY place)"
    " FROM products p JOIN categories c ON c.id = p.category"
    " WHERE p.path && %(places)s AND p.category = ANY(%(places)s) AND p.id > %(after)s ORDER BY p.id LIMIT %(limit)s"
)
_AGAIN: Final[LiteralString] = (
    f"UPDATE products p SET detail = v.detail, facets = v.facets, marks = {marks.OF}, numbers = v.numbers,"
    " misfits = v.misfits"
    " FROM (SELECT %s::text AS detail, %s::text[] AS facets, %s::jsonb AS numbers, %s::text AS misfits, %s::uuid AS id)"
    " AS v WHERE p.id = v.id AND (p.detail, p.facets, p.numbers, p.misfits) IS DISTINCT FROM"
    " (v.detail, v.facets, v.numbers, v.misfits)"
)
"""What stays as it is isn't written."""
_detail: Final = json.Decoder(Detail)
_said: Final = json.Decoder(dict[str, Value])
_defined: Final = json.Decoder(tuple[Inherited, ...])
_options: Final = json.Decoder(dict[str, str])


class Specified(Struct, frozen=True):
    """A product's attributes: those of its category first, in their order, then what else is said of it."""

    attributes: list[Attribute]
    facets: list[str]
    numbers: dict[str, Any]
    """As JSON numbers, in the digits in which they were written."""
    misfits: list[Misfit]

    @property
    def row(self) -> tuple[Any, ...]:
        """What its row has of them: facets, numbers, misfits."""
        misfits = json.encode(self.misfits).decode() if self.misfits else None
        return self.facets, "{" + ",".join(
            f"{json.encode(name).decode()}:{number}" for name, number in self.numbers.items()
        ) + "}", misfits


def specified(said: Mapping[str, Value], definitions: Sequence[AttributeDefinition], options: Options) -> Specified:
    """What to make of *said*; *options* are those of the variants."""
    found = conformed(said, definitions)
    by_name = {it.name: it for it in definitions if it.name in found.values}
    order = [*by_name, *(name for name in found.values if name not in by_name)]
    shown = [_shown(name, found.values[name], None if name in found.misfits else by_name.get(name)) for name in order]
    chosen = [it for it in shown if it.name not in by_name or by_name[it.name].filterable]
    return Specified(
        shown, facets_of([(it.name, it.value) for it in chosen], options),
        {measure(it.name, it.unit): it.number for it in chosen if it.number is not None},
        [
            *(Misfit(name, words(found.values[name]), problem) for name, problem in found.misfits.items()),
            *(Misfit(name, None, NEEDED) for name in found.missing),
        ],
    )


def measure(name: str, unit: str) -> str:
    """How a number is called that one may choose by: what is counted in another unit is another one."""
    return f"{name} ({unit})" if unit else name


def definitions_of(defined: str) -> tuple[AttributeDefinition, ...]:
    """Those of a category, as its row has them."""
    return tuple(it.definition for it in _defined.decode(defined))


def follow(renamed: Sequence[UUID], redefined: Sequence[UUID], db: Connection[Any]) -> None:
    """Have goods follow what their categories are called by now, and what these say they have."""
    wording.again(renamed, db)
    last = UUID(int=0)
    while redefined:
        rows = db.execute(_GOODS, {"places": redefined, "after": last, "limit": _AT_ONCE}).fetchall()
        written = [_written(*row) for row in rows]
        with db.cursor() as cursor:
            cursor.executemany(_AGAIN, written)
        wording.again_for([row[0] for row, now in zip(rows, written, strict=True) if row[2] != now[0]], db)
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1][0]


def _written(id: UUID, said: str, detail: str, defined: str, options: list[str]) -> tuple[Any, ...]:
    now = specified(_said.decode(said), definitions_of(defined), [_options.decode(it) for it in options])
    shown = structs.replace(_detail.decode(f"{detail}}}"), attributes=now.attributes)
    return piece(shown), *now.row, id


def _shown(name: str, value: Value, definition: AttributeDefinition | None) -> Attribute:
    if definition is None:
        return Attribute(name, words(value))
    match definition.kind:
        case AttributeKind.NUMBER:
            number = f"{number_of(value) or 0:f}"
            unit = definition.unit
            return Attribute(name, f"{number} {unit}".strip(), definition.kind.value, number=number, unit=unit)
        case AttributeKind.YES_NO:
            return Attribute(name, words(value), definition.kind.value, truth=value is True)
        case AttributeKind.CHOICE | AttributeKind.TEXT:
            return Attribute(name, words(value), definition.kind.value)
        case _:
            assert_never(definition.kind)
