"""What is done and asked about address books, put together over either kind of shop."""

from typing import TYPE_CHECKING, Any

from store.adapters.customers.advice_offline import OfflineAdvice
from store.application.customers.advising import Advising
from store.application.customers.handlers import AddressBookAnswers, AddressBookHandlers
from store.application.customers.ports import AddressAdvice
from store.application.shared.ports import AsyncJournal, Clock, Ids

if TYPE_CHECKING:
    from store.entrypoints.wiring.settings import Settings


def advice(settings: "Settings") -> AddressAdvice:
    """The geocoding service that is set, else what the shop knows itself."""
    if settings.geocoding_url:
        from store.adapters.customers.advice_http import HttpAdvice

        return HttpAdvice(settings.geocoding_url)
    return OfflineAdvice()


def about_customers(*, journal: AsyncJournal, advice: AddressAdvice, clock: Clock, ids: Ids) -> list[Any]:
    """All handlers."""
    return [AddressBookHandlers(clock, ids), AddressBookAnswers(journal), Advising(advice)]
