"""What somebody bought as a guest, under the address that is proven to be theirs, joins the orders of their account."""

from store.application.identity.own_account import GetOwnAccount
from store.application.ordering.messages import ListUnclaimed
from store.application.processes.claiming_orders import ClaimOrder
from store.domain.shared.errors import NotFound
from store.domain.shared.ids import AccountId, OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk


async def claim_orders(account: AccountId, request: AnyRequest, desk: Desk) -> list[OrderNumber]:
    """Claim all there are, fifty at a time; what was claimed meanwhile, or turns out not to be theirs, is left out."""
    own = await desk.ask(GetOwnAccount(account_id=account), request)
    if not own.verified or own.email is None:
        return []
    claimed = []
    for number in (await desk.look(ListUnclaimed(email=own.email), request))[0]:
        try:
            wish = ClaimOrder(account_id=account, number=number)
            done = (await desk.do(wish, request, actor=f"customer:{account}")).outcome
        except NotFound:
            continue
        claimed += [number] if done.fresh else []
    return claimed
