"""What happens without a visitor, put together: each part a thread of one process, or alone in one."""

from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from os import getpid
from platform import node
from secrets import token_hex
from threading import Event, Thread
from time import monotonic
from typing import Final

import structlog
from psycopg import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from projections.browsing.due import due_by
from projections.identity import people
from projections.invoicing.owed import owed_papers
from projections.ordering import buyers
from projections.ordering.review_list import waiting_since
from projections.payments.held_payments import to_look_at
from projections.payments.open_payments import older_than
from projections.payments.open_refunds import owed_before
from projections.returns.kept_exchanges import kept_too_long
from projections.shared.leases import Leases
from store.adapters.cart.left_carts_postgres import PostgresLeftCarts
from store.adapters.drivers.eventlog.watch import LogWatch
from store.adapters.drivers.huge_pages import keep_gathering
from store.adapters.drivers.lead import PostgresLead
from store.adapters.drivers.stirring import Ear
from store.adapters.drivers.tidying import forget_sessions, tidy_idempotency
from store.adapters.identity.account_emails_postgres import forget_former_emails
from store.adapters.identity.errands_postgres import forget_login_errands
from store.adapters.identity.mail_tokens_postgres import forget_mail_tokens
from store.adapters.insight.notebook import forget_questions
from store.adapters.payments.findings_postgres import PostgresFindings
from store.application.notifications.ports import MailJob
from store.application.shared.bus import Caller
from store.application.shared.errors import NoSuch
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.archiving import archive_by_itself
from store.entrypoints.wiring.buyers import first_orders
from store.entrypoints.wiring.carrying import following_parcels
from store.entrypoints.wiring.carts import forget_checkouts, time_to_keep_carts
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.currencies import FRANKFURT, board_in
from store.entrypoints.wiring.delivering import WORKER, deliver
from store.entrypoints.wiring.erasing_again import destroy_again
from store.entrypoints.wiring.garbage import collect_rarely
from store.entrypoints.wiring.gateways import plays, ways_to_pay
from store.entrypoints.wiring.imports import forget_imports, import_files
from store.entrypoints.wiring.logs import set_up_logs
from store.entrypoints.wiring.mailing_together import mailing_together
from store.entrypoints.wiring.mails import said_of, sending
from store.entrypoints.wiring.own_data import make_copies
from store.entrypoints.wiring.searching import feeding
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.stirring import listen
from store.entrypoints.wiring.traces import following, set_up_traces
from store.entrypoints.wiring.vat import postgres_checks
from store.entrypoints.workers import projector, relay
from store.entrypoints.workers.adding import AddingFollower
from store.entrypoints.workers.bookkeeper import Bookkeeper
from store.entrypoints.workers.errands import A_WHILE, Beside, Errand, Errands
from store.entrypoints.workers.exchanges import ExchangeKeeper
from store.entrypoints.workers.holds import HoldFollower
from store.entrypoints.workers.invoicing import Scrivener
from store.entrypoints.workers.left_carts import LeftCartsSweeper
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.projector import Builder, Projector
from store.entrypoints.workers.publisher import Publisher
from store.entrypoints.workers.pulse import Pulse, Stop
from store.entrypoints.workers.rates import RateKeeper
from store.entrypoints.workers.reconciler import Reconciler
from store.entrypoints.workers.refunds import RefundFollower
from store.entrypoints.workers.relay import Relay
from store.entrypoints.workers.reviews import ReviewReminder
from store.entrypoints.workers.sandbox_notices import SandboxNotices
from store.entrypoints.workers.undertaker import Undertaker

PASSING: Final = (OperationalError, InterfaceError, PoolTimeout)
"""What a database that is being restarted raises."""
SECONDS_TO_DRAIN: Final = 4.5
HOUR: Final = 3600.0
MINUTE: Final = 60.0

Work = Callable[[Settings, Shop, Pulse], None]


def run(settings: Settings, parts: set[str], stop: Stop, only: Collection[str] = ()) -> None:
    """Run *parts* until *stop* is set, and then let them finish what they have begun, for five seconds at most.

    Of the read models the projector looks after those in *only*, or after any. Returns without *stop* only when a
    part fails for good; the log says why.

    :raises KeyError: if there is no such part.
    :raises NoSuch: if there is no such read model.
    """
    set_up_logs(settings)
    set_up_traces(settings)
    works = {name: WORKS[name] for name in sorted(parts)}
    if "projector" in works:
        works["projector"] = partial(_projector, only=only)
    pulse = Pulse(halt := Event())
    with closing(Ear(settings.app_url)) as ear, postgres_shop(settings) as shop:
        destroy_again(shop)
        works["ear"] = partial(_listener, ear=ear)
        unknown = sorted(set(only) - set(shop.runner().names))
        if unknown:
            raise NoSuch("read model", unknown[0])
        threads = [Thread(target=_part, args=(name, partial(work, settings, shop, pulse), halt), name=name, daemon=True)
                   for name, work in works.items()]
        for thread in threads:
            thread.start()
        collect_rarely()
        keep_gathering(halt)
        structlog.get_logger().debug("background", parts=sorted(works))
        while not stop.wait(1.0) and not halt.is_set():
            pass
        pulse.end()
        ear.stop()
        deadline = monotonic() + SECONDS_TO_DRAIN
        for thread in threads:
            thread.join(max(0.0, deadline - monotonic()))
        for thread in threads:
            if thread.is_alive():
                structlog.get_logger().warning("not finished in time", part=thread.name)


