"""The bus: finds the handler, retries what clashed, remembers what was answered."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Generic, TypeVar, get_type_hints
from uuid import UUID

from msgspec import Struct, convert, json, structs

from store.application.shared.bus import Caller, Command, Once, Query, Receipt, Wish
from store.application.shared.errors import Busy, NotCaughtUp, Refusal, RefusedBefore
from store.application.shared.ports import (
    Answer,
    Change,
    Clash,
    Clock,
    Handlers,
    Idempotency,
    Journal,
    Keeper,
    OnItsWay,
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


class Begun(Struct, Generic[R], frozen=True):
    """A command that was decided: what came of it, and its facts, on their way into the log if there are any."""

    command: Command[R]
    outcome: R
    answer: Answer | None
    work: UnitOfWork
    changes: Sequence[Change]
    on_its_way: OnItsWay | None


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
        for attempt in range(ATTEMPTS):
            begun = self._begin(command, by, once, final=final, tell=tell, lent=lent, again=attempt > 0)
            if begun is None:
                continue
            try:
                receipt = self._settled(begun)
            except Clash:
                self._turns.pause(attempt)
            else:
                return self._looked_again(receipt, begun.work, by)
        raise Busy

    def do_all(self, wishes: Sequence[Wish[R]]) -> Iterator[Receipt[R] | Exception]:
        """Carry each of *wishes* out by itself, in order, and have their facts written together: what came of each."""
        left = list(wishes)
        while left:
            begun: list[Begun[R] | Exception | None] = []
            for wish in left:
                begun.append(self._begun(wish))
                if isinstance(begun[-1], Exception) and not isinstance(begun[-1], StoreError):
                    break
            done = [self._ended(wish, it) for wish, it in zip(left, begun, strict=False)]
            left = left[len(done):]
            yield from done

    def _begun(self, wish: Wish[R]) -> Begun[R] | Exception | None:
        """*wish*, decided; nothing if that has to be done anew, or it is no matter of one decision."""
        if not self._by_one_decision(wish.command):
            return None
        try:
            return self._begin(wish.command, wish.by, None, final=True)
        except Exception as fault:  # noqa: BLE001 - handed to whoever wished: it keeps no other from being done
            return fault

    def _ended(self, wish: Wish[R], begun: Begun[R] | Exception | None) -> Receipt[R] | Exception:
        """What came of *wish*. One that clashed is carried out anew, by itself."""
        if isinstance(begun, Exception):
            return begun
        try:
            try:
                receipt = self._settled(begun) if begun else None
            except Clash:
                receipt = None
            if begun is None or receipt is None:
                return self.do(wish.command, wish.by)
            return self._looked_again(receipt, begun.work, wish.by)
        except Exception as fault:  # noqa: BLE001 - as above
            return fault

    def _by_one_decision(self, command: Command[Any]) -> bool:
        """Whether *command* is but one step, and nothing besides its facts is kept of it."""
        return type(command) in self._handlers and type(command) not in self._conductors

    def _begin(
        self, command: Command[R], by: Caller, once: Once | None, *, final: bool,
        tell: Callable[[R], Any] | None = None, lent: Lent | None = None, again: bool = False,
    ) -> Begun[R] | None:
        """Decide, and hand in what is to be appended; nothing if it rests on what the log knows better by now."""
        with UnitOfWork(self._journal, self._turns, self._keeper, lent, again=again) as work:
            try:
                outcome: R = self._handlers[type(command)](command, work)
            except StoreError:
                if work.behind(refusing=True):
                    return None
                raise
            changes = work.changes()
            if work.behind(refusing=not changes):
                return None
            answer = Answer(once, _told(outcome, tell), final) if once else None
            on_its_way = work.hand_in(changes, by, self._clock.now(), answer) if changes else None
        return Begun(command, outcome, answer, work, changes, on_its_way)

    def _settled(self, begun: Begun[R]) -> Receipt[R]:
        """Wait until its facts stand in the log.

        :raises Clash: if they came too late.
        """
        if begun.on_its_way is None:
            return self._nothing_new(begun.command, begun.outcome, begun.answer)
        position, last = begun.on_its_way.settle(), begun.changes[-1]
        return Receipt(position, begun.outcome, fact_id(last.stream, last.after + len(last.events)))

    def _looked_again(self, receipt: Receipt[R], work: UnitOfWork, by: Caller) -> Receipt[R]:
        for command in work.afterwards if receipt.fact else ():
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
        return Receipt(conductor.position or self._journal.position(), outcome, conductor.fact)

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
        self.fact: UUID | None = None
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
            self.fact = receipt.fact
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
