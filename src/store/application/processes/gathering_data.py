"""Gathering what the facts say of somebody: in sections for people to read, and fact by fact so that all is there.

Only their own things are looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from store.application.identity.handlers import known
from store.application.identity.own_history import happening
from store.application.privacy.copy_ports import Row
from store.application.processes.own_facts import Doers, Thing, facts_of, flat, plain
from store.domain.cart.cart import Cart
from store.domain.credit.credit import Credit
from store.domain.customers.address_book import AddressBook
from store.domain.identity.account import Account
from store.domain.invoicing.events import CreditNoteIssued, InvoiceIssued
from store.domain.invoicing.papers import Papers
from store.domain.notifications.kinds import REGISTER, WORDS, Channel
from store.domain.notifications.preferences import Preferences, always
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.privacy.consents import Consents
from store.domain.returns.returning import Return
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money

Told = tuple[str, Row]


def sections(account: AccountId, things: Iterable[Thing], doers: Doers) -> dict[str, list[Row]]:
    """All that the facts say, by section."""
    things = list(things)
    found: dict[str, list[Row]] = {
        name: [] for name in (
            "account", "addresses", "orders", "order_lines", "parcels", "payments", "papers", "returns", "carts",
            "preferences", "consents", "history", "credit",
        )
    }
    for thing in things:
        for name, row in _TELLERS[thing.kind](thing.as_it_is()):
            found[name].append(row)
        if thing.kind is Account:
            found["history"] = [plain(happening(fact)) for fact in thing.past]
    found["facts"] = [row for thing in things for row in facts_of(account, thing, doers)]
    return found


def _accounts(it: Account) -> Iterator[Told]:
    state = "deleted" if it.deleted else "disabled" if it.disabled else "active" if it.verified else "unverified"
    row: Row = {
        "account_id": str(it.id), "email": known(it.email), "given_name": known(it.given_name),
        "family_name": known(it.family_name), "name": known(it.name), "picture": known(it.portrait), "state": state,
    }
    yield "account", row | plain({"role": it.role, "since": it.since, "second_factor_since": it.second_factor_since})


def _addresses(it: AddressBook) -> Iterator[Told]:
    for id, address in it.in_order():
        row: Row = {"address_id": str(id), "default_for": [str(use) for use, of in it.defaults.items() if of == id]}
        yield "addresses", row | flat("", address)


def _orders(it: Order) -> Iterator[Told]:
    yield "orders", _order(it)
    for line in it.lines:
        yield "order_lines", {"number": it.number} | plain(line)
    for parcel in it.parcels:
        inside = ", ".join(f"{count} × {sku}" for sku, count in parcel.pieces.items())
        yield "parcels", {"number": it.number, "inside": inside} | plain({
            "carrier": parcel.carrier, "tracking": parcel.tracking, "sent_at": parcel.sent_at, "due": parcel.due,
            "delivered_at": parcel.delivered_at,
        })


def _payments(it: Payment) -> Iterator[Told]:
    yield "payments", {"payment_id": str(it.id)} | plain({
        "number": it.number, "method": it.method, "amount": it.amount, "status": it.stage, "reason": it.reason,
        "reference": it.reference,
    })


def _papers(it: Papers) -> Iterator[Told]:
    """To whom they are made out is the same for all of an order."""
    buyer = flat("buyer_", it.buyer)
    if it.invoice:
        yield "papers", _paper(it.invoice, it.invoice.sale.total) | buyer
    for note in it.credit_notes:
        yield "papers", _paper(note, note.credit.total) | buyer


def _paper(it: InvoiceIssued | CreditNoteIssued, total: Money) -> Row:
    row: Row = plain({"number": it.number, "on": it.on, "order": it.order, "total": total})
    return row


def _returns(it: Return) -> Iterator[Told]:
    yield "returns", {"inside": ", ".join(f"{line.quantity} × {line.sku}" for line in it.lines)} | plain({
        "number": it.number, "order": it.order, "status": it.stage, "requested_at": it.requested_at,
        "reason": it.reason, "words": it.words, "photographs": it.photos, "refused_because": it.refused_because,
    })


def _carts(it: Cart) -> Iterator[Told]:
    for sku, piece in it.lines.items():
        yield "carts", {"cart_id": str(it.id), "sku": sku, "order": it.order} | plain(piece)


def _credit(it: Credit) -> Iterator[Told]:
    for granted in it.granted:
        yield "credit", plain({
            "at": granted.at, "amount": granted.amount, "why": granted.why, "of": granted.number,
            "reason": granted.reason, "left_of_all": it.free,
        })


def _consents(it: Consents) -> Iterator[Told]:
    for said in it.given:
        yield "consents", plain(said)


def _order(it: Order) -> Row:
    row: Row = {"order_id": str(it.id)}
    row |= plain({
        "number": it.number, "placed_at": it.placed_at, "status": it.stage, "email": it.email,
        "shipping_method": it.shipping_method, "payment_method": it.payment_method, "carrier": it.carrier,
        "tracking": it.tracking, "cancelled_because": it.cancelled_because,
    })
    if it.totals is not None:
        row |= {"currency": it.totals.total.currency} | plain(it.totals)
    row |= flat("address_", it.address)
    if it.vat_number:
        row["vat_number"] = known(it.vat_number)
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
    Account: _accounts, AddressBook: _addresses, Order: _orders, Payment: _payments, Papers: _papers,
    Return: _returns, Cart: _carts, Preferences: _preferences, Consents: _consents,
    Credit: _credit,
}
OWN: Final = frozenset(_TELLERS)
"""What belongs to somebody. A test says that every personal field of a shopper stands in a fact of one of these."""
