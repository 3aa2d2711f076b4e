"""What the facts of address books say."""

from typing import Final, assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.domain.customers.events import (
    AddressAdded,
    AddressBookEvent,
    AddressChanged,
    AddressRemoved,
    AddressRestored,
    Because,
    DefaultChanged,
)

_BECAUSE: Final = {
    Because.FIRST: "An address is the default for {purpose}: it was the only one",
    Because.CHOSEN: "{who} chose another default for {purpose}",
    Because.NEXT: "The address kept longest is the default for {purpose}, since the one before was removed",
    Because.BACK: "An address is the default for {purpose} again, since its removal was taken back",
}


def say(event: AddressBookEvent) -> Sentence:
    """The sentence for *event*. Addresses stay out of it: it is read by many."""
    match event:
        case AddressAdded():
            return said("{who} put an address into the address book")
        case AddressChanged():
            return said("{who} changed an address of the address book")
        case AddressRemoved():
            return said("{who} removed an address from the address book")
        case AddressRestored():
            return said("{who} took the removal of an address back")
        case DefaultChanged(purpose=purpose, because=because):
            return said(_BECAUSE[because], purpose=purpose)
        case _:
            assert_never(event)
