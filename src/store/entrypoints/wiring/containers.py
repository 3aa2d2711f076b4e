"""The composition root: which adapter stands behind which port."""

from typing import Any
from zoneinfo import ZoneInfo

from dependency_injector import containers, providers

from projections.audit.conservation_page import ConservationPage
from projections.audit.feed import Feed
from projections.audit.read_models import ReadModelList, RunnerControl
from projections.browsing.offers import PostgresOffers, PostgresShownOffers
from projections.identity.people_found import PeopleFound
from projections.privacy.erasures import PendingErasures
from projections.shared.positions import PostgresPositions
from projections.shared.runner import Runner
from store.adapters.audit.recordings_postgres import PostgresRecordings
from store.adapters.audit.tape import Overheard, RecordingDispatcher
from store.adapters.audit.verifications_postgres import PostgresIntegrity, PostgresVerifications
from store.adapters.audit.verifier import Verifier
from store.adapters.catalogue.imports_postgres import PostgresImports, PostgresLiveImports
from store.adapters.drivers import pools
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.journal import AsyncEventJournal, EventJournal
from store.adapters.drivers.eventlog.notary import Notary
from store.adapters.drivers.eventlog.postgres import AsyncPostgresLog, PostgresLog
from store.adapters.drivers.eventlog.signing_key import kept_signing_key
from store.adapters.drivers.idempotency_postgres import PostgresIdempotency
from store.adapters.drivers.kept_state import KeptState
from store.adapters.drivers.liveness import Liveness
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.turns import ThreadTurns
from store.adapters.drivers.vault import Vault
from store.adapters.drivers.world import RandomIds, SystemClock
from store.adapters.identity.account_emails_postgres import PostgresAccountEmails
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.credentials_postgres import PostgresCredentials
from store.adapters.identity.departures_postgres import PostgresDepartures
from store.adapters.identity.guesses_zxcvbn import ZxcvbnGuesses
from store.adapters.identity.marks_hmac import HmacMarks
from store.adapters.identity.passwords_argon2 import OWASP, Argon2Passwords
from store.adapters.identity.portraits_pillow import PillowPortraits
from store.adapters.identity.refreshes_postgres import PostgresRefreshes
from store.adapters.notifications.duties_postgres import PostgresDuties
from store.adapters.notifications.letters_jinja import JinjaLetters
from store.adapters.notifications.mailer_sandbox import SandboxMailer, SandboxNotes
from store.adapters.notifications.unsubscribe_hmac import HmacUnsubscribeLinks
from store.adapters.ordering.access_tokens_hmac import HmacAccessTokens
from store.adapters.partners.secrets_hmac import HmacSecrets
from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.adapters.privacy.erasure_list import ErasureFile
from store.adapters.privacy.evidence import PostgresEvidence
from store.adapters.privacy.keys_sqlite import SqliteKeys
from store.application.audit.handlers import AuditHandlers
from store.application.audit.verifying import IntegrityHandlers
from store.application.cart.handlers import CartHandlers
from store.application.notifications.posting import Posting
from store.application.processes.cart_review import CartReview
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.processes.mailing_about_orders import MailingAboutOrders
from store.application.processes.placing_an_order import PlacingAnOrder
from store.application.processes.true_stock import TrueStock
from store.entrypoints.wiring.accounts import about_accounts, passes
from store.entrypoints.wiring.caching import cache
from store.entrypoints.wiring.cards import gateway_kind, stripe_gateway, stripe_notices
from store.entrypoints.wiring.coupons import postgres_coupons, prices_at_home
from store.entrypoints.wiring.customers import about_customers, advice
from store.entrypoints.wiring.demo_logins import refused_passwords
from store.entrypoints.wiring.goods import about_goods
from store.entrypoints.wiring.insight import questions_in_sql
from store.entrypoints.wiring.kept_for_accounts import linked_logins, login_errands, mail_tokens, second_factors
from store.entrypoints.wiring.kept_secret import derived
from store.entrypoints.wiring.logins_elsewhere import known_elsewhere
from store.entrypoints.wiring.looking_back import joined, postgres_past
from store.entrypoints.wiring.mails import about_letters, duty_list, jobs, mail_templates, sandbox_outbox, smtp_mailer
from store.entrypoints.wiring.ordering import about_orders, order_lists, time_to_cancel
from store.entrypoints.wiring.own_data import copies, copy_links, postgres_own_data
from store.entrypoints.wiring.partners import PURPOSE, courier, postgres_webhooks
from store.entrypoints.wiring.pictures import media
from store.entrypoints.wiring.pictures_of_goods import on_postgres
from store.entrypoints.wiring.pictures_of_people import AmongThePictures
from store.entrypoints.wiring.privacy import postgres_privacy, postgres_traces
from store.entrypoints.wiring.read_models import read_models
from store.entrypoints.wiring.recorded import RECORDED, recorded
from store.entrypoints.wiring.register import EVENTS, KINDS, KINDS_BY_TAG, UPCASTS
from store.entrypoints.wiring.searches import about_searches, search_book, tally
from store.entrypoints.wiring.searching import cluster, feed
from store.entrypoints.wiring.sessions import at_the_door, sessions
from store.entrypoints.wiring.stock import overheard_attention, postgres_stock
from store.entrypoints.wiring.telling import about_telling
from store.entrypoints.wiring.waiting import postgres_waiting
from store.entrypoints.wiring.window import shop_window

