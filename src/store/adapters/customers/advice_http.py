"""Advice by a geocoding service over HTTP, of the shape that Geoapify and its kin have.

``GET <url>/autocomplete?text=…&filter=countrycode:de`` and ``GET <url>/search?text=…`` answer
``{"results": [{"formatted", "housenumber", "street", "postcode", "city", "state_code", "country_code", "lat", "lon",
"rank": {"confidence"}}]}``. Whatever it says is taken for a stranger's word: typed, cut, and left out where it is no
address.
"""

import asyncio
import logging
import time
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlsplit

import httpx
import structlog
from msgspec import DecodeError, Meta, Struct, ValidationError, json

from store.adapters.customers.advice_offline import OfflineAdvice
from store.adapters.customers.circuit import Circuit
from store.application.customers.ports import Doubt, Judgement, Suggestion
from store.domain.customers.events import PostalAddress

WHOLE: Final = 1.0
"""Seconds for everything, from looking its name up to the last byte."""
MOST_READ: Final = 64 * 1024
SURE: Final = 0.5
"""Below this confidence an address is doubted."""
MOST: Final = 5

Text = Annotated[str, Meta(max_length=200)]


class Rank(Struct, frozen=True):
    confidence: Annotated[float, Meta(ge=0, le=1)] = 0.0


class Place(Struct, frozen=True):
    """One result; all that isn't named here is left aside."""

    country_code: Annotated[str, Meta(pattern=r"^[A-Za-z]{2}$")]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    formatted: Text = ""
    street: Text = ""
    housenumber: Text = ""
    postcode: Text = ""
    city: Text = ""
    state_code: Text = ""
    rank: Rank = Rank()


class Places(Struct, frozen=True):
    results: list[Place]


class NoUse(Exception):
    """The service gave no answer that is good for anything."""


class HttpAdvice:
    """:class:`~store.application.customers.ports.AddressAdvice`; while the service is away, the offline one answers."""

    def __init__(self, url: str, *, whole: float = WHOLE, circuit: Circuit | None = None) -> None:
        """*url* may bring a query along, such as ``?apiKey=…``: it goes with each request, and into no log."""
        parts = urlsplit(url)
        self._base = parts._replace(query="", path=parts.path.rstrip("/")).geturl()
        self._known = dict(parse_qsl(parts.query))
        self._whole, self._circuit, self._offline = whole, circuit or Circuit(time.monotonic), OfflineAdvice()
        logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold whole addresses, of people and with keys

    async def suggest(self, words: str, country: str) -> list[Suggestion]:
        """What the service finds in *country*, and nothing of elsewhere."""
        asked = {"text": words, "filter": f"countrycode:{country.lower()}", "limit": str(MOST)}
        found = await self._ask("/autocomplete", asked)
        places = [_suggestion(place) for place in found or [] if place.country_code.upper() == country]
        return [place for place in places if place is not None][:MOST]

    async def judge(self, address: PostalAddress) -> Judgement:
        """What the offline rules find wrong, and whether the service finds the street there."""
        there = await self._offline.judge(address)
        text = ", ".join(filter(None, (
            address.line1, f"{address.postal_code} {address.city}", address.region, address.country,
        )))
        found = await self._ask("/search", {"text": text, "limit": "1"})
        if found is None:
            return there
        here = [place for place in found if place.country_code.upper() == address.country.upper()]
        if not here or here[0].rank.confidence < SURE:
            doubts = [*there.doubts, Doubt("line1", "We could not find this address on the map.")]
            return Judgement(known=True, doubts=doubts, suggestion=_suggestion(here[0]) if here else None)
        place = here[0]
        return Judgement(known=True, doubts=there.doubts, suggestion=None, latitude=place.lat, longitude=place.lon)

    async def _ask(self, path: str, asked: dict[str, str]) -> list[Place] | None:
        """Places; ``None`` where there is no answer of use, or nobody asks for a while."""
        if self._circuit.open():
            return None
        try:
            async with asyncio.timeout(self._whole):
                found = json.decode(await self._read(path, asked), type=Places).results
        except (TimeoutError, httpx.HTTPError, NoUse, DecodeError, ValidationError, UnicodeError) as failure:
            self._circuit.failed()  # the name of the failure alone: its words may hold the address, or the key
            structlog.get_logger().warning("no advice about addresses", because=type(failure).__name__)
            return None
        self._circuit.went_well()
        return found

    async def _read(self, path: str, asked: dict[str, str]) -> bytes:
        read = b""
        async with (
            httpx.AsyncClient(timeout=self._whole, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", f"{self._base}{path}", params={**self._known, **asked, "format": "json"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise NoUse
            async for part in answer.aiter_bytes():
                read += part
                if len(read) > MOST_READ:
                    raise NoUse
        return read


def _suggestion(place: Place) -> Suggestion | None:
    """*place* as an address, if it is one: a street in a city, on one line, that can be read."""
    line1 = " ".join(filter(None, (place.street, place.housenumber)))
    texts = (line1, place.city, place.postcode, place.state_code, place.formatted)
    if not (place.street and place.city) or not all(text.isprintable() for text in texts):
        return None
    words = place.formatted or f"{line1}, {place.postcode} {place.city}"
    return Suggestion(words, line1, place.city, place.postcode, place.country_code.upper(), place.state_code or None)
