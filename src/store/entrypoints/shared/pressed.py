"""A button that is pressed twice, or pressed again because its answer was lost: done once, and answered the same."""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from typing import Final, TypeVar

from msgspec import json

from store.application.shared.bus import Command, Once, Receipt
from store.application.shared.errors import InFlight
from store.domain.shared.ids import OrderNumber, follow_up, order_of
from store.entrypoints.shared.desk import AnyRequest, Desk

R = TypeVar("R")
_PATIENCE: Final = 40
_PAUSE: Final = 0.25
_OF_THE_PAGE: Final = frozenset({"_csrf_token", "access_token"})


async def pressed(
    command: Command[R], number: OrderNumber, form: Mapping[str, str], request: AnyRequest, desk: Desk, *,
    route: str, reason: str | None = None,
) -> Receipt[R]:
    """Carry *command* out that a *form* about an order wants, one that says which version of it was looked at: so the
    same form is the same press, and the next look is another.
    """
    said = {name: form[name] for name in sorted(form) if name not in _OF_THE_PAGE}
    body = sha256(json.encode(said)).hexdigest()
    once = Once(
        principal=f"order:{number}", route=route, key=body[:32], body=body,
        subject=follow_up(order_of(number), "cancellation"),
    )
    for _ in range(_PATIENCE):
        try:
            return await desk.do(command, request, reason=reason, once=once)
        except InFlight:  # a second press waits for the first
            await asyncio.sleep(_PAUSE)
    raise InFlight
