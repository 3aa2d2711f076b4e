"""The composition root: which adapter stands behind which port."""

from dependency_injector import providers

from projections.audit.conservation_page import ConservationPage
from projections.audit.feed import Feed
from projections.audit.read_models import ReadModelList, RunnerControl
from projections.browsing.offers import PostgresOffers, PostgresShownOffers
from projections.browsing.places_named import PostgresPlacesNamed
from projections.identity.people_found import PeopleFound
from projections.payments.ledger_reader import LedgerReader
from projections.privacy.erasures import PendingErasures
from projections.shared.positions import PostgresPositions
from store.adapters.audit.recordings_postgres import PostgresRecordings
from store.adapters.audit.tape import Overheard
from store.adapters.audit.verifications_postgres import PostgresIntegrity
from store.adapters.catalogue.imports_postgres import PostgresImports, PostgresLiveImports
from store.adapters.drivers.kept_state import KeptState
from store.adapters.drivers.turns import ThreadTurns
from store.adapters.identity.account_emails_postgres import PostgresAccountEmails
from store.adapters.identity.credentials_postgres import PostgresCredentials
from store.adapters.identity.departures_postgres import PostgresDepartures
from store.adapters.identity.guesses_zxcvbn import ZxcvbnGuesses
from store.adapters.identity.passwords_argon2 import OWASP, Argon2Passwords
from store.adapters.identity.portraits_pillow import PillowPortraits
from store.adapters.identity.refreshes_postgres import PostgresRefreshes
from store.adapters.notifications.duties_postgres import PostgresDuties
from store.adapters.notifications.letters_jinja import JinjaLetters
from store.adapters.notifications.mailer_sandbox import SandboxMailer, SandboxNotes
from store.adapters.notifications.unsubscribe_hmac import HmacUnsubscribeLinks
from store.adapters.ordering.access_tokens_hmac import HmacAccessTokens
from store.adapters.partners.secrets_hmac import HmacSecrets
from store.adapters.payments.cards_postgres import PostgresSavedCards
from store.adapters.privacy.erasure_list import ErasureFile
from store.adapters.privacy.evidence import PostgresEvidence
from store.application.audit.handlers import AuditHandlers
from store.application.audit.verifying import IntegrityHandlers
from store.application.cart.handlers import CartHandlers
from store.application.notifications.posting import Posting
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.processes.keeping_cards import PayingByKeptCard
from store.application.processes.placing_an_order import PlacingAnOrder
from store.application.processes.true_offers import TrueOffers, TrueShownOffers
from store.application.processes.true_stock import TrueStock
from store.entrypoints.wiring.accounts import about_accounts, passes
from store.entrypoints.wiring.base import KEPT_AGGREGATES, Base, under
from store.entrypoints.wiring.buyers import postgres_buyers
from store.entrypoints.wiring.caching import cache
from store.entrypoints.wiring.cards import about_cards, stripe_notices
from store.entrypoints.wiring.carts import about_carts, cart_review, postgres_checkouts, time_to_keep_carts
from store.entrypoints.wiring.coupons import postgres_coupons, prices_at_home
from store.entrypoints.wiring.currencies import currencies_of, quoting
from store.entrypoints.wiring.customers import about_customers, advice
from store.entrypoints.wiring.demo_logins import refused_passwords
from store.entrypoints.wiring.fraud import heard_fraud, seen_before
from store.entrypoints.wiring.fulfilling import postgres_parts
from store.entrypoints.wiring.gateways import forgetting, gateways, paypal_notices
from store.entrypoints.wiring.goods import about_goods
from store.entrypoints.wiring.insight import questions_in_sql
from store.entrypoints.wiring.invoicing import about_papers, issuer, press
from store.entrypoints.wiring.kept_for_accounts import linked_logins, login_errands, mail_tokens, second_factors
from store.entrypoints.wiring.kept_secret import derived
from store.entrypoints.wiring.keys import CODES, kept_key
from store.entrypoints.wiring.logins_elsewhere import known_elsewhere
from store.entrypoints.wiring.looking_back import joined, postgres_past
from store.entrypoints.wiring.mailing import about_mailing
from store.entrypoints.wiring.mails import about_letters, duty_list, jobs, mail_templates, sandbox_outbox, smtp_mailer
from store.entrypoints.wiring.ordering import about_orders, order_lists, time_to_cancel
from store.entrypoints.wiring.own_data import copies, copy_links, postgres_own_data
from store.entrypoints.wiring.partners import PURPOSE, courier, postgres_webhooks
from store.entrypoints.wiring.pictures import media
from store.entrypoints.wiring.pictures_of_goods import on_postgres
from store.entrypoints.wiring.pictures_of_people import AmongThePictures
from store.entrypoints.wiring.privacy import postgres_privacy, postgres_traces
from store.entrypoints.wiring.read_models import read_models, runner_over
from store.entrypoints.wiring.reconciling import about_reconciling
from store.entrypoints.wiring.recorded import RECORDED, recorded
from store.entrypoints.wiring.register import KINDS, KINDS_BY_TAG
from store.entrypoints.wiring.returns import postgres_returns, return_desk
from store.entrypoints.wiring.searches import about_searches, search_book, tally
from store.entrypoints.wiring.searching import cluster, feed
from store.entrypoints.wiring.sessions import at_the_door, sessions
from store.entrypoints.wiring.stirring import StirringDispatcher
from store.entrypoints.wiring.stock import overheard_attention, postgres_stock
from store.entrypoints.wiring.telling import about_telling
from store.entrypoints.wiring.trying import postgres_trying
from store.entrypoints.wiring.vat import postgres_vat
from store.entrypoints.wiring.waiting import postgres_waiting
from store.entrypoints.wiring.window import shop_window

