"""The register of every tag that was ever written, each with a stored example. It only grows.

``python -m tests.architecture.event_register`` adds what is new and never touches what is there.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct

from store.adapters.drivers.eventlog.codec import EventCodec, tag_of
from store.adapters.drivers.vault import Vault
from store.domain.shared.aggregate import Event
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.register import EVENTS, UPCASTS

FILE = Path(__file__).with_suffix(".json")
SOMEBODY = UUID(int=1)
STREAM, VERSION = UUID(int=2), 1


class OneKey:
    """The key all examples are sealed with. Nobody's secret."""

    def obtain(self, subject: UUID) -> bytes | None:
        return self.find(subject)

    def find(self, subject: UUID) -> bytes | None:
        return b"an example is nobody's secret..."[:32] if subject == SOMEBODY else None

    def destroy(self, subject: UUID) -> None:
        raise NotImplementedError(subject)

    def erased(self) -> list[UUID]:
        return []


CODEC = EventCodec(EVENTS, Vault(OneKey()), UPCASTS)


def stored() -> dict[str, Any]:
    """The register as it is checked in."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def example(kind: type[Event]) -> Any:
    """One stored fact of this *kind*, with every field filled in."""
    _, state = CODEC.encode(filled(kind, "event"), STREAM, VERSION)
    return json.loads(state)


def filled(kind: Any, name: str) -> Any:  # noqa: PLR0911 - one answer for each sort of type
    """Some value of the type *kind*, the same every time."""
    match get_origin(kind) or kind:
        case NewType() as alias:
            return filled(alias.__supertype__, name)
        case origin if origin in {Union, UnionType}:
            return filled(next(each for each in get_args(kind) if each is not NoneType), name)
        case origin if origin is Personal:
            return Personal(SOMEBODY, filled(get_args(kind)[0], name))
        case origin if origin is tuple:
            return (filled(get_args(kind)[0], name),)
        case origin if origin in {dict, Mapping}:
            of, to = get_args(kind)
            return {filled(of, name): filled(to, name)}
        case origin if origin is Money:
            return Money(1250, "EUR")
        case origin if isinstance(origin, type) and issubclass(origin, Struct):
            hints = get_type_hints(origin)
            return origin(**{field: filled(hints[field], field) for field in origin.__struct_fields__})
        case origin:
            return PLAIN[origin](name) if origin in PLAIN else next(iter(origin))  # else an enum


PLAIN: dict[Any, Any] = {
    str: lambda name: f"some {name}",
    int: lambda _: 7,
    bool: lambda _: True,
    float: lambda _: 0.5,
    Decimal: lambda _: Decimal("0.5"),
    datetime: lambda _: datetime(2026, 5, 31, 12, tzinfo=UTC),
    date: lambda _: date(2026, 5, 31),
    UUID: lambda name: uuid5(NAMESPACE_URL, name),
    Any: lambda name: f"some {name}",
}


def main() -> None:
    register = stored()
    for kind in EVENTS:
        register.setdefault(tag_of(kind), example(kind))
    FILE.write_text(json.dumps(dict(sorted(register.items())), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
