"""What the application refuses, whichever context is asked."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

from msgspec import Struct, to_builtins

from store.domain.shared.errors import LONGEST_WORDS, Conflict, NotFound, RuleViolated, StoreError, readable
from store.domain.shared.errors import NoSuch as NoSuch  # noqa: PLC0414 - said here, too: most who refuse look here


class Busy(Conflict):
    """Too many people want the same thing at this instant. Please try again."""


class InFlight(Conflict):
    """A request with this idempotency key is being carried out right now. Ask again in a second."""

    headers: ClassVar[dict[str, str]] = {"Retry-After": "1"}


class KeyReused(RuleViolated):
    """This idempotency key was used for another request."""


class NotCaughtUp(StoreError):
    """Your change is safe, but this view has not caught up with it yet. Please look again in a moment."""


@dataclass(eq=False)
class VersionMoved(Conflict):
    """Somebody changed this meanwhile: it is at version {now}. Look again before you change it."""

    now: int


class VersionNeeded(StoreError):
    """Say in `If-Match` which version you saw: the ETag that came with it. Nothing was changed."""


class Refusal(Struct, frozen=True):
    """A refusal as data: its kind, its name, its sentence and its facts."""

    kind: str
    name: str
    sentence: str
    facts: dict[str, Any]

    @classmethod
    def of(cls, error: StoreError) -> "Refusal":
        """What *error* says."""
        if isinstance(error, RefusedBefore):
            return error.refusal
        kinds = (RuleViolated, NotFound, Conflict)
        kind = next((kind.__name__ for kind in kinds if isinstance(error, kind)), "StoreError")
        known: Any = error
        facts = {f.name: error.told(f.name) for f in fields(known)} if is_dataclass(known) else {}
        return cls(kind, type(error).__name__, str(error), to_builtins(facts))


class RefusedBefore(RuleViolated):
    """The same request was refused before, and still is."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal

    def __str__(self) -> str:
        return self.refusal.sentence


class TextWithNul(RuleViolated):
    """Text can't hold the sign NUL."""


class BadCursor(RuleViolated):
    """This cursor does not belong to this list; start again without one."""


@dataclass(eq=False)
class BadValue(RuleViolated):
    """{field}: {problem}"""

    in_words = ("problem",)
    field: str
    problem: str


@dataclass(eq=False)
class WrongFields(RuleViolated):
    """Some of this makes no sense yet. Nothing was changed."""

    faults: dict[str, str]
    """What is wrong, in a sentence of ours, by field."""

    def told(self, name: str) -> Any:
        """As it may be repeated, whoever named the fields."""
        del name
        return {readable(field): readable(words, LONGEST_WORDS) for field, words in self.faults.items()}
