"""How somebody is forgotten, put together over either kind of shop."""

from functools import partial
from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.identity import people
from projections.ordering import buyers
from projections.privacy.erasures import ErasureList
from projections.privacy.purchases import PostgresPurchases
from projections.privacy.purchases_memory import MemoryPurchases
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.threads import at_once, in_thread
from store.adapters.drivers.vault import Keys
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.notifications.waiting_memory import MemoryWaiting
from store.adapters.privacy.erasure_list import MemoryErasureList
from store.adapters.privacy.evidence import MemoryEvidence
from store.adapters.privacy.traces_memory import MemoryTraces
from store.adapters.privacy.traces_postgres import Forgetting, PostgresTraces
from store.application.catalogue.ports import Media
from store.application.identity.elsewhere import LinkedLogins
from store.application.identity.farewell import Departures, Leftovers
from store.application.identity.grams import Marks
from store.application.identity.mail_tokens import MailTokens
from store.application.identity.portraits import Portraits, names_of
from store.application.identity.ports import AccountEmails, Passwords, Sessions
from store.application.identity.second_factor import SecondFactors
from store.application.notifications.posting import Posting
from store.application.privacy.ports import ErasureList as ListOfErasures
from store.application.privacy.ports import Evidence, Persons, Purchases, Traces
from store.application.processes.deciding_erasures import DecidingErasures
from store.application.processes.erasing_persons import ErasingPersons
from store.application.processes.holding_persons import HoldingPersons
from store.application.processes.looking_at_erasures import Elsewhere, LookingAtErasures
from store.application.processes.telling_guests import TellingGuests
from store.application.processes.wishing_persons_forgotten import WishingPersonsForgotten
from store.application.shared.ports import AsyncJournal, Clock
from store.entrypoints.wiring.waiting import address_digest

YEARS_IN_MEMORY = 10


def about_privacy(
    *, traces: Traces, persons: Persons, evidence: Evidence, listed: ListOfErasures, purchases: Purchases,
    departures: Departures, sessions: Sessions, tokens: MailTokens, clock: Clock, years: int, journal: AsyncJournal,
    elsewhere: Elsewhere, posting: Posting,
) -> list[Any]:
    """All that is done and asked where somebody is to be forgotten."""
    guests = TellingGuests(posting, clock)
    return [
        WishingPersonsForgotten(clock), DecidingErasures(persons, clock, years),
        ErasingPersons(traces, persons, evidence, listed, purchases, departures, sessions, tokens, guests, clock),
        HoldingPersons(clock), LookingAtErasures(journal, evidence, elsewhere),
    ]


def postgres_privacy(
    pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]], marks: Marks,
    **rest: Any,
) -> list[Any]:
    """Over the tables."""
    purchases = PostgresPurchases(pool, marks)
    return [*about_privacy(purchases=purchases, elsewhere=in_thread, **rest), ErasureList(async_pool)]


def postgres_traces(
    pool: ConnectionPool[Connection[Any]], projector_pool: ConnectionPool[Connection[Any]], portraits: Portraits,
    media: Media, index: BlindIndex, cards: Forgetting,
) -> PostgresTraces:
    """The tables of the work, and the read models that find persons."""
    copies: list[Forgetting] = [
        cards,
        partial(people.forget_by_copy, pool=projector_pool), partial(buyers.forget_by_copy, pool=projector_pool),
    ]

    def remove_picture(picture: str) -> int:
        there = sum(media.exists(name) for name in names_of(picture))
        portraits.remove(picture)
        return there

    return PostgresTraces(pool, copies, remove_picture, partial(address_digest, index))


def memory_traces(
    emails: AccountEmails, logins: LinkedLogins, passwords: Passwords, sessions: Sessions, tokens: MailTokens,
    factors: SecondFactors, copies: Leftovers, portraits: Portraits, waiting: MemoryWaiting,
) -> MemoryTraces:
    """What the twins keep."""
    return MemoryTraces({
        "copies": copies.drop, "credentials": passwords.forget, "emails": emails.forget, "factors": factors.drop,
        "logins": logins.forget, "sessions": sessions.close_all, "tokens": tokens.void, "waiting": waiting.forget,
    }, portraits.remove)


def privacy_in_memory(log: MemoryLog, codec: EventCodec, keys: Keys, persons: Persons, **rest: Any) -> list[Any]:
    """Over the twins."""
    return about_privacy(
        persons=persons, evidence=MemoryEvidence(log, keys), listed=MemoryErasureList(),
        purchases=MemoryPurchases(log, codec), years=YEARS_IN_MEMORY, elsewhere=at_once, **rest,
    )
