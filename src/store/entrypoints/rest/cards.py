"""``/api/v1/me/cards``: the cards that somebody keeps for next time."""

from uuid import UUID

from litestar import Controller, delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from store.application.payments.cards import ForgetOwnCard, ListOwnCards, OwnCard
from store.application.payments.errors import GatewayAway
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to


class OwnCards(Struct, frozen=True):
    """The cards that somebody keeps, the newest first. Their numbers are nowhere in this shop."""

    items: tuple[OwnCard, ...]


class CardsController(Controller):
    path = "/me/cards"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("listOwnCards"))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> OwnCards:
        """The cards that one keeps for next time, each by its brand, its last four digits and its end."""
        account, _ = account_of(request)
        return OwnCards((await desk.do(ListOwnCards(account_id=account), request)).outcome)

    @delete("/{card_id:uuid}", opt=described("forgetOwnCard", 404, 503, limited=True))
    async def forget(
        self, card_id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> None:
        """Keep a card no longer, neither here nor at its gateway."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        if not (await desk.do(ForgetOwnCard(account_id=account, card_id=card_id), request)).outcome:
            raise GatewayAway("The gateway that keeps it")
