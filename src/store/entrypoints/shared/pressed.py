"""A button that is pressed twice, or pressed again because its answer was lost: done once, and answered the same."""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from msgspec import json

from store.application.shared.bus import Command, Once, Receipt
from store.application.shared.errors import InFlight
from store.domain.shared.ids import OrderNumber, Sku, follow_up, order_of, stock_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.permissions import principal_of

R = TypeVar("R")
_PATIENCE: Final = 40
_PAUSE: Final = 0.25
_OF_THE_PAGE: Final = frozenset({"_csrf_token", "access_token"})


class About(NamedTuple):
    """What a form is about: whose presses are told apart by ``principal``, and whose key seals what was answered."""

    principal: str
    subject: UUID


def about_order(number: OrderNumber) -> About:
    """Whoever presses it."""
    return About(f"order:{number}", follow_up(order_of(number), "cancellation"))


def about_stock(sku: Sku, request: AnyRequest) -> About:
    """Each of the staff by themselves: two of them may have taken in the same delivery's two boxes."""
    who = principal_of(request)
    return About(who.actor, stock_of(sku))


async def pressed(
    command: Command[R], about: About, form: Mapping[str, str], request: AnyRequest, desk: Desk, *,
    route: str, reason: str | None = None,
) -> Receipt[R]:
    """Carry *command* out that a *form* wants, one that says which version of it was looked at, or has a ``press``
    of its own: so the same form is the same press, and the next look is another. A form with neither can't be told
    from the next one, and is carried out each time.
    """
    if not (form.get("version") or form.get("press")):
        return await desk.do(command, request, reason=reason)
    said = {name: form[name] for name in sorted(form) if name not in _OF_THE_PAGE}
    body = sha256(json.encode(said)).hexdigest()
    once = Once(
        principal=about.principal, route=route, key=body[:32], body=body, subject=about.subject,
    )
    for _ in range(_PATIENCE):
        try:
            return await desk.do(command, request, reason=reason, once=once)
        except InFlight:  # a second press waits for the first
            await asyncio.sleep(_PAUSE)
    raise InFlight
