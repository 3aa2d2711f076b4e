"""Gathering what the facts say of somebody: in sections for people to read, and fact by fact so that all is there.

Only their own things are looked at. Where a fact names somebody else, which only the shop's staff can be, it says so in
these words and gives no id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct, to_builtins

from store.application.identity.handlers import known
from store.application.identity.own_history import happening
from store.application.privacy.copy_ports import Row
from store.domain.cart.cart import Cart
from store.domain.customers.address_book import AddressBook
from store.domain.identity.account import Account
from store.domain.notifications.kinds import REGISTER, WORDS, Channel
from store.domain.notifications.preferences import Preferences, always
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.privacy.consents import Consents
from store.domain.shared.aggregate import Aggregate, Event
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal

Doers = Mapping[tuple[UUID, int], str]
"""Who brought a fact about, as facts name them, by stream and version."""
Told = tuple[str, Row]
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


def sections(account: AccountId, things: Iterable[Thing], doers: Doers) -> dict[str, list[Row]]:
    """All that the facts say, by section."""
    things = list(things)
    found: dict[str, list[Row]] = {
        name: [] for name in (
            "account", "addresses", "orders", "order_lines", "payments", "carts", "preferences", "consents", "history",
        )
    }
    for thing in things:
        for name, row in _TELLERS[thing.kind](thing.as_it_is()):
            found[name].append(row)
        if thing.kind is Account:
            found["history"] = [_plain(happening(fact)) for fact in thing.past]
    found["facts"] = [row for thing in things for row in _facts(account, thing, doers)]
    return found


def _accounts(it: Account) -> Iterator[Told]:
    yield "account", _account(it)


def _addresses(it: AddressBook) -> Iterator[Told]:
    for id, address in it.in_order():
        row: Row = {"address_id": str(id), "default_for": [str(use) for use, of in it.defaults.items() if of == id]}
        yield "addresses", row | _flat("", address)


def _orders(it: Order) -> Iterator[Told]:
    yield "orders", _order(it)
    for line in it.lines:
        yield "order_lines", {"number": it.number} | _plain(line)


def _payments(it: Payment) -> Iterator[Told]:
    yield "payments", {"payment_id": str(it.id)} | _plain({
        "number": it.number, "method": it.method, "amount": it.amount, "status": it.stage, "reason": it.reason,
        "reference": it.reference,
    })


def _carts(it: Cart) -> Iterator[Told]:
    for sku, piece in it.lines.items():
        yield "carts", {"cart_id": str(it.id), "sku": sku, "order": it.order} | _plain(piece)


def _consents(it: Consents) -> Iterator[Told]:
    for said in it.given:
        yield "consents", _plain(said)


def _account(it: Account) -> Row:
    state = "deleted" if it.deleted else "disabled" if it.disabled else "active" if it.verified else "unverified"
    row: Row = {
        "account_id": str(it.id), "email": known(it.email), "given_name": known(it.given_name),
        "family_name": known(it.family_name), "name": known(it.name), "picture": known(it.portrait), "state": state,
    }
    row |= _plain({"role": it.role, "since": it.since, "second_factor_since": it.second_factor_since})
    return row


def _order(it: Order) -> Row:
    row: Row = {"order_id": str(it.id)}
    row |= _plain({
        "number": it.number, "placed_at": it.placed_at, "status": it.stage, "email": it.email,
        "shipping_method": it.shipping_method, "payment_method": it.payment_method, "carrier": it.carrier,
        "tracking": it.tracking, "cancelled_because": it.cancelled_because,
    })
    if it.totals is not None:
        row |= {"currency": it.totals.total.currency} | _plain(it.totals)
    row |= _flat("address_", it.address)
    return row


def _preferences(it: Preferences) -> Iterator[Told]:
    for kind, about in REGISTER.items():
        for channel in Channel:
            if channel in about.channels:
                agreed = it.on.get(f"{channel}/{kind}", "")
                yield "preferences", {
                    "channel": str(channel), "kind": str(kind), "on": it.wants(channel, kind),
                    "always": always(channel, kind), "agreed_to": WORDS.get(agreed, ""), "version": agreed,
                    "phone": known(it.phone) if channel is Channel.SMS else None,
                }


_TELLERS: Final[Mapping[type[Aggregate[Any]], Callable[[Any], Iterator[Told]]]] = {
    Account: _accounts, AddressBook: _addresses, Order: _orders, Payment: _payments, Cart: _carts,
    Preferences: _preferences, Consents: _consents,
}
OWN: Final = frozenset(_TELLERS)
"""What belongs to somebody. A test says that every personal field of a shopper stands in a fact of one of these."""


def _facts(account: AccountId, thing: Thing, doers: Doers) -> Iterator[Row]:
    for number, fact in enumerate(thing.past, 1):
        said = _plain(fact)
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


def _flat(prefix: str, value: Personal[Any] | None) -> Row:
    """What is said in a personal field that has several parts."""
    if value is None or isinstance(value.value, Erased):
        return {}
    return {f"{prefix}{name}": part for name, part in _plain(value.value).items()}


def _plain(value: Any) -> Any:
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
