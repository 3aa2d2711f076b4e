"""A whole shop for one command at the operator's desk."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime
from os import getpid
from pathlib import Path
from platform import node
from typing import TypeVar
from uuid import UUID

from projections.audit.read_models import RunnerControl
from projections.ordering.archive import Shelf
from projections.shared.comparing import Compared
from projections.shared.runner import Status
from store.adapters.audit.capsule import to_text
from store.adapters.insight.exporting import Exported, export
from store.application.audit.integrity import Verified
from store.application.insight.messages import Format
from store.application.shared.bus import Caller, Command, Query, Receipt
from store.entrypoints.cli.desk import Application
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.archiving import archive_before, shelves
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
        with postgres_shop(reachable) as shop, asyncio.Runner() as loop:
            operation = Operation(shop, loop)
            try:
                yield operation
            finally:
                operation.close()


class Operation:
    """An :class:`~store.entrypoints.cli.desk.Application` on Postgres."""

    def capsule(self, correlation: UUID) -> bytes:
        from store.entrypoints.wiring.replaying import pack

        self._shop.recordings().flush()
        return to_text(pack(self._shop, correlation))

    def __init__(self, shop: Shop, loop: asyncio.Runner) -> None:
        self._shop, self._loop = shop, loop
        self._open, self._opened = AsyncExitStack(), False

    def do(self, command: Command[R], by: Caller) -> Receipt[R]:
        return self._shop.bus().do(command, by)

    def ask(self, query: Query[R]) -> R:
        """All questions of one command share a loop and what is opened in it: pools open once."""

        async def answer() -> R:
            if not self._opened:
                self._opened = True
                await self._open.enter_async_context(asking(self._shop))
            return await self._shop.bus().ask(query)

        return self._loop.run(answer())

    def close(self) -> None:
        """No more questions."""
        self._loop.run(self._open.aclose())

    def catch_up(self) -> None:
        self._shop.runner().catch_up()

    def projections(self) -> Sequence[Status]:
        return self._shop.runner().everything()

    def rebuild(
        self, name: str, *, as_of: datetime | None, switch: bool, told: Callable[[int, int], None]
    ) -> tuple[str, str]:
        copy = self._shop.runner().builds.rebuild(
            name, as_of=as_of, takes_over=switch, holder=f"{node()}-{getpid()}-cli",
            progress=lambda _, at, till: told(at, till),
        )
        return copy.schema, copy.state

    def compare(self, name: str, schema: str, share: int) -> Sequence[Compared]:
        return self._shop.runner().compare(name, schema, share)[1]

    def switch(self, name: str) -> None:
        self._shop.runner().builds.switch(name)

    def back(self, name: str) -> None:
        self._shop.runner().builds.back(name)

    def drop(self, name: str, schema: str) -> None:
        RunnerControl(self._shop.runner()).drop(name, schema)

    def resume(self, name: str, schema: str) -> None:
        RunnerControl(self._shop.runner()).resume(name, schema)

    def archive_orders(self, before: int | None) -> Iterator[int]:
        return archive_before(self._shop, before)

    def years_of_orders(self) -> Sequence[Shelf]:
        return shelves(self._shop)

    def export(
        self, view: str, format: Format, out: Path | None, *, from_: str | None, to: str | None,
        since: datetime | None, told: Callable[[int, int], None],
    ) -> Exported:
        return export(
            self._shop.settings().app_url, view, format, out, from_=from_, to=to, since=since, told=told
        )

    def verify(self, *, whole: bool, progress: Callable[[int, int], None]) -> Verified:
        found: Verified = self._shop.verifications().carry_out(whole=whole, progress=progress)
        return found
