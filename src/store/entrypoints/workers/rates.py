"""Fetches the rates of the day, once they should be there."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Final
from uuid import uuid4

import structlog

from store.application.pricing.currencies import FetchRates
from store.application.pricing.ports import RatesAway
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.pricing.board import Board
from store.domain.pricing.currency_errors import RatesUnsound
from store.domain.pricing.publication import next_publication, published_at

ACTOR: Final = "system:scheduler"


class RateKeeper:
    """An errand. While a source is away, or says what can't be, it is asked again, and the rates there are go on: staff
    see their age.
    """

    def __init__(self, board: Callable[[], Board], bus: Bus, clock: Clock, frankfurt: tzinfo) -> None:
        self._board, self._bus, self._clock, self._frankfurt = board, bus, clock, frankfurt

    def __call__(self) -> None:
        """Have them fetched, if anybody needs any and there should be newer ones than those that are known."""
        board = self._board()
        if not board.rules.sold:
            return
        if board.rates and self._clock.now() < published_at(next_publication(board.rates.day), self._frankfurt):
            return
        try:
            self._bus.do(FetchRates(), Caller(actor=ACTOR, correlation=uuid4()))
        except (RatesAway, RatesUnsound) as away:
            structlog.get_logger().warning("no rates", because=str(away))
