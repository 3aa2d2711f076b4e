"""Facts about somebody as they may have them: opened, and without anybody else.

Where a fact names somebody else, which only the shop's staff can be, it says so in these words and gives no id.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct, to_builtins

from store.application.privacy.copy_ports import Row
from store.domain.shared.aggregate import Aggregate, Event
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal

Doers = Mapping[tuple[UUID, int], str]
"""Who brought a fact about, as facts name them, by stream and version."""
THE_SHOP: Final = "the shop"
_OTHERS: Final = frozenset({"staff_id"})
"""Fields that name somebody else."""
_MONEY: Final = Money.__struct_fields__
_FRAME: Final = frozenset({"type", "at"})


class Thing(Struct, frozen=True):
    """Something of somebody's, with its past."""

    kind: type[Aggregate[Any]]
    stream: UUID
    past: Sequence[Event]

    def as_it_is(self) -> Any:
        """As its past left it."""
        return self.kind.replay(self.stream, self.past)


def facts_of(account: AccountId, thing: Thing, doers: Doers) -> Iterator[Row]:
    """Its past, fact by fact."""
    for number, fact in enumerate(thing.past, 1):
        said = plain(fact)
        yield {
            "thing": str(thing.stream), "kind": thing.kind.kind, "number": number, "at": said["at"],
            "what": str(type(fact).__struct_config__.tag), "by": _by(account, doers.get((thing.stream, number), "")),
            "said": {
                name: THE_SHOP if name in _OTHERS else value for name, value in said.items() if name not in _FRAME
            },
        }


def _by(account: AccountId, actor: str) -> str:
    """Who brought it about. Before somebody is logged in, they are a guest to the shop."""
    kind, _, id = actor.partition(":")
    if id == str(account):
        return "you"
    return "somebody who was not logged in" if kind == "guest" else THE_SHOP


def flat(prefix: str, value: Personal[Any] | None) -> Row:
    """What is said in a personal field that has several parts."""
    if value is None or isinstance(value.value, Erased):
        return {}
    return {f"{prefix}{name}": part for name, part in plain(value.value).items()}


def plain(value: Any) -> Any:
    """As data; amounts as decimal text, so that nobody has to know how many digits a currency has."""
    return _amounts(to_builtins(value, enc_hook=_opened, str_keys=True))


def _amounts(value: Any) -> Any:
    match value:
        case {"minor": int(minor), "currency": str(currency)} if len(value) == len(_MONEY):
            return Money(minor, currency).amount + f" {currency}"
        case dict():
            return {name: _amounts(inner) for name, inner in value.items()}
        case list():
            return [_amounts(inner) for inner in value]
        case _:
            return value


def _opened(value: Any) -> Any:
    if isinstance(value, Personal):
        return "erased" if isinstance(value.value, Erased) else to_builtins(value.value)
    raise TypeError(type(value))