def _part(name: str, work: Callable[[], None], halt: Event) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and ends all parts
        structlog.get_logger().exception("part failed", part=name)
    finally:
        halt.set()


def _listener(_: Settings, __: Shop, pulse: Pulse, ear: Ear) -> None:
    patiently("ear", partial(listen, ear, pulse), PASSING, pulse.halt)


def _projector(settings: Settings, shop: Shop, pulse: Pulse, only: Collection[str] = ()) -> None:
    runner, halt = shop.runner(), pulse.halt
    leases = Leases(shop.projector_pool(), f"{node()}-{getpid()}-{token_hex(2)}", only)
    build = partial(patiently, "builder", Builder(runner, leases, halt).round, PASSING, halt, pulse.resting())
    building = Thread(target=_part, args=("builder", build, halt), name="builder", daemon=True)
    with closing(LogWatch(settings.projector_url)) as watch:
        search = feeding(shop.search_feed(), PASSING, halt)
        search.start()
        building.start()
        rest = pulse.resting(projector.QUIET, projector.A_WHILE, later=0.0)
        patiently("projector", Projector(runner, leases, watch, halt, pulse.beat).round, PASSING, halt, rest)
        search.join(SECONDS_TO_DRAIN)
        building.join(SECONDS_TO_DRAIN)
    with suppress(*PASSING):  # if the database is away, leases end by themselves
        leases.let_go()


def _worker(settings: Settings, shop: Shop, pulse: Pulse) -> None:
    def handle(job: MailJob) -> None:
        with following(job.correlation, "job send_mail"):
            try:
                outcome = shop.bus().do(sending(job), Caller(actor=WORKER, correlation=job.correlation)).outcome
            except Exception as failure:
                shop.duties().failed(job.mail_id, said_of(failure), shop.clock().now())
                raise
            structlog.get_logger().info("mail", mail=str(job.mail_id), kind=job.kind, outcome=outcome)

    works: dict[str, Callable[[], None]] = {
        "partners": partial(deliver, shop, PASSING, pulse), "copies": partial(make_copies, shop, PASSING, pulse),
        "pictures": partial(shop.pictures_of_goods().make_sizes, PASSING, pulse),
        "imports": partial(import_files, shop, settings.currency, PASSING, pulse),
    }
    threads = [Thread(target=_part, args=(name, work, pulse.halt), name=name, daemon=True)
               for name, work in works.items()]
    with closing(shop.jobs()) as jobs, jobs.working(handle, partial(mailing_together, shop)):
        for thread in threads:
            thread.start()
        round = Relay(shop.duties(), jobs, shop.clock()).round
        patiently("worker", round, PASSING, pulse.halt, pulse.resting(relay.QUIET))
        for thread in threads:
            thread.join(SECONDS_TO_DRAIN)


