"""The composition root of a shop in memory: the same handlers over the twins."""

from datetime import timedelta
from typing import Any

from dependency_injector import containers, providers

from projections.browsing.offers_memory import MemoryOffers, MemoryShownOffers
from projections.browsing.places_named_memory import MemoryPlacesNamed
from projections.identity.people_found_memory import MemoryPeopleFound
from projections.inventory.whereabouts_memory import MemoryWhereabouts
from projections.ordering.buyers_memory import MemoryOrdersOfBuyers
from projections.pricing.known_buyers_memory import MemoryBuyers
from projections.shared.pages import cursor_of, keys_of
from projections.shared.positions import NoWaiting
from store.adapters.cart.kept_checkouts_memory import MemoryKeptCheckouts
from store.adapters.catalogue.imports_memory import MemoryImports
from store.adapters.catalogue.media_memory import MemoryMedia
from store.adapters.customers.advice_offline import OfflineAdvice
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import AsyncEventJournal, EventJournal, WaitingLog
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.idempotency_memory import MemoryIdempotency
from store.adapters.drivers.kept_state import KeptState
from store.adapters.drivers.turns import ThreadTurns
from store.adapters.drivers.vault import Vault
from store.adapters.identity.account_emails_memory import MemoryAccountEmails
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.credentials_memory import MemoryCredentials
from store.adapters.identity.departures_memory import MemoryDepartures
from store.adapters.identity.errand_secrets import Sealed
from store.adapters.identity.errands_memory import MemoryErrands
from store.adapters.identity.guesses_memory import MemoryGuesses
from store.adapters.identity.linked_logins_memory import MemoryLinkedLogins
from store.adapters.identity.login_tokens import LoginTokens
from store.adapters.identity.mail_tokens import MailSecrets
from store.adapters.identity.mail_tokens_memory import MemoryMailTokens
from store.adapters.identity.marks_hmac import HmacMarks
from store.adapters.identity.passes_jwt import JwtPasses
from store.adapters.identity.passwords_argon2 import QUICK, Argon2Passwords
from store.adapters.identity.portraits_pillow import PillowPortraits
from store.adapters.identity.refreshes_memory import MemoryRefreshes
from store.adapters.identity.second_factors import FactorSecrets
from store.adapters.identity.second_factors_memory import MemorySecondFactors
from store.adapters.identity.sessions_memory import MemorySessions
from store.adapters.inventory.attention_set import SetAttention
from store.adapters.notifications.letters_plain import PlainLetters
from store.adapters.notifications.mailer_memory import MemoryDuties, MemoryMailer, MemoryNotes
from store.adapters.notifications.outbox_memory import MemoryOutbox
from store.adapters.notifications.unsubscribe_hmac import HmacUnsubscribeLinks
from store.adapters.ordering.access_tokens_hmac import HmacAccessTokens
from store.adapters.ordering.carrier_sandbox import SandboxCarrier
from store.adapters.payments.cards_memory import MemorySavedCards
from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.adapters.pricing.code_marks_hmac import HmacCodeMarks
from store.adapters.privacy.copies_memory import MemoryCopies
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.cart.handlers import CartHandlers
from store.application.inventory.answers import InventoryAnswers
from store.application.inventory.handlers import InventoryHandlers
from store.application.inventory.locations import LocationHandlers
from store.application.notifications.posting import Posting
from store.application.payments.adding import CardAdding
from store.application.payments.cards import KeptCard
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.processes.keeping_cards import PayingByKeptCard
from store.application.processes.placing_an_order import PlacingAnOrder
from store.application.processes.true_owners import TrueOwners
from store.application.processes.true_stock import TrueStock
from store.application.shared.dispatch import Dispatcher
from store.domain.shared.ids import PaymentId
from store.entrypoints.wiring.accounts import about_accounts
from store.entrypoints.wiring.base import KEPT_AGGREGATES
from store.entrypoints.wiring.buyers import memory_buyers, memory_firsts
from store.entrypoints.wiring.cards import about_cards
from store.entrypoints.wiring.carts import TWO_MONTHS, about_carts, cart_review
from store.entrypoints.wiring.containers import MEDIA
from store.entrypoints.wiring.coupons import about_coupons, memory_uses, prices_at_home
from store.entrypoints.wiring.currencies import about_currencies, quoting
from store.entrypoints.wiring.customers import about_customers
from store.entrypoints.wiring.fraud import fraud_in_memory
from store.entrypoints.wiring.fulfilling import about_parts
from store.entrypoints.wiring.goods import about_goods
from store.entrypoints.wiring.invoicing import about_papers, demo_issuer
from store.entrypoints.wiring.looking_back import joined, memory_past
from store.entrypoints.wiring.mailing import about_mailing
from store.entrypoints.wiring.ordering import A_DAY, about_orders
from store.entrypoints.wiring.own_data import memory_own_data
from store.entrypoints.wiring.partners import memory_webhooks
from store.entrypoints.wiring.pictures_of_goods import in_memory
from store.entrypoints.wiring.pictures_of_people import AmongThePictures
from store.entrypoints.wiring.privacy import memory_traces, privacy_in_memory
from store.entrypoints.wiring.register import EVENTS, UPCASTS
from store.entrypoints.wiring.returns import memory_returns, return_desk
from store.entrypoints.wiring.telling import about_telling
from store.entrypoints.wiring.trying import memory_trying
from store.entrypoints.wiring.vat import memory_vat
from store.entrypoints.wiring.waiting import memory_waiting


