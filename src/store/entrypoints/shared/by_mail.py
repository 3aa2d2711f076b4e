"""Wishes that are answered by mail alone, so that nobody learns here which addresses are known."""

from typing import TypeVar

from store.application.shared.bus import Command
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.even_time import evenly
from store.entrypoints.shared.limits import MAILING, RateLimits
from store.entrypoints.shared.people import Pseudonyms

R = TypeVar("R")


async def answered_by_mail(
    command: Command[R], email: str, request: AnyRequest, desk: Desk, limits: RateLimits, pseudonyms: Pseudonyms
) -> R:
    """Carry *command* out: counted for *email*, and in the same time, whether anybody has that address or not."""
    await limits.spend(MAILING, request, f"mail {pseudonyms.of(email)}")
    async with evenly():
        return (await desk.do(command, request)).outcome
