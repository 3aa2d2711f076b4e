"""Asking for advice about addresses."""

from dataclasses import dataclass
from typing import Final

from store.application.customers.ports import AddressAdvice, Judgement, Suggestion
from store.application.shared.bus import Query, answers
from store.domain.customers.events import PostalAddress

SHORTEST: Final = 4
LONGEST: Final = 120
MOST: Final = 5


class SuggestAddresses(Query[list[Suggestion]], frozen=True):
    """The few places that fit what somebody typed so far, in one country."""

    words: str
    country: str


class JudgeAddress(Query[Judgement], frozen=True):
    """What is thought of an address. Nothing is kept."""

    address: PostalAddress


@dataclass(frozen=True)
class Advising:
    advice: AddressAdvice
    reads = ()

    @answers(SuggestAddresses)
    async def suggest(self, query: SuggestAddresses) -> list[Suggestion]:
        """Nobody is asked before there is something to go by."""
        words = " ".join(query.words.split())[:LONGEST]
        if len(words) < SHORTEST:
            return []
        return (await self.advice.suggest(words, query.country.upper()))[:MOST]

    @answers(JudgeAddress)
    async def judge(self, query: JudgeAddress) -> Judgement:
        return await self.advice.judge(query.address)
