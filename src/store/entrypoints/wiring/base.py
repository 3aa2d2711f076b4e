"""What a shop on Postgres stands on: database, keys of persons, log, and the proof that nobody altered it."""

from typing import Any
from zoneinfo import ZoneInfo

from dependency_injector import containers, providers

from store.adapters.audit.verifications_postgres import PostgresVerifications
from store.adapters.audit.verifier import Verifier
from store.adapters.drivers import pools
from store.adapters.drivers.eventlog.ahead import ReadingAhead
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.journal import AsyncEventJournal
from store.adapters.drivers.eventlog.notary import Notary
from store.adapters.drivers.eventlog.postgres import AsyncPostgresLog, PostgresLog
from store.adapters.drivers.eventlog.sending import PipelinedLog
from store.adapters.drivers.eventlog.signing_key import kept_signing_key
from store.adapters.drivers.idempotency_postgres import PostgresIdempotency
from store.adapters.drivers.liveness import Liveness
from store.adapters.drivers.pipeline import Pipeline
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.stirring import Stirring
from store.adapters.drivers.vault import Vault
from store.adapters.drivers.world import RandomIds, SystemClock
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.marks_hmac import HmacMarks
from store.entrypoints.wiring.carrying import carrier
from store.entrypoints.wiring.kept_secret import derived
from store.entrypoints.wiring.keys import DIGESTS, kept_key, keys_of_persons, others_for
from store.entrypoints.wiring.register import EVENTS, KINDS_BY_TAG, UPCASTS

KEPT_AGGREGATES = 5000
"""Aggregates a process keeps in memory: carts, stocks and payments take a few kilobytes each."""


def under(purpose: str) -> tuple[providers.Callable[Any], providers.Callable[Any]]:
    """The key for *purpose*, and the keys of the shop's other secrets for it."""
    return providers.Callable(derived, Base.secret, purpose), providers.Callable(others_for, Base.settings, purpose)


class Base(containers.DeclarativeContainer):
    """Clock, connections, keys, log: everything else is put together from these."""

    settings: providers.Dependency[Any] = providers.Dependency()
    secret = providers.Dependency(instance_of=bytes)

    clock = providers.Singleton(SystemClock, providers.Singleton(ZoneInfo, settings.provided.time_zone))
    ids = providers.Singleton(RandomIds)
    carrier = providers.Singleton(carrier, settings, clock)
    # Each connection acts as one of the roles of the database, and may do what that role may (docs/adr/0090).
    pool = providers.Singleton(pools.pool, settings.provided.app_url, settings.provided.command_threads)
    stirring = providers.Singleton(Stirring, pool)
    # All appends leave over one connection: its server process stays warm, and never waits for us.
    appending_pool = providers.Singleton(pools.pool, settings.provided.app_url, 1, least=0)
    appending = providers.Singleton(Pipeline, appending_pool)
    async_pool = providers.Singleton(pools.async_pool, settings.provided.app_url)
    questions = providers.Singleton(Questions, settings.provided.app_url)
    log_questions = providers.Singleton(Questions, settings.provided.app_url, 8, planned_once=True)
    projector_pool = providers.Singleton(pools.pool, settings.provided.projector_url, pools.PROJECTING, least=0)

    keys = providers.Singleton(keys_of_persons, settings, secret)
    vault = providers.Singleton(Vault, keys)
    codec = providers.Singleton(EventCodec, providers.Object(EVENTS), vault, providers.Object(UPCASTS))
    log, projector_log = providers.Singleton(PostgresLog, pool), providers.Singleton(PostgresLog, projector_pool)

    # Whether the log is what was written.
    signing_key = providers.Singleton(
        kept_signing_key, providers.Callable(lambda s: s.keys_folder / "checkpoints.key", settings),
        providers.Callable(derived, secret, "checkpoints"), providers.Callable(others_for, settings, "checkpoints"),
    )
    checkpoint_files = providers.Singleton(CheckpointFiles, settings.provided.checkpoints_folder)
    notary = providers.Singleton(Notary, pool, signing_key, checkpoint_files, clock)
    verifier = providers.Singleton(
        Verifier, settings.provided.app_url, checkpoint_files, signing_key.provided.public_key.call(),
        providers.Object(KINDS_BY_TAG),
    )
    verifications = providers.Singleton(PostgresVerifications, pool, verifier.provider)

    liveness = providers.Singleton(Liveness, settings.provided.app_url)
    idempotency = providers.Singleton(
        PostgresIdempotency, pool, vault, clock, providers.Callable(derived, secret, "idempotency"), liveness,
        providers.Callable(others_for, settings, "idempotency"),
    )
    appender = providers.Singleton(GroupCommit, providers.Singleton(PipelinedLog, appending))
    journal = providers.Singleton(ReadingAhead, log, appender, codec, idempotency.provided.remember)
    async_journal = providers.Singleton(AsyncEventJournal, providers.Singleton(AsyncPostgresLog, log_questions), codec)

    blind_index = providers.Singleton(BlindIndex, providers.Callable(kept_key, keys, settings, secret, DIGESTS))
    marks = providers.Singleton(HmacMarks, blind_index)
