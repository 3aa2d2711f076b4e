"""Erasing persons: the account, its orders and what the shop keeps beside its facts end together, as far as they may.

A guest is told first. The keys are given up in the log next, in one transaction with the end of the account: that is
the list of erasures.
Then everything outside the log is swept, then the keys go, and at last it is proven. Each step may be repeated, so
whatever a crash left undone is done by whoever comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from store.application.identity.farewell import DeleteAccount, Departures
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.ports import Sessions
from store.application.privacy.messages import EraseAccount, GoOnErasing
from store.application.privacy.ports import Entry, ErasureList, Evidence, Persons, Purchases, Traces, Whom
from store.application.privacy.proofs import FORM, Proof
from store.application.privacy.steps import (
    DecideErasure,
    Doomed,
    Known,
    LookUpErasure,
    OpenAccountErasure,
    OpenDeparture,
    RecordProof,
)
from store.application.processes.telling_guests import TellingGuests
from store.application.shared.bus import conducts
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.domain.privacy.events import About
from store.domain.shared.ids import AccountId, ErasureId, OrderId, subject_of


@dataclass(frozen=True)
class ErasingPersons:
    traces: Traces
    persons: Persons
    evidence: Evidence
    listed: ErasureList
    purchases: Purchases
    departures: Departures
    sessions: Sessions
    tokens: MailTokens
    guests: TellingGuests
    clock: Clock

    @conducts(DeleteAccount)
    def delete(self, command: DeleteAccount, conductor: Conductor) -> bool:
        """The time for second thoughts is over. Crossed out last: until then whoever comes again finds it."""
        erasure = conductor.first(OpenDeparture(account_id=command.account_id))
        doomed = self._go_on(erasure, conductor) if erasure else None
        self.departures.cross_out(command.account_id)
        subject = subject_of(command.account_id)
        return doomed is not None and any(key.subject == subject for key in doomed.keys)

    @conducts(EraseAccount)
    def erase_account(self, command: EraseAccount, conductor: Conductor) -> ErasureId:
        """Doors shut at once, as if they had said so themselves; a mail holds the link by which they stay."""
        id = conductor.first(OpenAccountErasure(
            account_id=command.account_id, ground=command.ground, reason=command.reason,
        ))
        self.sessions.close_all(command.account_id)
        self.tokens.void(command.account_id, Purpose.SECOND_STEP, Purpose.NEW_EMAIL)
        return id

    @conducts(GoOnErasing)
    def go_on(self, command: GoOnErasing, conductor: Conductor) -> str:
        """As far as it goes by now."""
        return self._go_on(command.erasure_id, conductor).state

    def _go_on(self, id: ErasureId, conductor: Conductor) -> Doomed:
        found = conductor.then(LookUpErasure(erasure_id=id))
        orders = self._orders(found) if found else ()
        decide = DecideErasure(erasure_id=id, orders=tuple(orders))
        doomed = conductor.then(decide)
        if doomed.receipt:
            self.guests.tell(id, doomed.receipt)
            doomed = conductor.then(replace(decide, told=True))
        if doomed.whom is None:
            return doomed
        self.listed.enter(Entry(id, doomed.about, doomed.about_id, doomed.begun_at, doomed.keys))
        proof = self._carried_out(doomed, doomed.whom, conductor.position or "")
        self.evidence.keep(proof)
        state = conductor.then(RecordProof(
            erasure_id=id, subjects=doomed.whom.subjects, digest=proof.digest, facts=len(proof.facts), rows=proof.rows,
        ))
        return Doomed(
            state, doomed.about, doomed.about_id, doomed.ground, doomed.piece, doomed.begun_at, doomed.whom,
            doomed.keys, doomed.kept,
        )

    def _carried_out(self, doomed: Doomed, whom: Whom, position: str) -> Proof:
        """Sweep first, while it can still be read what to look for; the keys go last."""
        removed = self.traces.sweep(whom)
        for key in doomed.keys:
            self.persons.destroy(key.subject)
        facts = self.evidence.facts(whom.subjects)
        heads = self.evidence.heads(sorted({fact.stream for fact in facts}))
        return Proof(
            FORM, whom.erasure_id, doomed.piece, doomed.about.value, doomed.about_id,
            doomed.ground.value if doomed.ground else None, self.clock.now(), position, doomed.keys, tuple(facts),
            tuple(heads), tuple(removed), doomed.kept,
        )

    def _orders(self, found: Known) -> Sequence[OrderId]:
        """Those that wait stay in sight, though nobody can tell any more under which address they were placed."""
        if found.about is About.ACCOUNT:
            others = self.purchases.under(AccountId(found.about_id), found.email)
        else:
            others = [OrderId(found.about_id), *(self.purchases.of_guest(found.email) if found.email else ())]
        return list(dict.fromkeys([*others, *found.orders]))
