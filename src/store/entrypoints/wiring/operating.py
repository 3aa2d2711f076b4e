"""A whole shop for one command at the operator's desk."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from projections.shared.runner import Status
from store.application.audit.integrity import Verified
from store.application.shared.bus import Caller, Command, Query, Receipt
from store.application.shared.errors import NoSuch
from store.entrypoints.cli.desk import Application
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.reachable_database import reachable_database
from store.entrypoints.wiring.settings import Settings

R = TypeVar("R")


@contextmanager
def opened(settings: Settings) -> Iterator[Application]:
    """The shop over a database that answers and is up to date; both are let go of afterwards."""
    with reachable_database(settings) as reachable:
        migrate(reachable)
        with postgres_shop(reachable) as shop:
            yield Operation(shop)


class Operation:
    """An :class:`~store.entrypoints.cli.desk.Application` on Postgres."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def do(self, command: Command[R], by: Caller) -> Receipt[R]:
        return self._shop.bus().do(command, by)

    def ask(self, query: Query[R]) -> R:
        async def answer() -> R:
            async with asking(self._shop):
                return await self._shop.bus().ask(query)

        return asyncio.run(answer())

    def catch_up(self) -> None:
        self._shop.runner().catch_up()

    def projections(self) -> Sequence[Status]:
        return self._shop.runner().status()

    def rebuild(self, name: str) -> None:
        self._shop.runner().rebuild(self._known(name))

    def resume(self, name: str) -> None:
        self._shop.runner().resume(self._known(name))

    def verify(self, *, whole: bool, progress: Callable[[int, int], None]) -> Verified:
        found: Verified = self._shop.verifications().carry_out(whole=whole, progress=progress)
        return found

    def _known(self, name: str) -> str:
        if name not in {status.name for status in self.projections()}:
            raise NoSuch("read model", name)
        return name
