"""By what somebody can be recognised in free text, and in which streams they stand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias
from uuid import UUID

from store.domain.customers.address_book import AddressBook
from store.domain.identity.account import Account
from store.domain.notifications.preferences import Preferences
from store.domain.ordering.order import Order
from store.domain.shared.ids import papers_of
from store.domain.shared.personal import Erased, Personal

Mine: TypeAlias = Account | AddressBook | Preferences | Order
LEAST: Final = 6
"""Signs: what is shorter stands in many a text and tells nobody apart."""


def streams_of(mine: Sequence[Mine]) -> tuple[UUID, ...]:
    """The streams of these, and of the papers and the returns of orders."""
    orders = [it for it in mine if isinstance(it, Order)]
    return (*(it.id for it in mine), *(papers_of(it.id) for it in orders), *(id for it in orders for id in it.returns))


def words_of(mine: Sequence[Mine]) -> tuple[str, ...]:
    """Addresses, phones and whole names that can still be read, without doubles."""
    return tuple(dict.fromkeys(word for it in mine for word in _words(it) if len(word) >= LEAST))


def _words(it: Mine) -> Iterator[str]:
    match it:
        case Account():
            yield from _plain([it.email, it.name])
            names = list(_plain([it.given_name, it.family_name]))
            if names:
                yield " ".join(names)
        case Preferences():
            yield from _plain([it.phone])
        case AddressBook():
            for address in _values([*it.addresses.values(), *it.removed.values()]):
                yield from (address.name, address.line1)
        case Order():
            yield from _plain([it.email])
            for address in _values([it.address]):
                yield from (address.name, address.line1)


def _plain(fields: Iterable[Personal[str] | None]) -> Iterator[str]:
    return (str(value) for value in _values(fields))


def _values(fields: Iterable[Personal[Any] | None]) -> Iterator[Any]:
    return (field.value for field in fields if field is not None and not isinstance(field.value, Erased))
