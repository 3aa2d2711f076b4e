"""Which fields name a thing that has a history of its own."""

import re
from collections.abc import Mapping
from typing import Any, Final

THINGS: Final[Mapping[str, str]] = {
    "order_id": "order", "number": "order", "order": "order", "cart_id": "cart", "payment_id": "payment",
    "product_id": "product", "category_id": "category", "category": "category", "parent": "category",
    "sku": "inventory", "account_id": "account", "staff_id": "account",
    "categories": "category", "related": "product", "vendor": "account",
    "export_id": "export", "search_id": "search", "webhook_id": "webhook",
}
"""The kind of thing that a field of this name holds the id of."""
KEYED: Final[Mapping[str, str]] = {
    "reservations": "order", "lines": "inventory", "variants": "inventory", "places": "account",
}
"""The kind of thing whose ids are the keys of a field of this name."""
MAY_BE_RETURNS: Final = frozenset({"order", "account"})
"""A return stands where an order or an account does, in what is put aside for an exchange and in what pays for it."""
_RETURN: Final = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}-R[0-9]+")


def link_kind(field: str) -> str:
    """The kind of thing that a field of this name holds the id of; empty for all others."""
    return THINGS.get(field, "")


def kind_called(kind: str, name: str) -> str:
    """What a thing that its field says is of *kind* is really, by what people call it."""
    return "return" if kind in MAY_BE_RETURNS and _RETURN.fullmatch(name) else kind


def things_in(plain: Any, field: str = "") -> list[tuple[str, str]]:
    """Every thing that facts or a state in plain form name: its kind and its id."""
    found: list[tuple[str, str]] = []
    _gather(plain, field, found)
    return found


def _gather(plain: Any, field: str, found: list[tuple[str, str]]) -> None:
    """All facts of the shop pass here: one list for all that is found, and no classes but those that JSON knows."""
    if isinstance(plain, str):
        if kind := THINGS.get(field):
            found.append((kind, plain))
    elif isinstance(plain, dict):
        if keys := KEYED.get(field):
            found.extend((keys, str(key)) for key in plain)
        for name, value in plain.items():
            _gather(value, str(name), found)
    elif isinstance(plain, list | tuple):
        for value in plain:
            _gather(value, "" if isinstance(value, dict) else field, found)