MEDIA = "/media/"
KEPT_AGGREGATES = 5000
"""Aggregates a process keeps in memory: carts, stocks and payments take a few kilobytes each."""


class Shop(containers.DeclarativeContainer):
    """A shop on Postgres."""

    settings: providers.Dependency[Any] = providers.Dependency()
    secret = providers.Dependency(instance_of=bytes)

    clock = providers.Singleton(SystemClock, providers.Singleton(ZoneInfo, settings.provided.time_zone))
    ids = providers.Singleton(RandomIds)
    # Each connection acts as one of the roles of the database, and may do what that role may (docs/adr/0090).
    pool = providers.Singleton(pools.pool, settings.provided.app_url, settings.provided.command_threads)
    async_pool = providers.Singleton(pools.async_pool, settings.provided.app_url)
    questions = providers.Singleton(Questions, settings.provided.app_url)
    projector_pool = providers.Singleton(pools.pool, settings.provided.projector_url, pools.PROJECTING, least=0)

    keys = providers.Singleton(
        SqliteKeys, settings.provided.keys_file, providers.Callable(derived, secret, "keys"),
    )
    vault = providers.Singleton(Vault, keys)
    codec = providers.Singleton(EventCodec, providers.Object(EVENTS), vault, providers.Object(UPCASTS))
    log, projector_log = providers.Singleton(PostgresLog, pool), providers.Singleton(PostgresLog, projector_pool)

    # Whether the log is what was written.
    signing_key = providers.Singleton(
        kept_signing_key, providers.Callable(lambda s: s.keys_folder / "checkpoints.key", settings),
        providers.Callable(derived, secret, "checkpoints"),
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
        PostgresIdempotency, pool, vault, clock, providers.Callable(derived, secret, "idempotency"), liveness
    )
    appender = providers.Singleton(GroupCommit, log)
    journal = providers.Singleton(EventJournal, log, appender, codec, idempotency.provided.remember)
    async_journal = providers.Singleton(AsyncEventJournal, providers.Singleton(AsyncPostgresLog, async_pool), codec)

    media = providers.Singleton(media, settings)
    offers = providers.Singleton(PostgresOffers, pool)
    shown_offers = providers.Singleton(PostgresShownOffers, questions)
    gateway = providers.Selector(
        providers.Callable(gateway_kind, settings),
        sandbox=providers.Singleton(
            SandboxGateway, providers.Callable(lambda s: s.data_dir / "sandbox" / "gateway.sqlite3", settings),
            "/sandbox/challenge",
        ),
        stripe=providers.Singleton(stripe_gateway, settings, pool),
    )
    notices = providers.Singleton(stripe_notices, settings, pool, clock)
    access_tokens = providers.Singleton(HmacAccessTokens, providers.Callable(derived, secret, "order access"))
    prices = providers.Singleton(prices_at_home)

    blind_index = providers.Singleton(BlindIndex, providers.Callable(derived, secret, "blind index"))
    marks = providers.Singleton(HmacMarks, blind_index)
    projections = providers.Singleton(read_models, codec, marks, MEDIA)
    runner = providers.Singleton(Runner, projections, projector_log, codec, projector_pool)

    # Search elsewhere, if at all.
    cluster = providers.Singleton(cluster, settings)
    cache = providers.Singleton(cache, settings)
    search_feed = providers.Singleton(feed, cluster, projector_log, codec, projector_pool)
    search_book = providers.Singleton(search_book, pool, clock)
    tally = providers.Singleton(tally, search_book)
    searches = providers.Singleton(about_searches, search_book, async_pool, clock, cache)

    # Partners who are sent facts.
    courier = providers.Singleton(courier, settings)
    webhook_secrets = providers.Singleton(HmacSecrets, providers.Callable(derived, secret, PURPOSE))
    partners = providers.Singleton(
        postgres_webhooks, pool, async_pool, async_journal, courier, webhook_secrets, clock, ids
    )

    # Mails, and the jobs that see to them.
    duties, jobs = providers.Singleton(PostgresDuties, pool), providers.Singleton(jobs, settings)
    letters = providers.Singleton(
        JinjaLetters, providers.Object(mail_templates), providers.Callable(about_letters, settings)
    )
    mailer = providers.Selector(
        providers.Callable(lambda s: "smtp" if s.smtp_url else "sandbox", settings),
        sandbox=providers.Singleton(SandboxMailer, pool, vault),
        smtp=providers.Singleton(smtp_mailer, settings, pool),
    )
    notes = providers.Singleton(SandboxNotes, pool, vault)
    posting = providers.Singleton(
        Posting, letters, mailer, duties, clock, settings.provided.address, texts=notes, pushes=notes
    )
    unsubscribe_links = providers.Singleton(HmacUnsubscribeLinks, providers.Callable(derived, secret, "unsubscribing"))
    waiting = providers.Singleton(postgres_waiting, pool, blind_index, vault)
    telling = providers.Singleton(about_telling, async_journal, posting, unsubscribe_links, clock, waiting, offers)
    mailing = providers.Singleton(MailingAboutOrders, posting, access_tokens)

    # Who has an account, and who is in.
    door = providers.Singleton(at_the_door, settings, async_pool)
    live_sessions, passes = door.provided.live, providers.Singleton(passes, settings)
    factors = providers.Singleton(second_factors, pool, vault, blind_index)
    linked_logins = providers.Singleton(linked_logins, pool, vault)
    errands = providers.Singleton(login_errands, pool, providers.Callable(derived, secret, "login errands"))
    known_elsewhere = providers.Singleton(known_elsewhere, settings, blind_index)
    departures = providers.Singleton(PostgresDepartures, pool)
    account_emails = providers.Singleton(PostgresAccountEmails, pool, blind_index)
    portraits = providers.Singleton(PillowPortraits, providers.Singleton(AmongThePictures, media))
    pictures_of_goods = providers.Singleton(on_postgres, pool, media, journal, async_journal, clock, MEDIA)
    sessions = providers.Singleton(sessions, settings, pool)
    mail_tokens = providers.Singleton(
        mail_tokens, pool, providers.Callable(derived, secret, "links in mails"), blind_index
    )
    copies = providers.Singleton(copies, pool, vault)
    copy_links = providers.Singleton(copy_links, providers.Callable(derived, secret, "copies of data"))
    own_data = providers.Singleton(
        postgres_own_data, sessions, copies, pool, async_pool, vault, media, journal, async_journal, clock, ids,
    )
    accounts = providers.Singleton(
        about_accounts, emails=account_emails, logins=linked_logins, errands=errands,
        passwords=providers.Singleton(
            Argon2Passwords, providers.Singleton(PostgresCredentials, pool), OWASP,
            providers.Callable(refused_passwords, settings),
        ),
        guesses=providers.Singleton(ZxcvbnGuesses), sessions=sessions, live=live_sessions, passes=passes,
        refreshes=providers.Singleton(PostgresRefreshes, pool, providers.Callable(derived, secret, "refresh tokens")),
        tokens=mail_tokens, marks=marks, journal=async_journal, posting=posting, clock=clock, ids=ids, factors=factors,
        departures=departures, portraits=portraits,
        staff_need_it=providers.Callable(lambda s: s.staff_second_factor == "required", settings),
    )
    # Who is to be forgotten.
    erasure_list = providers.Singleton(ErasureFile, settings.provided.erasures_folder)
    evidence = providers.Singleton(PostgresEvidence, log, keys, pool)
    pending_erasures = providers.Singleton(PendingErasures, pool)
    traces = providers.Singleton(postgres_traces, pool, projector_pool, portraits, media, blind_index)
    privacy = providers.Singleton(
        postgres_privacy, pool, async_pool, marks, traces=traces, persons=keys, evidence=evidence, listed=erasure_list,
        departures=departures, sessions=sessions, tokens=mail_tokens, clock=clock, journal=async_journal,
        posting=posting, years=settings.provided.invoice_years,
    )
    customers = providers.Singleton(
        about_customers, journal=async_journal, advice=providers.Singleton(advice, settings), clock=clock, ids=ids
    )

    # What commands ask of the world, where it can be overheard.
    heard_clock = providers.Singleton(Overheard, "clock", clock)
    heard_gateway = providers.Singleton(Overheard, "gateway", gateway)
    heard_attention = providers.Singleton(overheard_attention, settings.provided.low_stock)
    heard_ids = providers.Singleton(Overheard, "ids", ids)
    heard_offers = providers.Singleton(Overheard, "offers", offers)
    coupons = providers.Singleton(
        postgres_coupons, secret, pool, async_pool, questions, blind_index, async_journal, heard_clock
    )
    recordings = providers.Singleton(PostgresRecordings, pool, vault, clock, providers.Object(RECORDED))

    imports = providers.Singleton(PostgresImports, pool)
    goods = providers.Singleton(
        about_goods, async_journal, journal, heard_clock, heard_ids, imports,
        providers.Singleton(PostgresLiveImports, async_pool), async_pool,
    )
    may_cancel = providers.Callable(time_to_cancel, settings)
    orders = providers.Singleton(
        about_orders, heard_gateway, heard_clock, may_cancel, async_journal, heard_offers, shown_offers,
        coupons.provided.redeeming,
    )
    order_lists = providers.Singleton(order_lists, async_pool, async_journal, marks, access_tokens)
    handlers = providers.List(
        providers.Singleton(CartHandlers, heard_offers, providers.Singleton(TrueStock), heard_clock),
        providers.Singleton(
            PlacingAnOrder, heard_offers, prices, heard_gateway, heard_clock, heard_ids, heard_attention,
            coupons.provided.redeeming,
        ),
        providers.Singleton(CartReview, async_journal, shown_offers, prices, coupons.provided.shown, clock, MEDIA),
        providers.Singleton(FollowingAnOrder, async_journal, MEDIA, may_cancel, clock),
        providers.Singleton(PeopleFound, async_pool, async_journal, marks),
        providers.Singleton(ReadModelList, async_pool, providers.Object(KINDS)),
        providers.Singleton(Feed, async_pool, codec, providers.Object(KINDS)),
        providers.Singleton(AuditHandlers, providers.Singleton(RunnerControl, runner)),
        providers.Singleton(IntegrityHandlers, verifications), providers.Singleton(PostgresIntegrity, async_pool),
        providers.Singleton(ConservationPage, async_pool, providers.Object(KINDS_BY_TAG)),
        mailing, providers.Singleton(sandbox_outbox, async_pool, vault), providers.Singleton(duty_list, async_pool),
    )
    window = providers.Singleton(
        shop_window, questions, settings.provided.currency, MEDIA, cache, cluster, async_journal
    )
    stock = providers.Singleton(
        postgres_stock, pool, async_pool, settings.provided.low_stock, async_journal, heard_attention, heard_clock
    )
    past = providers.Singleton(postgres_past, async_pool, log, codec, heard_clock, heard_ids, MEDIA)
    insight = providers.Singleton(questions_in_sql, settings, pool, async_pool)
    keeper, turns = providers.Singleton(KeptState, KEPT_AGGREGATES), providers.Singleton(ThreadTurns)
    bus = providers.Singleton(
        RecordingDispatcher,
        providers.Callable(joined, handlers, orders, order_lists, goods, window, accounts, privacy, own_data,
                           customers, telling, past, insight, partners, stock, searches, coupons.provided.handlers,
                           pictures_of_goods.provided.handlers),
        recorded=providers.Callable(recorded, settings), keep=recordings.provided.keep, journal=journal, keeper=keeper,
        idempotency=idempotency, turns=turns, positions=providers.Singleton(PostgresPositions, async_pool),
        clock=heard_clock,
    )
