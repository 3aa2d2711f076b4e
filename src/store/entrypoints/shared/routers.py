"""Routers that are made for one application."""

from typing import Any, Self

from litestar import Router


class OwnRouter(Router):
    """Registered as it is. The framework copies a router with all its routes, so that others may use it too, which is
    a seventh of a start; this one is made by whoever registers it, and used there alone.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        del memo
        return self
