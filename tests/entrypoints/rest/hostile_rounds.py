"""Strings made to do harm, one in every field at once: each field gets each string, in as few requests as can be.

A request that is refused names fields: these have refused, as they should, and the others are tried without them. Where
a refusal names none, each is tried alone; a field that mostly refuses so is tried alone from then on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

P = TypeVar("P")
_STEP = 97
"""Neighbours of a list are alike: fields of one request get strings that lie far apart."""


class Asking(Protocol[P]):
    """One operation, or one form."""

    def ask(self, texts: dict[P, str]) -> Any:
        """The answer to a request that has *texts* in their places, and in all others what works."""

    def blamed(self, answer: Any, texts: dict[P, str]) -> set[P]:
        """The places that a refusal speaks of."""

    def renew(self) -> bool:
        """Bring what is asked about to where it can be asked again, if that is possible."""


@dataclass
class Count:
    """What came of it all."""

    requests: int = 0
    strings: int = 0
    taken: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        for name in ("requests", "strings", "taken", "refused", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def rounds(places: Sequence[P], strings: Sequence[str], begin: int = 0) -> Iterator[dict[P, str]]:
    """For each round what stands where: over all of them each place gets each string once."""
    for turn in range(len(strings) if places else 0):
        yield {it: strings[(begin + turn + at * _STEP) % len(strings)] for at, it in enumerate(places)}


class Tries(Generic[P]):
    """Tries *asking* round after round. *judge* says what is wrong with an answer."""

    def __init__(
        self, asking: Asking[P], judge: Callable[[Any, dict[P, str]], str | None], alone: set[P] | None = None,
    ) -> None:
        self._asking, self.judge, self.alone = asking, judge, alone or set()
        self._refused: Counter[P] = Counter()
        self._rounds, self._used, self._spends = 0, False, False
        self.count = Count()

    def round(self, texts: dict[P, str]) -> None:
        """Have each of *texts* taken, or refused."""
        self._rounds += 1
        self.count.strings += len(texts)
        together = {it: text for it, text in texts.items() if it not in self.alone}
        for it in texts.keys() - together.keys():
            self._one(it, texts[it])
        while together:
            answer = self._fresh_ask(together)
            if answer.status_code < 400:
                self.count.taken += len(together)
                return
            if blamed := self._asking.blamed(answer, together) & together.keys():
                self.count.refused += len(blamed)
                together = {it: text for it, text in together.items() if it not in blamed}
            elif len(together) == 1:
                self.count.refused += 1
                return
            else:
                for it, text in together.items():
                    self._one(it, text)
                return

    def _one(self, place: P, text: str) -> None:
        if self._fresh_ask({place: text}, known=place in self.alone).status_code < 400:
            self.count.taken += 1
            return
        self.count.refused += 1
        self._refused[place] += 1
        if self._rounds > 2 and self._refused[place] > self._rounds / 2:
            self.alone.add(place)

    def _fresh_ask(self, texts: dict[P, str], *, known: bool = False) -> Any:
        """The answer, where need be about something that nothing was done to yet. What is *known* to refuse mostly does
        so for itself.
        """
        if self._spends and self._used:
            self._renewed()
        answer = self._ask(texts)
        doubtful = answer.status_code >= 400 and not known and not self._asking.blamed(answer, texts)
        if doubtful and self._renewed():
            answer = self._ask(texts)
            self._spends = self._spends or answer.status_code < 400
        return answer

    def _ask(self, texts: dict[P, str]) -> Any:
        answer = self._asking.ask(texts)
        self._used = self._used or answer.status_code < 400
        self.count.requests += 1
        if it := self.judge(answer, texts):
            told = ", ".join(f"{place}: {text[:80]!r}" for place, text in texts.items())
            self.count.wrong.append(f"{it} ({told[:600]})")
        return answer

    def _renewed(self) -> bool:
        """Whether what was asked about had been taken by one before, and is there anew."""
        if not self._used:
            return False
        self._used = False
        return self._asking.renew()


def through(
    asking: Asking[P], judge: Callable[[Any, dict[P, str]], str | None], ahead: Iterable[dict[P, str]],
    alone: set[P] | None = None,
) -> Count:
    """What came of all the rounds *ahead*."""
    walk = Tries(asking, judge, alone)
    for texts in ahead:
        walk.round(texts)
    return walk.count
