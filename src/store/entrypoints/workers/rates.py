"""Fetches the rates of the day, once they should be there."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Final
from uuid import uuid4

import structlog

from store.application.pricing.currencies import FetchRates
from store.application.pricing.ports import RatesAway
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.pricing.board import Board
from store.domain.pricing.publication import PUBLISHED, next_publication
from store.domain.pricing.rate_sheets import Rates

ACTOR: Final = "system:scheduler"


class RateKeeper:
    """An errand. While a source is away it is asked again, and the rates there are go on: staff see their age."""

    def __init__(self, board: Callable[[], Board], bus: Bus, clock: Clock, frankfurt: tzinfo) -> None:
        self._board, self._bus, self._clock, self._frankfurt = board, bus, clock, frankfurt

    def __call__(self) -> None:
        """Have them fetched, if anybody needs any and there should be newer ones than those that are known."""
        board = self._board()
        if not board.rules.sold or (board.rates and self._clock.now() < self._due(board.rates)):
            return
        try:
            self._bus.do(FetchRates(), Caller(actor=ACTOR, correlation=uuid4()))
        except RatesAway as away:
            structlog.get_logger().warning("no rates", because=str(away))

    def _due(self, rates: Rates) -> datetime:
        return datetime.combine(next_publication(rates.day), PUBLISHED, self._frankfurt)
