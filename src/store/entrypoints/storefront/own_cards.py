"""The cards that somebody keeps for next time: to look at, and to remove. How one is added stands beside
(``adding_cards.py``).
"""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.payments.adding import MOST_CARDS
from store.application.payments.cards import ForgetOwnCard, ListOwnCards, NoSuchCard
from store.application.payments.ports import WaysToPay
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import Frame

HERE: Final = "/account/cards"
_MINE: Final = open_to(Permission.OWN_ACCOUNT)


@get(HERE, opt=_MINE, include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ways: NamedDependency[WaysToPay]
) -> Response[Any]:
    """All there are."""
    account, _ = account_of(request)
    cards = (await desk.do(ListOwnCards(account_id=account), request)).outcome
    may_add = bool(ways.adding()) and len(cards) < MOST_CARDS
    return await page(frame, "own_cards.html", request, cards=cards, may_add=may_add)


@post(f"{HERE}/{{id:uuid}}/remove", opt=_MINE, include_in_schema=False)
async def remove(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Keep it no longer, here and there."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    try:
        gone = (await desk.do(ForgetOwnCard(account_id=account, card_id=id), request)).outcome
    except NoSuchCard:
        gone = True
    return go(HERE, notice=Notice("good", "The card is removed") if gone else Notice(
        "bad", "The card could not be removed", "Nobody answers where it is kept. Try again in some minutes.",
    ))
