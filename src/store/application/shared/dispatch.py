"""The bus: finds the handler, retries what clashed, remembers what was answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, get_type_hints

from msgspec import convert, json, structs

from store.application.shared.bus import Caller, Command, Once, Query, Receipt
from store.application.shared.errors import Busy, NotCaughtUp, Refusal, RefusedBefore
from store.application.shared.ports import (
    Answer,
    Clash,
    Clock,
    Handlers,
    Idempotency,
    Journal,
    Keeper,
    Positions,
    Turns,
)
from store.application.shared.work import Lent, UnitOfWork
from store.domain.shared.errors import NotFound, RuleViolated, StoreError
from store.domain.shared.ids import fact_id

R = TypeVar("R")
S = TypeVar("S")

ATTEMPTS = 30
"""Two processes that sell one thing take it in turns to lose whole batches: with 12, three in a thousand gave up."""
LEASE = timedelta(seconds=30)


class Dispatcher:
    """A :class:`~store.application.shared.bus.Bus` over the handlers it is given."""

    def __init__(
        self, handlers: Handlers, *, journal: Journal, keeper: Keeper, idempotency: Idempotency, turns: Turns,
        positions: Positions, clock: Clock,
    ) -> None:
        self._journal, self._keeper, self._idempotency, self._turns = journal, keeper, idempotency, turns
        self._positions, self._clock = positions, clock
        self._handlers = _marked("__handles__", handlers)
        self._conductors = _marked("__conducts__", handlers)
        self._answerers = {
            query: (handler, method) for handler in handlers
            for query, method in _marked("__answers__", [handler]).items()
        }

    def do(self, command: Command[R], by: Caller, once: Once | None = None) -> Receipt[R]:
        """Carry *command* out and say what came of it; with *once*, say the same again when asked again."""
        if once is None:
            return self._carry_out(command, by, None, None)
        recalled = self._idempotency.claim(once, self._clock.now(), LEASE)
        if recalled and recalled.final:
            return self._replay(command, recalled.body)
        try:
            return self._carry_out(command, by, once, recalled.body if recalled else None)
        except (RuleViolated, NotFound) as refused:
            self._idempotency.answer(Answer(once, json.encode({"refusal": Refusal.of(refused)})))
            raise
        except BaseException:  # a conflict, or somebody who is only away: it may be gone next time
            self._idempotency.release(once)
            raise

    async def ask(self, query: Query[R], after: str | None = None) -> R:
        """Answer *query*; with *after*, only from views that have seen that position."""
        answerer, method = self._answerers[type(query)]
        if after and not await self._positions.reached(answerer.reads, after):
            raise NotCaughtUp
        answer: R = await method(query)
        return answer

    def transact(
        self, command: Command[R], by: Caller, once: Once | None, *, final: bool,
        tell: Callable[[R], Any] | None = None, lent: Lent | None = None,
    ) -> Receipt[R]:
        """Run the one handler of *command* until its facts are in the log or it is refused.

        *tell* makes of its outcome what is answered, or refuses; *lent* is what an earlier step left for this one.
        """
        handler = self._handlers[type(command)]
        for attempt in range(ATTEMPTS):
            with UnitOfWork(self._journal, self._turns, self._keeper, lent, again=attempt > 0) as work:
                try:
                    outcome = handler(command, work)
                except StoreError:
                    if work.behind(refusing=True):
                        continue
                    raise
                changes = work.changes()
                if work.behind(refusing=not changes):
                    continue
                answer = Answer(once, _told(outcome, tell), final) if once else None
                on_its_way = work.hand_in(changes, by, self._clock.now(), answer) if changes else None
            if on_its_way is None:
                return self._nothing_new(command, outcome, answer)
            try:
                position = on_its_way.settle()
            except Clash:
                self._turns.pause(attempt)
            else:
                last = changes[-1]
                receipt = Receipt(position, outcome, fact_id(last.stream, last.after + len(last.events)))
                return self._looked_again(receipt, work, by)
        raise Busy

    def _looked_again(self, receipt: Receipt[R], work: UnitOfWork, by: Caller) -> Receipt[R]:
        for command in work.afterwards:
            later = self.transact(command, structs.replace(by, causation=receipt.fact), None, final=True)
            receipt = structs.replace(receipt, position=later.position)
        return receipt

    def recall(self, command: Command[R], body: bytes) -> R:
        """The outcome that *command* had when it was carried out before."""
        method = self._conductors.get(type(command)) or self._handlers[type(command)]
        outcome: R = convert(json.decode(body)["outcome"], get_type_hints(method)["return"])
        return outcome

    def _carry_out(
        self, command: Command[R], by: Caller, once: Once | None, reached: bytes | None
    ) -> Receipt[R]:
        conduct = self._conductors.get(type(command))
        if conduct is None:
            return self.transact(command, by, once, final=True)
        conductor = Conductor(self, by, once, reached)
        outcome = conduct(command, conductor)
        if once and not conductor.answered:
            self._idempotency.answer(Answer(once, json.encode({"outcome": outcome})))
        return Receipt(conductor.position or self._journal.position(), outcome)

    def _nothing_new(self, command: Command[R], outcome: R, answer: Answer | None) -> Receipt[R]:
        if answer:
            self._idempotency.answer(answer)
        return Receipt(self._journal.position() if command.asks_where else "", outcome)

    def _replay(self, command: Command[R], body: bytes) -> Receipt[R]:
        stored = json.decode(body)
        if "refusal" in stored:
            raise RefusedBefore(json.decode(json.encode(stored["refusal"]), type=Refusal))
        return Receipt(self._journal.position(), self.recall(command, body))


def _told(outcome: R, tell: Callable[[R], Any] | None) -> bytes:
    try:
        return json.encode({"outcome": outcome if tell is None else tell(outcome)})
    except StoreError as refused:
        return json.encode({"refusal": Refusal.of(refused)})


class Conductor:
    """What a process sees of the bus: it does steps, and knows how far an earlier try came."""

    def __init__(self, bus: Dispatcher, by: Caller, once: Once | None, reached: bytes | None) -> None:
        self._bus, self._by, self._once, self._reached = bus, by, once, reached
        self._lent: Lent = {}
        self.position: str | None = None
        self.answered = False

    def first(self, command: Command[R]) -> R:
        """The step that decides: carried out once, recalled when the client asks again."""
        if self._reached is not None:
            return self._bus.recall(command, self._reached)
        return self._step(command, self._once, final=False)

    def then(self, command: Command[R]) -> R:
        """A further step, which must be one that may be repeated."""
        return self._step(command, None, final=False)

    def last(self, command: Command[R]) -> R:
        """The step whose outcome is the answer."""
        outcome = self._step(command, self._once, final=True)
        self.answered = True
        return outcome

    def conclude(self, command: Command[R], tell: Callable[[R], S]) -> S:
        """The last step, where the answer is what *tell* makes of its outcome, or the refusal that it raises."""
        outcome = self._step(command, self._once, final=True, tell=tell)
        self.answered = True
        return tell(outcome)

    def _step(
        self, command: Command[R], once: Once | None, *, final: bool, tell: Callable[[R], Any] | None = None
    ) -> R:
        receipt = self._bus.transact(command, self._by, once, final=final, tell=tell, lent=self._lent)
        self.position = receipt.position
        if receipt.fact:
            self._by = structs.replace(self._by, causation=receipt.fact)
        return receipt.outcome


def _marked(name: str, handlers: Handlers) -> dict[type[Any], Callable[..., Any]]:
    found: dict[type[Any], Callable[..., Any]] = {}
    for handler in handlers:
        for attribute in dir(type(handler)):
            message = getattr(getattr(type(handler), attribute), name, None)
            if message is not None:
                if message in found:
                    raise TypeError(f"two handlers for {message.__name__}")
                found[message] = getattr(handler, attribute)
    return found
