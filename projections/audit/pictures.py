"""States as plain data, and what is different between two of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from msgspec import to_builtins

from store.adapters.drivers.eventlog.codec import revealed
from store.application.audit.links import KEYED
from store.application.audit.messages import Change
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.personal import Personal

_MONEY: Final = {"minor", "currency"}
_MISSING: Final = object()
_SEALED: Final = {"type": "sealed"}


def plain(value: Any, *, persons: bool) -> Any:
    """*value* as data; what belongs to a person only for those who may see *persons*."""
    return to_builtins(value, enc_hook=revealed if persons else closed, str_keys=True)


def closed(value: Any) -> Any:
    """What is said in place of a personal field, for msgspec's ``enc_hook``."""
    if isinstance(value, Personal):
        return _SEALED
    raise NotImplementedError(type(value))


def picture(it: Aggregate[Any], *, persons: bool) -> dict[str, Any]:
    """The state of *it*."""
    found: dict[str, Any] = plain(dict(it.picture()), persons=persons)
    return found


def sums(it: Aggregate[Any]) -> dict[str, Any]:
    """What follows from the state of *it*: every figure and answer it can give by itself."""
    kind = type(it)
    names = [name for name, what in vars(kind).items() if isinstance(what, property) and not name.startswith("_")]
    found: dict[str, Any] = to_builtins({name: getattr(it, name) for name in names})
    return found


def differences(before: Any, after: Any) -> list[Change]:
    """Every field that differs; what came or went as a whole is one change."""
    return list(_differing(before, after, ""))


def _differing(before: Any, after: Any, path: str) -> Iterator[Change]:
    old, new = _fields(before), _fields(after)
    if (old and new) or ((old or new) and (not path or path in KEYED)):
        step: Callable[[str], str] = (lambda name: f"{path}.{name}") if path else str
        for name in old | new:
            yield from _differing(old.get(name, _MISSING), new.get(name, _MISSING), step(name))
    elif _said(before) != _said(after):
        yield Change(path, _said(before), _said(after))


def _fields(value: Any) -> dict[str, Any]:
    """What *value* is made of, by name; nothing for what is shown as one."""
    match value:
        case Mapping() if set(value) != _MONEY and "type" not in value:
            return {str(name): inner for name, inner in value.items()}
        case list() if value and all(isinstance(inner, Mapping) for inner in value):
            return {str(inner.get("sku", place)): inner for place, inner in enumerate(value, 1)}
        case _:
            return {}


def _said(value: Any) -> Any:
    """*value* as changes say it: whatever is as good as nothing is ``None``."""
    return None if value is _MISSING or value in ("", [], {}) else value
