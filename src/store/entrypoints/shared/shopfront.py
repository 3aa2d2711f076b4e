"""The shop window's frame, for whoever shows a page of it from another room."""

from typing import Any, Protocol, runtime_checkable

from litestar.response import Template

from store.entrypoints.shared.desk import AnyRequest


@runtime_checkable
class Shopfront(Protocol):
    """Puts pages into the frame that shoppers see."""

    async def page(self, template: str, request: AnyRequest, *, status: int = 200, **context: Any) -> Template:
        """*template* in its frame."""
