"""What is asked of others about addresses. Nothing waits for it, and nothing fails because of it."""

from typing import Protocol

from msgspec import Struct

from store.domain.customers.events import PostalAddress


class Suggestion(Struct, frozen=True):
    """A place that fits what was typed so far. ``words`` is how it is shown."""

    words: str
    line1: str
    city: str
    postal_code: str
    country: str
    region: str | None = None


class Doubt(Struct, frozen=True):
    """Something about an address that may be wrong: a sentence about one field."""

    field: str
    problem: str


class Judgement(Struct, frozen=True):
    """What is thought of an address. ``known``: somebody who knows places was asked and answered.

    ``suggestion`` is what was probably meant; latitude and longitude, in degrees, are where it is.
    """

    known: bool
    doubts: list[Doubt] = []
    suggestion: Suggestion | None = None
    latitude: float | None = None
    longitude: float | None = None


class AddressAdvice(Protocol):
    """Knows places. It answers soon and never raises, whatever becomes of it: then an address is kept as typed."""

    async def suggest(self, words: str, country: str) -> list[Suggestion]:
        """The few places that fit *words* best; none where nobody can say."""

    async def judge(self, address: PostalAddress) -> Judgement:
        """Whether this address seems to be one."""
