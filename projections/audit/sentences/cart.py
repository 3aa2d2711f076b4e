"""What the facts of a cart say."""

from typing import assert_never

from projections.audit.sentences.telling import goods, numbered, said
from store.application.audit.messages import Sentence
from store.domain.cart.events import (
    CartCheckedOut,
    CartEvent,
    CartOpened,
    CartReopened,
    CodeEntered,
    CodeTakenOut,
    LinePut,
    LineRemoved,
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
        case CartCheckedOut(number=number):
            return said("The cart became order {order}", order=numbered(number))
        case CartReopened(number=number):
            return said("Order {order} came to nothing, and its goods lie in the cart again", order=numbered(number))
        case CodeEntered(code=code) | CodeTakenOut(code=code):
            words = "{who} entered the code {code}", "{who} took the code {code} out of the cart"
            return said(words[isinstance(event, CodeTakenOut)], code=code)
        case _:
            assert_never(event)
