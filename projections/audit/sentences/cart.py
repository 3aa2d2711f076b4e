"""What the facts of a cart say."""

from typing import assert_never

from projections.audit.sentences.telling import goods, numbered, said
from store.application.audit.messages import Sentence
from store.domain.cart.events import (
    AsideRemoved,
    CartCheckedOut,
    CartEvent,
    CartExpired,
    CartMerged,
    CartOpened,
    CartQuoted,
    CartReopened,
    CartTaken,
    CodeAdded,
    CodeEntered,
    CodeTakenOut,
    CurrencyChosen,
    CurrencySwitched,
    CurrentEvent,
    LineBroughtBack,
    LinePut,
    LineRemoved,
    LineSetAside,
    PurchaseRefused,
)


def say(event: CartEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case CartOpened(currency=currency):
            return said("{who} took a cart, with prices in {currency}", currency=currency)
        case LinePut(sku=sku, quantity=quantity, price=price):
            return said("{who} put {quantity} × {goods} into the cart, at {price} each",
                        quantity=quantity, goods=goods(sku), price=price)
        case LineRemoved(sku=sku):
            return said("{who} took {goods} out of the cart", goods=goods(sku))
        case LineSetAside() | LineBroughtBack() | AsideRemoved():
            return _of_waiting(event)
        case CodeEntered() | CodeAdded() | CodeTakenOut() | CartQuoted() | CurrencySwitched():
            return _of_terms(event)
        case CartCheckedOut() | CartReopened() | CartMerged() | CartExpired() | PurchaseRefused():
            return _of_the_end(event)
        case _:
            assert_never(event)


def _of_the_end(event: CartCheckedOut | CartReopened | CartMerged | CartExpired | PurchaseRefused) -> Sentence:
    match event:
        case CartCheckedOut(number=number):
            return said("The cart became order {order}", order=numbered(number))
        case CartReopened(number=number):
            return said("Order {order} came to nothing, and its goods lie in the cart again", order=numbered(number))
        case PurchaseRefused(rules=rules):
            spoke = ", ".join(rules).replace("_", " ")
            return said("{who} wanted to buy it, and the fraud check said no: {rules}", rules=spoke)
        case CartMerged():
            return said("What lay in the cart went to the cart of an account")
        case CartExpired():
            return said("The cart was left alone for long, and what lay in it waits beside it")
        case _:
            assert_never(event)


def _of_terms(event: CodeEntered | CodeAdded | CodeTakenOut | CartQuoted | CurrencySwitched) -> Sentence:
    match event:
        case CodeEntered(code=code) | CodeAdded(code=code) | CodeTakenOut(code=code):
            words = "{who} entered the code {code}", "{who} took the code {code} out of the cart"
            return said(words[isinstance(event, CodeTakenOut)], code=code)
        case CartQuoted(exchange=it):
            return said("Prices are in {currency} by the rate of {day}", currency=it.currency, day=str(it.day))
        case CurrencySwitched(was=was, currency=currency):
            return said("{who} changed the currency of the cart from {was} to {currency}", was=was, currency=currency)
        case _:
            assert_never(event)


def _of_waiting(event: LineSetAside | LineBroughtBack | AsideRemoved) -> Sentence:
    match event:
        case LineSetAside(sku=sku):
            return said("{who} had {goods} wait for later", goods=goods(sku))
        case LineBroughtBack(sku=sku, quantity=quantity):
            return said("{who} brought {goods} back: {quantity} lie in the cart", quantity=quantity, goods=goods(sku))
        case AsideRemoved(sku=sku):
            return said("{who} let {goods} wait no longer", goods=goods(sku))
        case _:
            assert_never(event)


def say_of_current(event: CurrentEvent) -> Sentence:
    """The sentence for a cart becoming an account's, and for the currency they look at the shop in."""
    match event:
        case CartTaken():
            return said("{who} took the cart that is theirs from now on")
        case CurrencyChosen(currency=currency):
            return said("{who} chose to see prices in {currency}", currency=currency)
        case _:
            assert_never(event)
