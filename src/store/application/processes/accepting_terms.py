"""Accepting terms: agreed to when registering, which the account's own fact says, and again when they change."""

from dataclasses import dataclass

from store.application.privacy.consenting import GetTermsStanding, Standing
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.identity.events import CustomerRegistered
from store.domain.identity.login_events import CustomerJoined
from store.domain.privacy.consents import Consents
from store.domain.privacy.document import Document
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.ids import consents_of, document_of


@dataclass(frozen=True)
class AcceptingTerms:
    """The last of all that were agreed to counts; there is no third place where that is kept."""

    journal: AsyncJournal
    reads = ()

    @answers(GetTermsStanding)
    async def standing(self, query: GetTermsStanding) -> Standing:
        account, since, terms = query.account_id, consents_of(query.account_id), document_of(DocumentKind.TERMS)
        found = await self.journal.read([account, since, terms])
        first = [it.terms for it in found.get(account, History()).events if isinstance(it, CustomerRegistered)]
        joined = any(isinstance(it, CustomerJoined) for it in found.get(account, History()).events)
        later = Consents.replay(since, found.get(since, History()).events).accepted.get(DocumentKind.TERMS)
        newest = Document.replay(terms, found.get(terms, History()).events).newest
        return Standing(max((it for it in (*first, later) if it is not None), default=0 if joined else None), newest)
