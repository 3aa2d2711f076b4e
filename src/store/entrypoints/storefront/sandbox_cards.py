"""The sandbox's own page about a card that somebody adds: the bank that asks back, and no money in it."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.payments.adding import AddingId, SandboxCardBank
from store.application.payments.ports import Challenged, Unheard
from store.application.shared.errors import NoSuch
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.frame import Frame, see

_HERE: Final = "/sandbox/cards/{id:uuid}"


@get(_HERE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    id: FromPath[UUID], request: AnyRequest, frame: NamedDependency[Frame], card_bank: NamedDependency[SandboxCardBank]
) -> Response[Any]:
    """The bank asks whether it is really its client who adds the card."""
    verdict = card_bank.look(AddingId(id))
    if isinstance(verdict, Unheard):
        raise NoSuch("card", id)
    if not isinstance(verdict, Challenged):
        return see(f"/account/cards/{id}/return")
    return await frame.page("storefront/card_challenge.html", request, id=id)


@post(_HERE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def answer(
    id: FromPath[UUID], request: AnyRequest, card_bank: NamedDependency[SandboxCardBank],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """They answer, and the browser goes back to the shop, which hears of it there."""
    await limits.spend(WRITING, request)
    card_bank.answer(AddingId(id), approved=(await form_of(request)).get("outcome") == "approve")
    return see(f"/account/cards/{id}/return")
