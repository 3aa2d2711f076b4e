"""The currency an account looks at the shop in, on whatever device."""

from dataclasses import dataclass

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.cart.current_cart import CurrentCart
from store.domain.shared.ids import AccountId, current_cart_of


class ChooseCurrency(Command[None], frozen=True):
    """Remember it. Whoever asks sees to it that the shop sells in it."""

    account_id: AccountId
    currency: str


class GetChosenCurrency(Query[str], frozen=True):
    """Which did they choose? Nothing where none."""

    account_id: AccountId


@dataclass(frozen=True)
class ChoosingCurrencies:
    journal: AsyncJournal
    clock: Clock
    reads = ()

    @handles(ChooseCurrency)
    def choose(self, command: ChooseCurrency, work: UnitOfWork) -> None:
        them = work.find(CurrentCart, current_cart_of(command.account_id))
        them.choose(command.account_id, command.currency, at=self.clock.now())
        work.save(them)

    @answers(GetChosenCurrency)
    async def chosen(self, query: GetChosenCurrency) -> str:
        id = current_cart_of(query.account_id)
        return CurrentCart.replay(id, (await self.journal.read([id])).get(id, History()).events).currency
