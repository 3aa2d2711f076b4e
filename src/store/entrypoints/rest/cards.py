"""``/api/v1/me/cards``: the cards that somebody keeps for next time."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.payments.adding import AddCard, Adding, CardNotAdded
from store.application.payments.cards import ForgetOwnCard, ListOwnCards, OwnCard
from store.application.payments.errors import GatewayAway
from store.application.payments.ports import WaysToPay
from store.application.shared.ports import Ids
from store.domain.shared.ids import subject_of
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.adding_limits import spend_a_refusal, spend_a_try
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, once_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to


class OwnCards(Struct, frozen=True):
    """The cards that somebody keeps, the newest first. Their numbers are nowhere in this shop."""

    items: tuple[OwnCard, ...]


class CardForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands for the card at its gateway, such as `pm_…` or `ctoken_…` of Stripe, and never a number."""

    token: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["success"])]
    method: Annotated[str, Meta(min_length=1, max_length=20, pattern=VISIBLE, examples=["sandbox"])] = "stripe"


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

    @post(opt=described("addOwnCard", 402, 404, 422, 503, once=True, limited=True))
    async def add(
        self, data: JSONBody[CardForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], ways: NamedDependency[WaysToPay], ids: NamedDependency[Ids],
    ) -> Response[Adding]:
        """Keep a card without buying; nothing is charged.

        `requires_action`: send its owner to the address in `next_action`, where the bank asks. `processing`: nobody
        knows yet. Either way it stands in the list under its id once it is kept. A refused card answers 402.
        """
        await spend_a_try(request, limits)
        ways.expect_there(data.method)
        account, _ = account_of(request)
        once = await once_of(request, "POST /me/cards", subject_of(account))
        wish = AddCard(
            account_id=account, method=data.method, token=data.token, key=once.key if once else str(ids.next())
        )
        try:
            receipt = await desk.do(wish, request, once=once)
        except CardNotAdded as refused:
            raise await spend_a_refusal(refused, request, limits) from refused
        return Response(receipt.outcome, status_code=201, headers={"Location": "/api/v1/me/cards"})

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
