"""Two who changed one product at once: what each changed is kept, and where both did, whoever comes second decides."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

Key = tuple[str, ...]
_KEYED: Final = {"variant": "sku", "attribute": "name"}
"""Rows are known by this field, not by their place: somebody may have put another one above."""


class Merged(Struct, frozen=True):
    """The form with what both changed, and, by its fields, what the other wrote where both changed the same."""

    form: dict[str, str]
    theirs: dict[str, str]


def merge(seen: Mapping[str, str], now: Mapping[str, str], typed: Mapping[str, str]) -> Merged:
    """*typed* over *now*, both of which were once *seen*."""
    base, theirs, mine = _flat(seen), _flat(now), _flat(typed)
    kept: dict[Key, str] = {}
    clashes: dict[Key, str] = {}
    for key in theirs | mine | base:
        was, other, own = (it.get(key, "") for it in (base, theirs, mine))
        kept[key] = other if own == was else own
        if own not in {was, other} and other != was:
            clashes[key] = other
    return Merged(*_rows(kept, clashes))


def _flat(form: Mapping[str, str]) -> dict[Key, str]:
    """Fields by what they are about: ``("variant", "MUG-RED", "price")``."""
    found: dict[Key, str] = {}
    for field, text in form.items():
        kind, _, rest = field.partition(".")
        row, _, part = rest.partition(".")
        if kind in _KEYED and part:
            key = form.get(f"{kind}.{row}.{_KEYED[kind]}", "") or f"\n{row}"
            found[kind, key, part] = text
        else:
            found[(field,)] = text
    return found


def _rows(kept: Mapping[Key, str], clashes: Mapping[Key, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Back in rows; those of which nothing is left are gone."""
    places: dict[Key, int] = {}
    fields: dict[Key, str] = {}
    for key in kept:
        if len(key) == 1:
            fields[key] = key[0]
        elif any(text for other, text in kept.items() if other[:2] == key[:2]):
            taken = sum(1 for kind, _ in places if kind == key[0])
            place = places.setdefault(key[:2], taken)
            fields[key] = f"{key[0]}.{place}.{key[2]}"
    form = {field: kept[key] for key, field in fields.items()}
    return form, {fields[key]: text for key, text in clashes.items() if key in fields}
