"""The first difference between what happened and what happens now, in words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

Facts = Mapping[tuple[UUID, int], Any]
SINCE: Final = {"ordering/placed-1": ("reckoned", "expected")}
"""Fields that facts of earlier versions don't have: whoever wrote one without it didn't mean that there was nothing."""


def first_difference(then: Facts, now: Facts) -> str | None:
    """Where *now* is first other than *then*, in the order of *then*; what is new comes last."""
    for place, fact in then.items():
        if place not in now:
            return f"{_named(place, fact)} was written then, and is not now"
        other = now[place]
        for path, was, becomes in (
            *_differences(fact["fact"], _as_then(fact["fact"], other["fact"]), ""),
            *_differences(fact["about"], other["about"], "about"),
        ):
            return f"{_named(place, fact)}: {path} was {was!r} then, and is {becomes!r} now"
    for place, fact in now.items():
        if place not in then:
            return f"{_named(place, fact)} is written now, and was not then"
    return None


def _as_then(then: Any, now: Any) -> Any:
    unknown = {name for name in SINCE.get(then["type"], ()) if then.get(name) is None}
    return {name: said for name, said in now.items() if name not in unknown}


def _named(place: tuple[UUID, int], fact: Any) -> str:
    return f"{fact['fact']['type']} (stream {place[0]}, version {place[1]})"


def _differences(then: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for name in [*then, *(name for name in now if name not in then)]:
            yield from _differences(then.get(name), now.get(name), f"{path}.{name}" if path else str(name))
    elif isinstance(then, list | tuple) and isinstance(now, list | tuple) and len(then) == len(now):
        for number, (was, becomes) in enumerate(zip(then, now, strict=True)):
            yield from _differences(was, becomes, f"{path}[{number}]")
    elif then != now:
        yield path, then, now