MEDIA = "/media/"


class Shop(Base):
    """A shop on Postgres."""

    media = providers.Singleton(media, Base.settings)
    offers = providers.Singleton(TrueOffers, providers.Singleton(PostgresOffers, Base.pool), Base.journal)
    shown_offers = providers.Singleton(
        TrueShownOffers, providers.Singleton(PostgresShownOffers, Base.questions), Base.async_journal
    )
    gateway = providers.Singleton(gateways, Base.settings, Base.pool, Base.journal)
    sandbox = providers.Callable(lambda them: them.at("sandbox"), gateway)
    seen_before = providers.Singleton(seen_before, Base.pool, Base.blind_index, Base.marks)
    checkouts = providers.Singleton(postgres_checkouts, Base.pool, Base.blind_index, Base.vault)
    saved_cards = providers.Singleton(PostgresSavedCards, Base.pool, Base.vault)
    cards = providers.Singleton(about_cards, saved_cards, gateway, Base.clock, gateway)
    notices = providers.Singleton(stripe_notices, Base.settings, Base.pool, Base.clock)
    paypal_notices = providers.Singleton(paypal_notices, Base.settings, Base.pool, gateway)
    access_tokens = providers.Singleton(HmacAccessTokens, *under("order access"))
    prices = providers.Singleton(prices_at_home, Base.settings.provided.currency, Base.settings.provided.time_zone)
    vat = providers.Singleton(postgres_vat, Base.settings, Base.pool, Base.blind_index, Base.clock)
    money = providers.Singleton(currencies_of, Base.settings, Base.async_journal, Base.clock)

    projections = providers.Singleton(read_models, Base.codec, Base.marks, MEDIA)
    runner = providers.Singleton(runner_over, projections, Base.projector_log, Base.codec, Base.projector_pool)

    # Search elsewhere, if at all.
    cluster, cache = providers.Singleton(cluster, Base.settings), providers.Singleton(cache, Base.settings)
    search_feed = providers.Singleton(feed, cluster, Base.projector_log, Base.codec, Base.projector_pool)
    search_book = providers.Singleton(search_book, Base.pool, Base.clock)
    tally = providers.Singleton(tally, search_book)
    searches = providers.Singleton(about_searches, search_book, Base.async_pool, Base.clock, cache)

    # Partners who are sent facts.
    courier = providers.Singleton(courier, Base.settings)
    webhook_secrets = providers.Singleton(HmacSecrets, *under(PURPOSE))
    partners = providers.Singleton(
        postgres_webhooks, Base.pool, Base.async_pool, Base.async_journal, courier, webhook_secrets, Base.clock,
        Base.ids
    )

    # Mails, and the jobs that see to them.
    duties, jobs = providers.Singleton(PostgresDuties, Base.pool), providers.Singleton(jobs, Base.settings)
    letters = providers.Singleton(
        JinjaLetters, providers.Object(mail_templates), providers.Callable(about_letters, Base.settings)
    )
    mailer = providers.Selector(
        providers.Callable(lambda s: "smtp" if s.smtp_url else "sandbox", Base.settings),
        sandbox=providers.Singleton(SandboxMailer, Base.pool, Base.vault),
        smtp=providers.Singleton(smtp_mailer, Base.settings, Base.pool),
    )
    notes = providers.Singleton(SandboxNotes, Base.pool, Base.vault)
    posting = providers.Singleton(
        Posting, letters, mailer, duties, Base.clock, Base.settings.provided.address, texts=notes, pushes=notes
    )
    unsubscribe_links = providers.Singleton(HmacUnsubscribeLinks, *under("unsubscribing"))
    waiting = providers.Singleton(postgres_waiting, Base.pool, Base.blind_index, Base.vault)
    telling = providers.Singleton(
        about_telling, Base.async_journal, posting, unsubscribe_links, Base.clock, waiting, offers
    )
    mailing = providers.Singleton(about_mailing, posting, access_tokens)

    # Who has an account, and who is in.
    door = providers.Singleton(at_the_door, Base.settings, Base.async_pool)
    live_sessions, passes = door.provided.live, providers.Singleton(passes, Base.settings)
    factors = providers.Singleton(second_factors, Base.pool, Base.vault, Base.blind_index)
    linked_logins = providers.Singleton(linked_logins, Base.pool, Base.vault)
    errands = providers.Singleton(login_errands, Base.pool, *under("login errands"))
    known_elsewhere = providers.Singleton(known_elsewhere, Base.settings, Base.blind_index)
    departures = providers.Singleton(PostgresDepartures, Base.pool)
    account_emails = providers.Singleton(PostgresAccountEmails, Base.pool, Base.blind_index)
    portraits = providers.Singleton(PillowPortraits, providers.Singleton(AmongThePictures, media))
    pictures_of_goods = providers.Singleton(
        on_postgres, Base.pool, media, Base.journal, Base.async_journal, Base.clock, MEDIA
    )
    sessions = providers.Singleton(sessions, Base.settings, Base.pool)
    mail_tokens = providers.Singleton(
        mail_tokens, Base.pool, providers.Callable(derived, Base.secret, "links in mails"), Base.blind_index
    )
    copies = providers.Singleton(copies, Base.pool, Base.vault)
    copy_links = providers.Singleton(copy_links, *under("copies of data"))
    own_data = providers.Singleton(
        postgres_own_data, sessions, copies, Base.pool, Base.async_pool, Base.vault, media, Base.journal,
        Base.async_journal, Base.clock, Base.ids, Base.settings.provided.currency,
    )
    accounts = providers.Singleton(
        about_accounts, emails=account_emails, logins=linked_logins, errands=errands,
        passwords=providers.Singleton(
            Argon2Passwords, providers.Singleton(PostgresCredentials, Base.pool), OWASP,
            providers.Callable(refused_passwords, Base.settings),
        ),
        guesses=providers.Singleton(ZxcvbnGuesses), sessions=sessions, live=live_sessions, passes=passes,
        refreshes=providers.Singleton(PostgresRefreshes, Base.pool, *under("refresh tokens")),
        tokens=mail_tokens, marks=Base.marks, journal=Base.async_journal, posting=posting, clock=Base.clock,
        ids=Base.ids, factors=factors, departures=departures, portraits=portraits,
        staff_need_it=providers.Callable(lambda s: s.staff_second_factor == "required", Base.settings),
    )
    # Who is to be forgotten.
    erasure_list = providers.Singleton(ErasureFile, Base.settings.provided.erasures_folder)
    evidence = providers.Singleton(PostgresEvidence, Base.log, Base.keys, Base.pool)
    pending_erasures = providers.Singleton(PendingErasures, Base.pool)
    traces = providers.Singleton(
        postgres_traces, Base.pool, Base.projector_pool, portraits, media, Base.blind_index,
        providers.Singleton(forgetting, saved_cards, gateway),
    )
    privacy = providers.Singleton(
        postgres_privacy, Base.pool, Base.async_pool, Base.marks, traces=traces, persons=Base.keys, evidence=evidence,
        listed=erasure_list, departures=departures, sessions=sessions, tokens=mail_tokens, clock=Base.clock,
        journal=Base.async_journal, posting=posting, years=Base.settings.provided.invoice_years,
    )
    customers = providers.Singleton(
        about_customers, journal=Base.async_journal, advice=providers.Singleton(advice, Base.settings),
        clock=Base.clock, ids=Base.ids
    )

    # What commands ask of the world, where it can be overheard.
    heard_clock = providers.Singleton(Overheard, "clock", Base.clock)
    heard_ids = providers.Singleton(Overheard, "ids", Base.ids)
    heard_gateway = providers.Singleton(Overheard, "gateway", gateway)
    heard_attention = providers.Singleton(overheard_attention, Base.settings.provided.low_stock)
    heard_offers = providers.Singleton(Overheard, "offers", offers)
    quoting = providers.Singleton(quoting, heard_offers, money, heard_clock)
    coupons = providers.Singleton(
        postgres_coupons, providers.Callable(kept_key, Base.keys, Base.settings, Base.secret, CODES), Base.pool,
        Base.async_pool, Base.questions, Base.blind_index, Base.async_journal, heard_clock
    )
    buyers = providers.Singleton(postgres_buyers, Base.pool, Base.questions, Base.blind_index, Base.marks, heard_clock)
    recordings = providers.Singleton(PostgresRecordings, Base.pool, Base.vault, Base.clock, providers.Object(RECORDED))

    imports = providers.Singleton(PostgresImports, Base.pool)
    goods = providers.Singleton(
        about_goods, Base.async_journal, Base.journal, heard_clock, heard_ids, media, imports,
        providers.Singleton(PostgresLiveImports, Base.async_pool), providers.Singleton(PostgresPlacesNamed, Base.pool),
        Base.async_pool,
    )
    may_cancel = providers.Callable(time_to_cancel, Base.settings)
    rules = providers.Singleton(Overheard, "rules", may_cancel)
    orders = providers.Singleton(
        about_orders, heard_gateway, heard_clock, rules, Base.async_journal, quoting, shown_offers,
        money.provided.shown, coupons.provided.redeeming, checkouts, Base.settings.provided.currency,
    )
    issuer, press = providers.Singleton(issuer, Base.settings), providers.Singleton(press, Base.settings)
    reconciling = providers.Singleton(
        about_reconciling, gateway, Base.pool, Base.async_pool, Base.clock, Base.async_journal
    )
    papers = providers.Singleton(about_papers, issuer, Base.async_journal, Base.clock, Base.async_pool)
    estimating = providers.Singleton(EstimatingDelivery, prices.provided.shipping)
    parts = providers.Singleton(
        postgres_parts, heard_clock, Base.async_journal, estimating, Base.settings.provided.name_over_the_door,
        Base.async_pool, Base.carrier,
    )
    set_desk = providers.Singleton(return_desk, issuer, Base.settings.provided.time_zone)
    desk = providers.Singleton(Overheard, "desk", set_desk)
    returns = providers.Singleton(
        postgres_returns, heard_gateway, heard_clock, Base.async_journal, estimating, desk, Base.pool,
        Base.async_pool, Base.vault, posting, access_tokens, heard_offers, shown_offers, prices, heard_ids,
        heard_attention, Base.settings.provided.name_over_the_door, Base.carrier,
    )
    order_lists = providers.Singleton(order_lists, Base.async_pool, Base.async_journal, Base.marks, access_tokens)
    carts = providers.Singleton(
        about_carts, quoting, heard_clock, heard_ids, Base.async_journal, access_tokens, MEDIA,
        providers.Callable(time_to_keep_carts, Base.settings), estimating, checkouts, coupons.provided.entering,
    )
    keeper, turns = providers.Singleton(KeptState, KEPT_AGGREGATES), providers.Singleton(ThreadTurns)
    handlers = providers.List(
        providers.Singleton(CartHandlers, quoting, providers.Singleton(TrueStock), heard_clock, heard_ids),
        providers.Singleton(
            PlacingAnOrder, quoting, prices, heard_gateway, heard_clock, heard_ids, heard_attention,
            coupons.provided.redeeming, buyers.provided.telling,
            providers.Singleton(PayingByKeptCard, saved_cards, heard_clock),
            providers.Singleton(heard_fraud, Base.settings, seen_before), vat.provided.heard,
        ),
        providers.Singleton(
            cart_review, keeper, Base.async_journal, shown_offers, money.provided.shown, prices, coupons.provided.shown,
            buyers.provided.shown, Base.clock, MEDIA, vat.provided.shown),
        providers.Singleton(FollowingAnOrder, Base.async_journal, MEDIA, may_cancel, Base.clock, estimating),
        providers.Singleton(
            postgres_trying, Base.pool, offers, prices, coupons.provided.shown, Base.journal, Base.async_journal,
            buyers.provided.telling.buyers, Base.clock,
        ),
        providers.Singleton(PeopleFound, Base.async_pool, Base.async_journal, Base.marks),
        providers.Singleton(ReadModelList, Base.async_pool, providers.Object(KINDS)),
        providers.Singleton(Feed, Base.async_pool, Base.codec, providers.Object(KINDS)),
        providers.Singleton(AuditHandlers, providers.Singleton(RunnerControl, runner)),
        providers.Singleton(IntegrityHandlers, Base.verifications),
        providers.Singleton(PostgresIntegrity, Base.async_pool),
        providers.Singleton(ConservationPage, Base.async_pool, providers.Object(KINDS_BY_TAG)),
        providers.Singleton(LedgerReader, Base.async_pool, providers.Object(KINDS_BY_TAG)),
        providers.Singleton(sandbox_outbox, Base.async_pool, Base.vault),
        providers.Singleton(duty_list, Base.async_pool),
    )
    window = providers.Singleton(shop_window, Base.questions, Base.settings.provided.currency, MEDIA, cache, cluster,
                                 Base.async_journal, money.provided.board)
    stock = providers.Singleton(postgres_stock, Base.pool, Base.async_pool, Base.settings.provided.low_stock,
                                Base.async_journal, heard_attention, heard_clock)
    past = providers.Singleton(postgres_past, Base.async_pool, Base.log, Base.codec, heard_clock, heard_ids, MEDIA)
    insight = providers.Singleton(questions_in_sql, Base.settings, Base.pool, Base.async_pool)
    bus = providers.Singleton(
        StirringDispatcher,
        providers.Callable(joined, handlers, carts, orders, parts, reconciling, order_lists, goods, window, accounts,
                           privacy, own_data, customers, telling, past, insight, partners, stock, searches,
                           coupons.provided.handlers, money.provided.handlers, pictures_of_goods.provided.handlers,
                           papers, returns, cards, mailing),
        recorded=providers.Callable(recorded, Base.settings), keep=recordings.provided.keep, journal=Base.journal,
        keeper=keeper, idempotency=Base.idempotency, turns=turns,
        positions=providers.Singleton(PostgresPositions, Base.async_pool), clock=heard_clock, stir=Base.stirring,
    )
