"""Answering a purchase again, once nothing of its checkout is kept: as it was answered, or not at all."""

from store.application.cart.finding import reach
from store.application.processes.placing_an_order import Purchase
from store.application.shared.bus import Command, handles
from store.application.shared.work import UnitOfWork
from store.domain.cart.errors import StepMissing
from store.domain.cart.steps import Step
from store.domain.shared.ids import AccountId, CartId


class AnswerAgain(Command[Purchase], frozen=True):
    """Say what buying this cart came to, to whoever asks with the key they bought it with. It buys nothing."""

    cart_id: CartId
    account_id: AccountId | None


class AnsweringAgain:
    @handles(AnswerAgain)
    def refuse(self, command: AnswerAgain, work: UnitOfWork) -> Purchase:
        """Whoever gets here wasn't answered before.

        :raises CartClosed: where it was bought.
        :raises StepMissing: where it is open again meanwhile.
        """
        reach(work, command.cart_id, command.account_id).expect_goods()
        raise StepMissing(Step.ADDRESS.value)
