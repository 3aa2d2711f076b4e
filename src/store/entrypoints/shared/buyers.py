"""What the edge knows of whoever buys, for the fraud check."""

from uuid import UUID

from store.application.customers.messages import ListAddresses
from store.application.ordering.fraud import ToldOfBuyer
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import place_of


def told_of(request: AnyRequest, billed_to: str, card: UUID | None) -> ToldOfBuyer:
    """From where they come, as limits see that, and what they said before."""
    return ToldOfBuyer(place_of(request.client.host) if request.client else "", billed_to, str(card or ""))


async def billed_to(account: AccountId | None, request: AnyRequest, desk: Desk) -> str:
    """In which country somebody with an account has their bills sent, if they said so."""
    if account is None:
        return ""
    book = await desk.ask(ListAddresses(account_id=account), request)
    return next((it.country for it in book.items if it.default_billing), "")
