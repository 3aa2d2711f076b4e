"""Rates from an address on the network."""

import logging
from time import monotonic
from typing import Final

import httpx

from store.adapters.pricing.rates_ecb import MOST_READ, rates_in
from store.application.pricing.ports import RatesAway
from store.domain.pricing.rate_sheets import Rates

WHOLE: Final = 10.0
"""Seconds until the last byte is there: nobody waits for it but the scheduler, and whoever pressed the button."""
_AS_IT_IS: Final = "identity"


class HttpRates:
    """A :class:`~store.application.pricing.ports.RateSource`. It goes where it was told to, nowhere else, and unpacks
    nothing: how much comes out of a few bytes is known only once it did.
    """

    def __init__(self, url: str, *, whole: float = WHOLE) -> None:
        self._url, self._whole = url, whole
        logging.getLogger("httpx").setLevel(logging.WARNING)

    def fetch(self) -> Rates:
        """As they are published now."""
        try:
            return rates_in(self._read())
        except httpx.HTTPError as failure:
            raise RatesAway("nobody answered there") from failure

    def _read(self) -> bytes:
        read, until = b"", monotonic() + self._whole
        with (
            httpx.Client(timeout=self._whole, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", self._url, headers={"accept-encoding": _AS_IT_IS}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise RatesAway(f"the answer was {answer.status_code}")
            if answer.headers.get("content-encoding", _AS_IT_IS) != _AS_IT_IS:
                raise RatesAway("it is packed, and nobody asked for that")
            for part in answer.iter_raw():
                read += part
                if len(read) > MOST_READ or monotonic() > until:
                    raise RatesAway("it is too long, or took too long")
        return read
