"""Which fields name a thing that has a history of its own."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

THINGS: Final[Mapping[str, str]] = {
    "order_id": "order", "number": "order", "order": "order", "cart_id": "cart", "payment_id": "payment",
    "product_id": "product", "category_id": "category", "category": "category", "parent": "category",
    "sku": "inventory", "account_id": "account", "staff_id": "account",
    "export_id": "export", "search_id": "search", "webhook_id": "webhook",
}
"""The kind of thing that a field of this name holds the id of."""
KEYED: Final[Mapping[str, str]] = {
    "reservations": "order", "lines": "inventory", "variants": "inventory", "places": "account",
}
"""The kind of thing whose ids are the keys of a field of this name."""


def link_kind(field: str) -> str:
    """The kind of thing that a field of this name holds the id of; empty for all others."""
    return THINGS.get(field, "")


def things_in(plain: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every thing that facts or a state in plain form name: its kind and its id."""
    match plain:
        case str() if kind := THINGS.get(field):
            yield kind, plain
        case Mapping():
            if keys := KEYED.get(field):
                yield from ((keys, str(key)) for key in plain)
            for name, value in plain.items():
                yield from things_in(value, str(name))
        case list() | tuple():
            for value in plain:
                yield from things_in(value, "" if isinstance(value, Mapping) else field)
        case _:
            return
