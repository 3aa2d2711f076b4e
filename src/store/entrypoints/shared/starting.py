"""Where a webhook begins, as people and programs say it."""

from typing import Final
from uuid import UUID

from store.application.audit.feed import ReadFeed
from store.application.shared.errors import BadValue
from store.entrypoints.shared.desk import LONGEST_POSITION, AnyRequest, Desk

HEAD: Final = "head"


async def start_of(
    text: str, request: AnyRequest, desk: Desk, *, kinds: tuple[str, ...] = (), stream: UUID | None = None
) -> str:
    """The position that *text* names; ``head`` is where the log stands at this moment. The feed judges it.

    :raises BadValue: if it is none of this log, or if there is none of *kinds*.
    """
    after = text[:LONGEST_POSITION] or "0"
    page = await desk.ask(ReadFeed(after=after, kinds=kinds, stream=stream, limit=1), request)
    if page.reset:
        raise BadValue("from", "this log holds no such position")
    return page.next if after == HEAD else after