class OneKeeper:
    """Cards where there is but one gateway."""

    def __init__(self, gateway: Any) -> None:
        self._gateway = gateway

    def kept_card(self, _: str, payment_id: PaymentId) -> KeptCard | None:
        """The card that it kept."""
        card: KeptCard | None = self._gateway.kept_card(payment_id)
        return card

    def forget_card(self, _: str, card: KeptCard) -> bool:
        """Keep it no longer."""
        return bool(self._gateway.forget_card(card))

    def adder(self, method: str) -> CardAdding | None:
        """What keeps cards by which nothing is paid yet."""
        adding: CardAdding | None = self._gateway.adding
        return adding if method in self._gateway.methods else None


def a_key_of_its_own(number: int) -> bytes:
    """For passes of a shop in memory, which open nothing elsewhere."""
    return f"a shop in memory signs with key {number:08}".encode()


class MemoryShop(containers.DeclarativeContainer):
    """A shop in memory: the same handlers over the twins. The clock and the ids come from the test."""

    clock: providers.Dependency[Any] = providers.Dependency()
    ids: providers.Dependency[Any] = providers.Dependency()
    turns = providers.Singleton(ThreadTurns, longest=0)
    currency = providers.Object("EUR")

    keys = providers.Singleton(MemoryKeys)
    vault = providers.Singleton(Vault, keys)
    codec = providers.Singleton(EventCodec, providers.Object(EVENTS), vault, providers.Object(UPCASTS))
    log = providers.Singleton(MemoryLog)
    idempotency = providers.Singleton(MemoryIdempotency)
    journal = providers.Singleton(
        EventJournal, log, providers.Singleton(OneByOne, log), codec, idempotency.provided.remember
    )
    async_journal = providers.Singleton(AsyncEventJournal, providers.Singleton(WaitingLog, log), codec)
    offers = providers.Singleton(MemoryOffers, log, codec)
    gateway = providers.Singleton(SandboxGateway, None, "/sandbox/challenge")
    fraud = providers.Singleton(fraud_in_memory, log, journal)
    checkouts = providers.Singleton(MemoryKeptCheckouts)
    saved_cards = providers.Singleton(MemorySavedCards)
    cards = providers.Singleton(about_cards, saved_cards, providers.Singleton(OneKeeper, gateway), clock, gateway)
    sandbox = providers.Callable(lambda it: it, gateway)
    attention = providers.Singleton(SetAttention, 5)
    prices = providers.Singleton(prices_at_home, currency)
    vat_register: providers.Provider[Any] = providers.Object(None)
    vat = providers.Singleton(memory_vat, clock, vat_register)
    heard_vat = providers.Callable(lambda it: it.heard, vat)
    money = providers.Singleton(about_currencies, currency, async_journal, clock)
    quoting = providers.Singleton(quoting, offers, money, clock)
    # Mails, and the jobs that see to them.
    mailer = providers.Singleton(MemoryMailer)
    duties = providers.Singleton(MemoryDuties)
    notes = providers.Singleton(MemoryNotes, mailer)
    posting = providers.Singleton(
        Posting, providers.Singleton(PlainLetters), mailer, duties, clock, "http://shop.test",
        texts=notes, pushes=notes,
    )
    waiting = providers.Singleton(memory_waiting)
    telling = providers.Singleton(
        about_telling, async_journal, posting, providers.Singleton(HmacUnsubscribeLinks, b"a shop in memory"), clock,
        waiting, offers,
    )
    mailing = providers.Singleton(
        about_mailing, posting, providers.Singleton(HmacAccessTokens, b"a shop in memory")
    )

    # Who has an account, and who is in.
    sessions = providers.Singleton(MemorySessions)
    emails = providers.Singleton(MemoryAccountEmails)
    factors = providers.Singleton(
        MemorySecondFactors,
        providers.Singleton(FactorSecrets, vault, providers.Singleton(BlindIndex, b"a shop in memory")),
    )
    media = providers.Singleton(MemoryMedia)
    portraits = providers.Singleton(PillowPortraits, providers.Singleton(AmongThePictures, media))
    pictures_of_goods = providers.Singleton(in_memory, media, journal, async_journal, clock, MEDIA)
    departures = providers.Singleton(MemoryDepartures)
    passes = providers.Singleton(JwtPasses, providers.Object(a_key_of_its_own), timedelta(minutes=15))
    passwords = providers.Singleton(Argon2Passwords, providers.Singleton(MemoryCredentials), QUICK)
    mail_tokens = providers.Singleton(
        MemoryMailTokens, providers.Singleton(MailSecrets, b"a shop in memory", BlindIndex(b"a shop in memory"))
    )
    logins = providers.Singleton(MemoryLinkedLogins, providers.Singleton(LoginTokens, vault))
    copies = providers.Singleton(MemoryCopies, vault)
    own_data = providers.Singleton(
        memory_own_data, sessions, copies, log, codec, media, journal, async_journal, clock, ids, currency,
    )
    accounts = providers.Singleton(
        about_accounts, emails=emails, passwords=passwords, logins=logins,
        errands=providers.Singleton(MemoryErrands, providers.Singleton(Sealed, b"a shop in memory".ljust(32))),
        guesses=providers.Singleton(MemoryGuesses), sessions=sessions, live=sessions, passes=passes,
        refreshes=providers.Singleton(MemoryRefreshes, sessions),
        tokens=mail_tokens, marks=providers.Singleton(HmacMarks, BlindIndex(b"a shop in memory")),
        journal=async_journal, posting=posting, clock=clock, ids=ids, factors=factors, departures=departures,
        portraits=portraits,
    )
    traces = providers.Singleton(
        memory_traces, emails, logins, passwords, sessions, mail_tokens, factors, copies, portraits, waiting
    )
    privacy = providers.Singleton(
        privacy_in_memory, log, codec, keys, keys, traces=traces, departures=departures, sessions=sessions,
        tokens=mail_tokens, clock=clock, journal=async_journal, posting=posting,
    )

    customers = providers.Singleton(
        about_customers, journal=async_journal, advice=providers.Singleton(OfflineAdvice), clock=clock, ids=ids
    )

    imports = providers.Singleton(MemoryImports)
    goods = providers.Singleton(
        about_goods, async_journal, journal, clock, ids, media, imports, imports,
        providers.Singleton(MemoryPlacesNamed, log, codec),
    )
    code_marks = providers.Singleton(HmacCodeMarks, b"a shop in memory")
    uses = providers.Singleton(memory_uses)
    coupons = providers.Singleton(about_coupons, code_marks, uses, async_journal, clock)
    known_buyers, firsts = providers.Singleton(MemoryBuyers, log, codec), providers.Singleton(memory_firsts)
    buyers = providers.Singleton(memory_buyers, known_buyers, firsts, clock)
    owners, whereabouts = providers.Singleton(TrueOwners), providers.Singleton(MemoryWhereabouts, log, codec)
    cancel_rules: providers.Provider[Any] = providers.Object(A_DAY)
    orders = providers.Singleton(
        about_orders, gateway, clock, cancel_rules, async_journal, quoting,
        providers.Singleton(MemoryShownOffers, offers), money.provided.shown, coupons.provided.redeeming, checkouts,
        currency,
    )
    papers = providers.Singleton(about_papers, providers.Singleton(demo_issuer), async_journal, clock)
    estimating = providers.Singleton(EstimatingDelivery, prices.provided.shipping)
    carrier = providers.Singleton(SandboxCarrier, None, clock)
    parts = providers.Singleton(about_parts, clock, async_journal, estimating, "A shop in memory", carrier)
    desk = providers.Singleton(return_desk, providers.Singleton(demo_issuer), "Europe/Berlin")
    returns = providers.Singleton(
        memory_returns, gateway, clock, async_journal, estimating, desk, vault, posting,
        providers.Singleton(HmacAccessTokens, b"a shop in memory"), offers,
        providers.Singleton(MemoryShownOffers, offers), prices, ids, attention, carrier,
    )
    carts = providers.Singleton(
        about_carts, quoting, clock, ids, async_journal, providers.Singleton(HmacAccessTokens, b"a shop in memory"),
        MEDIA, TWO_MONTHS, estimating, checkouts, coupons.provided.entering,
    )
    keeper = providers.Singleton(KeptState, KEPT_AGGREGATES)
    of_contexts = providers.List(
        providers.Singleton(CartHandlers, quoting, providers.Singleton(TrueStock), clock, ids),
        providers.Singleton(InventoryHandlers, clock, attention, owners),
        providers.Singleton(InventoryAnswers, async_journal, attention, clock, owners),
        providers.Singleton(LocationHandlers, clock, whereabouts), whereabouts,
        providers.Singleton(
            PlacingAnOrder, quoting, prices, gateway, clock, ids, attention, coupons.provided.redeeming,
            buyers.provided.telling, providers.Singleton(PayingByKeptCard, saved_cards, clock), fraud,
            heard_vat,
        ),
        providers.Singleton(
            cart_review, keeper, async_journal, providers.Singleton(MemoryShownOffers, offers), money.provided.shown,
            prices, coupons.provided.shown, buyers.provided.shown, clock, MEDIA, vat.provided.shown,
        ),
        providers.Singleton(FollowingAnOrder, async_journal, MEDIA, A_DAY, clock, estimating),
        providers.Singleton(
            memory_trying, log, codec, offers, prices, coupons.provided.shown, journal, async_journal,
            known_buyers, clock,
        ),
        providers.Singleton(MemoryOutbox, mailer, providers.Object(cursor_of), providers.Object(keys_of)),
        providers.Singleton(MemoryPeopleFound, log, codec), providers.Singleton(MemoryOrdersOfBuyers, log, codec),
    )
    handlers = providers.Callable(joined, of_contexts, orders)
    past = providers.Singleton(memory_past, log, codec, clock, ids, MEDIA)
    partners = providers.Singleton(memory_webhooks, log, clock, ids)
    bus = providers.Singleton(
        Dispatcher,
        providers.Callable(joined, handlers, carts, parts, goods, accounts, privacy, own_data, customers, telling, past,
                           partners, coupons.provided.handlers, money.provided.handlers,
                           pictures_of_goods.provided.handlers, papers, returns, cards, mailing),
        journal=journal, keeper=keeper, idempotency=idempotency, turns=turns,
        positions=providers.Singleton(NoWaiting), clock=clock,
    )