def _scheduler(settings: Settings, shop: Shop, pulse: Pulse) -> None:
    pool, clock, bus = shop.pool(), shop.clock(), shop.bus()
    reconciler = Reconciler(
        partial(older_than, pool=pool), shop.bus(), clock, PASSING, timedelta(minutes=settings.payment_minutes),
    )
    archive = Beside(lambda: archive_by_itself(shop), PASSING)  # a shop's first time may take minutes
    parcels = Beside(following_parcels(shop.carrier(), pool, shop.bus(), clock, PASSING), PASSING)
    errands = [
        Errand("reconcile payments", 2.0, reconciler),
        Errand("follow refunds", 2.0, RefundFollower(partial(owed_before, pool=pool), shop.bus(), clock, PASSING)),
        Errand("compare books", MINUTE, Bookkeeper(
            ways_to_pay(settings), PostgresFindings(pool), shop.bus(), clock, timedelta(days=settings.books_days),
            PASSING,
        )),
        Errand("follow held money", 10.0, HoldFollower(
            partial(to_look_at, pool=pool), shop.bus(), clock, PASSING, timedelta(hours=settings.hold_again_hours),
        )),
        *([Errand("hear the sandbox", 1.0, SandboxNotices(shop.sandbox(), shop.bus()))] if plays(settings) else []),
        Errand("follow new cards", 10.0, AddingFollower(shop.saved_cards().unfinished, shop.bus(), clock, PASSING)),
        Errand("write papers", 1.0, _scrivener(shop)),
        Errand("fetch rates", MINUTE, RateKeeper(
            partial(board_in, shop.journal(), settings.currency, clock), shop.bus(), clock, FRANKFURT,
        )),
        Errand("follow parcels", 2.0, parcels),  # beside the others: a carrier may be slow with each of thousands
        Errand("publish products", 5.0, Publisher(partial(due_by, pool=pool), shop.bus(), clock)),
        Errand("archive orders", HOUR, archive),
        Errand("erase persons", MINUTE, Undertaker(shop.departures(), shop.pending_erasures(), shop.bus(), clock)),
        Errand("forget persons in read models", MINUTE, lambda: forget_persons(shop)),
        Errand("sweep up pictures", HOUR, shop.pictures_of_goods().sweep),
        Errand("have what lies in left carts wait", MINUTE, LeftCartsSweeper(
            PostgresLeftCarts(pool), shop.bus(), clock, time_to_keep_carts(settings),
        )),
        Errand("let exchanges lapse", MINUTE, ExchangeKeeper(partial(kept_too_long, pool=pool), bus, clock, PASSING)),
        Errand("remind of reviews", MINUTE, ReviewReminder(
            partial(waiting_since, pool=pool), shop.bus(), clock, timedelta(hours=settings.review_hours),
        )),
        Errand("forget what purchases had in common", HOUR, lambda: shop.seen_before().tidy(
            clock.now() - timedelta(hours=settings.fraud_hours)
        )),
        Errand("forget checkouts", HOUR, lambda: forget_checkouts(settings, shop.checkouts(), clock.now())),
        Errand("forget who ordered first", HOUR, lambda: first_orders(pool, shop.blind_index()).tidy(
            clock.now() - timedelta(days=1)
        )),
        Errand("forget what registers said", HOUR, lambda: postgres_checks(pool, shop.blind_index()).tidy(
            clock.now(), timedelta(hours=settings.vat_check_hours)
        )),
        Errand("thin out searches", HOUR, lambda: shop.search_book().tidy(clock.today())),
        *_forgetting(shop),
        Errand("sign checkpoints", 10.0, shop.notary()),
        Errand("verify what is new", HOUR, shop.verifications().ask_daily),
    ]
    verifying = Thread(target=_verify, args=(shop, pulse), name="verifier", daemon=True)
    for name, beside in (("parcels", parcels), ("archive", archive)):
        Thread(target=_part, args=(name, partial(
            patiently, name, beside.round, PASSING, pulse.halt,
        ), pulse.halt), name=name, daemon=True).start()
    verifying.start()  # apart from the errands: it takes minutes where there are millions of facts
    with closing(PostgresLead(settings.app_url, "store/scheduler")) as lead:
        round = Errands(errands, lead, PASSING).round
        patiently("scheduler", round, PASSING, pulse.halt, pulse.resting(awhile=A_WHILE))


def _scrivener(shop: Shop) -> Scrivener:
    return Scrivener(partial(owed_papers, pool=shop.pool()), shop.bus(), PASSING, shop.journal().ahead)


def _forgetting(shop: Shop) -> list[Errand]:
    """What goes by itself when its time is over."""
    pool, clock = shop.pool(), shop.clock()
    return [
        Errand("tidy idempotency", HOUR, lambda: tidy_idempotency(pool, clock.now().date())),
        Errand("forget recordings", HOUR, shop.recordings().forget),
        Errand("forget sessions", HOUR, lambda: forget_sessions(pool)),
        Errand("forget links in mails", HOUR, lambda: forget_mail_tokens(pool, clock.now())),
        Errand("forget former addresses", HOUR, lambda: forget_former_emails(pool, clock.now())),
        Errand("forget logins that nobody finished", HOUR, lambda: forget_login_errands(pool, clock.now())),
        Errand("forget copies of data", HOUR, lambda: shop.copies().forget(clock.now())),
        Errand("forget imports", HOUR, lambda: forget_imports(shop.imports(), clock.now())),
        Errand("forget who waited", HOUR, lambda: forget_waiters(shop)),
        Errand("forget questions", HOUR, lambda: forget_questions(pool)),
    ]


def forget_persons(shop: Shop) -> int:
    """Take whoever was forgotten out of what persons are found by; how many rows that were."""
    erased, pool = shop.keys().erased(), shop.projector_pool()
    return people.forget(erased, pool) + buyers.forget(erased, pool)


def forget_waiters(shop: Shop) -> None:
    """Who was told a month ago, and who has waited in vain for half a year."""
    now = shop.clock().now()
    shop.waiting().tidy(now - timedelta(days=30), now - timedelta(days=180))


def _verify(shop: Shop, pulse: Pulse) -> None:
    def round() -> float:
        try:
            return 0.0 if shop.verifications().carry_out_next() else 1.0
        except PASSING:
            raise
        except Exception:  # noqa: BLE001 - it is logged, and stands where verifications are listed
            structlog.get_logger().exception("verification failed")
            return 1.0

    patiently("verifier", round, PASSING, pulse.halt, pulse.resting())


WORKS: Final[Mapping[str, Work]] = {"projector": _projector, "worker": _worker, "scheduler": _scheduler}
