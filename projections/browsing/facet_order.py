"""In which order lists offer attributes to choose by: as the category has them, then those that tell most apart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from projections.browsing.choices import by_name, parted
from projections.browsing.specified import measure
from store.application.browsing.messages import AttributeCounts, NumberRange, ValueCount
from store.application.browsing.ports import Wanted
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind

MOST_ATTRIBUTES: Final = 8
LEAST_OTHERS: Final = 3
"""So many are shown at least beside those that a category names: options are among them."""
MOST_VALUES: Final = 12
Bounds = Mapping[str, tuple[str, str]]


def attributes_of(
    wanted: Wanted, counts: Mapping[str, int], bounds: Bounds, said: Sequence[Sequence[AttributeDefinition]]
) -> list[AttributeCounts]:
    """*counts* by facet and *bounds* by the key of the number; *said* is what holds at each of the chosen places."""
    definitions = _once(said)
    found = by_name(counts)
    offered = (_offered(it, wanted, counts, bounds, found) for it in definitions.values() if it.filterable)
    first = [it for it in offered if it]
    others = {name: facets for name, facets in found.items() if name.casefold() not in definitions}
    return [*first, *_others(others, counts, wanted, max(MOST_ATTRIBUTES - len(first), LEAST_OTHERS))]


def _once(said: Sequence[Sequence[AttributeDefinition]]) -> dict[str, AttributeDefinition]:
    """Those of all places; where two say different things under one name, those of the first."""
    found: dict[str, AttributeDefinition] = {}
    for it in (it for place in said for it in place):
        found.setdefault(it.name.casefold(), it)
    return found


def _offered(
    it: AttributeDefinition, wanted: Wanted, counts: Mapping[str, int], bounds: Bounds,
    found: Mapping[str, Sequence[str]],
) -> AttributeCounts | None:
    """What *it* offers to choose; nothing where there is no choice."""
    if it.kind is AttributeKind.NUMBER:
        key = measure(it.name, it.unit)
        low, high = bounds.get(key, ("", ""))
        chosen = any(number.key == key for number in wanted.numbers)
        if low == high and not chosen:
            return None
        return AttributeCounts(it.name, [], it.kind.value, it.unit, NumberRange(key, low, high) if low else None)
    fixed = _fixed(it)
    facets = [
        facet for facet in found.get(it.name, ())
        if not fixed or parted(facet)[1] in fixed or facet in wanted.facets
    ]
    if not facets:
        return None
    values = list(_in_order(it, facets, counts, wanted))
    return AttributeCounts(it.name, values if it.choices else values[:MOST_VALUES], it.kind.value)


def _in_order(
    it: AttributeDefinition, facets: Sequence[str], counts: Mapping[str, int], wanted: Wanted
) -> Iterator[ValueCount]:
    """Choices as the category has them, yes before no, all others by how many there are."""
    place = {value: at for at, value in enumerate(_fixed(it))}

    def order(facet: str) -> tuple[int, bool, int, str]:
        return place.get(parted(facet)[1], len(place)), facet not in wanted.facets, -counts[facet], facet

    return (ValueCount(facet, parted(facet)[1], counts[facet]) for facet in sorted(facets, key=order))


def _fixed(it: AttributeDefinition) -> tuple[str, ...]:
    """All that there is to choose, where the category says so: what doesn't fit is nothing to choose by."""
    return it.choices or (("Yes", "No") if it.kind is AttributeKind.YES_NO else ())


def _others(
    found: Mapping[str, Sequence[str]], counts: Mapping[str, int], wanted: Wanted, most: int
) -> Iterator[AttributeCounts]:
    """Those that tell most products apart; what something was chosen of comes first."""
    own = by_name(wanted.facets)
    telling = {name: facets for name, facets in found.items() if name in own or len(facets) > 1}
    kept = sorted(telling, key=lambda name: (name not in own, -sum(counts[facet] for facet in telling[name]), name))
    for name in kept[:most]:
        facets = sorted(telling[name], key=lambda facet: (facet not in wanted.facets, -counts[facet], facet))
        yield AttributeCounts(name, [
            ValueCount(facet, parted(facet)[1], counts[facet]) for facet in facets[:MOST_VALUES]
        ])
