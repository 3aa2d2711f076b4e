"""The board of currencies, kept in memory for some seconds: every page and every list in another currency asks."""

from time import monotonic
from typing import Final

from store.application.pricing.ports import Boards
from store.domain.pricing.board import Board

KEPT: Final = 5.0
"""Seconds. Whoever changed it in this process sees it at once, and others a moment later."""


class KeptBoard:
    """Wraps what reads it."""

    def __init__(self, read: Boards, kept: float = KEPT) -> None:
        self._read, self._kept = read, kept
        self._board: Board | None = None
        self._until = self._moving = 0.0

    async def __call__(self) -> Board:
        """As it was some seconds ago at most."""
        board = self.glance()
        if board is None:
            board = self._board = await self._read()
            self._until = monotonic() + self._kept
        return board

    def glance(self) -> Board | None:
        """The same without reading it; nothing where that would be needed."""
        return None if monotonic() > self._until or monotonic() < self._moving else self._board

    def forget(self) -> None:
        """It is about to be another one: until that surely stands in the log, it is read each time."""
        self._moving = monotonic() + self._kept
