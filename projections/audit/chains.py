"""The chain of one wish: every fact it led to, over all streams, each step under the fact that was its reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from projections.audit.fact_search import FactSearch
from projections.audit.teller import Teller
from store.adapters.drivers.eventlog.reading import FactReader
from store.adapters.drivers.eventlog.rows import TailedFact
from store.application.audit.messages import ChainStep, ChainView, FactView, FollowUp, GetChain
from store.application.audit.ports import FollowUps
from store.application.notifications.posting import mail_of
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch

MOST: Final = 500
"""Facts of one chain that are shown: an import may lead to tens of thousands."""


class _Step(Struct):
    """Facts that were written together."""

    facts: list[FactView]

    @property
    def at(self) -> datetime:
        """When."""
        return self.facts[0].recorded_at


class Chains:
    """Answers :class:`GetChain`."""

    reads = ()

    def __init__(self, log: FactReader, search: FactSearch, teller: Teller, follow_ups: FollowUps) -> None:
        self._log, self._search, self._teller, self._follow_ups = log, search, teller, follow_ups

    @answers(GetChain)
    async def chain(self, query: GetChain) -> ChainView:
        """The facts, those of other wishes around them, what they are called, and the mails: four statements."""
        rows = await self._log.correlated(query.correlation, MOST + 1)
        if not rows:
            raise NoSuch("chain", query.correlation)
        told = [self._fact(row, query) for row in rows[:MOST]]
        ids = [fact.id for fact in told if fact.id]
        reasons = {fact.causation for fact in told if fact.causation}.difference(ids)
        around = await self._search.related(ids, list(reasons))
        beside = [fact for fact in (self._fact(row, query) for row in around) if fact.correlation != query.correlation]
        named, names = await self._teller.named([*told, *beside])
        facts, beside = named[:len(told)], named[len(told):]
        mails = await self._follow_ups.of(query.correlation)
        first, last = facts[0], facts[-1]
        ends = [last.recorded_at, *(mail.done_at for mail in mails if mail.done_at)]
        return ChainView(
            correlation=query.correlation, actor=first.actor, request_id=first.request_id,
            began_at=first.recorded_at, seconds=(max(ends) - first.recorded_at).total_seconds(),
            steps=_tree(_steps(facts), mails), facts=len(facts), streams=len({fact.stream for fact in facts}),
            cut=len(rows) > MOST, names=names, reasons=[fact for fact in beside if fact.id in reasons],
            consequences=[fact for fact in beside if fact.id not in reasons],
        )

    def _fact(self, row: TailedFact, query: GetChain) -> FactView:
        return self._teller.fact(row, self._log.incarnation, persons=query.persons)


def _steps(facts: Sequence[FactView]) -> list[_Step]:
    """What was written together has one reason and one time."""
    steps: dict[tuple[UUID | None, datetime], _Step] = {}
    for fact in facts:
        steps.setdefault((fact.causation, fact.recorded_at), _Step([])).facts.append(fact)
    return list(steps.values())


def _tree(steps: Sequence[_Step], mails: Sequence[FollowUp]) -> list[ChainStep]:
    """Each step under the one that holds its reason; what has none in this chain is a root."""
    holder = {fact.id: step for step in steps for fact in step.facts}
    under: dict[int, list[_Step]] = {}
    roots: list[_Step] = []
    for step in steps:
        reason = holder.get(step.facts[0].causation)
        if reason is None or reason is step:
            roots.append(step)
        else:
            under.setdefault(id(reason), []).append(step)
    due, kinds = {mail.id: mail for mail in mails}, sorted({mail.kind for mail in mails})

    def grown(step: _Step, since: datetime) -> ChainStep:
        called_for = [
            due[mail] for fact in step.facts for kind in kinds
            if (mail := mail_of(fact.stream, fact.version, kind)) in due
        ]
        return ChainStep(
            step.at, (step.at - since).total_seconds(), step.facts, called_for,
            [grown(then, step.at) for then in under.get(id(step), ())],
        )

    return [grown(root, steps[0].at) for root in roots]
