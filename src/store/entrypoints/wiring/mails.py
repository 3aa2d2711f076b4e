"""Mails and jobs, put together from the settings; what costs memory is imported where it is first needed."""

from typing import TYPE_CHECKING, Any, assert_never

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.threads import in_thread
from store.adapters.drivers.vault import Vault
from store.adapters.notifications.duty_list_postgres import PostgresDutyList
from store.adapters.notifications.outbox_sandbox import SandboxOutbox
from store.application.notifications.ports import MailJob, Occasion, Outcome
from store.application.processes.mailing_about_accounts import SendAccountMail
from store.application.processes.mailing_about_orders import SendOrderMail, SendRefundMail
from store.application.processes.mailing_to_pay_again import SendPayAgainMail
from store.application.processes.telling_by_choice import SendNews, TellAboutOrder, TellAboutRefund
from store.application.processes.telling_of_cancellations import (
    TellKeepersOfCancelled,
    TellStaffOfPayment,
    TellStaffOfRefund,
)
from store.application.processes.telling_of_credit import SendCreditMail
from store.application.processes.telling_of_returns import SendReturnMail
from store.application.processes.telling_staff import TellStaffOfLowStock
from store.application.processes.telling_who_waits import TellItIsBack
from store.application.shared.bus import Command
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import AccountId, CreditId, OrderId, PaymentId, PreferencesId, ReturnId, StockId
from store.entrypoints.wiring.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Environment

    from store.adapters.notifications.jobs_dramatiq import DramatiqJobs
    from store.adapters.notifications.mailer_smtp import SmtpMailer

LANGUAGE = "en"


def sending(job: MailJob) -> Command[Outcome]:
    """The command behind *job*: who is written to about what."""
    match job.kind:
        case (
            Occasion.CONFIRMED | Occasion.SHIPPED | Occasion.DELIVERED | Occasion.CANCELLED | Occasion.CALLED_OFF
            | Occasion.REDUCED | Occasion.GOODS_CANCELLED | Occasion.REFUNDED | Occasion.NOT_REFUNDED
            | Occasion.RETURN_REQUESTED | Occasion.RETURN_APPROVED | Occasion.RETURN_REFUSED
            | Occasion.PAYMENT_TROUBLE | Occasion.NOT_EXCHANGED | Occasion.PAY_AGAIN
            | Occasion.REFUNDED_SMS | Occasion.REFUNDED_PUSH
        ):
            return _of_order(job)
        case (
            Occasion.VERIFICATION | Occasion.KNOWN_ALREADY | Occasion.RESET | Occasion.NEW_PASSWORD
            | Occasion.NEW_EMAIL | Occasion.FORMER_EMAIL | Occasion.LEAVING
            | Occasion.FACTOR_ON | Occasion.FACTOR_OFF | Occasion.FACTOR_LOST | Occasion.COPY_MADE
            | Occasion.JOINED | Occasion.LOGIN_LINKED | Occasion.LOGIN_UNLINKED | Occasion.CREDIT_GRANTED
        ):
            return _of_account(job)
        case (
            Occasion.SHIPPED_SMS | Occasion.SHIPPED_PUSH | Occasion.DELIVERED_SMS | Occasion.DELIVERED_PUSH
            | Occasion.CANCELLED_SMS | Occasion.CANCELLED_PUSH
        ):
            return TellAboutOrder(order_id=OrderId(job.about), kind=job.kind, mail_id=job.mail_id)
        case Occasion.LOW_STOCK:
            return TellStaffOfLowStock(stock_id=StockId(job.about), kind=job.kind, mail_id=job.mail_id)
        case Occasion.BACK_IN_STOCK:
            return TellItIsBack(waiting_id=job.about, kind=job.kind, mail_id=job.mail_id)
        case Occasion.NEWS_BEGUN:
            return SendNews(preferences_id=PreferencesId(job.about), kind=job.kind, mail_id=job.mail_id)
        case Occasion.FORGOTTEN:
            raise TypeError(job.kind)  # said by whoever erases them: a job would come too late
        case _:
            assert_never(job.kind)


def _of_account(job: MailJob) -> Command[Outcome]:
    if job.kind is Occasion.CREDIT_GRANTED:
        return SendCreditMail(credit_id=CreditId(job.about), kind=job.kind, mail_id=job.mail_id)
    return SendAccountMail(account_id=AccountId(job.about), kind=job.kind, mail_id=job.mail_id)


def _of_order(job: MailJob) -> Command[Outcome]:
    match job.kind:
        case (
            Occasion.REFUNDED | Occasion.NOT_REFUNDED | Occasion.PAYMENT_TROUBLE | Occasion.PAY_AGAIN
            | Occasion.REFUNDED_SMS | Occasion.REFUNDED_PUSH
        ):
            return _of_payment(job)
        case Occasion.GOODS_CANCELLED:
            return TellKeepersOfCancelled(order_id=OrderId(job.about), kind=job.kind, mail_id=job.mail_id)
        case (
            Occasion.RETURN_REQUESTED | Occasion.RETURN_APPROVED | Occasion.RETURN_REFUSED | Occasion.NOT_EXCHANGED
        ):
            return SendReturnMail(return_id=ReturnId(job.about), kind=job.kind, mail_id=job.mail_id)
        case _:
            return SendOrderMail(order_id=OrderId(job.about), kind=job.kind, mail_id=job.mail_id)


def _of_payment(job: MailJob) -> Command[Outcome]:
    id = PaymentId(job.about)
    match job.kind:
        case Occasion.REFUNDED:
            return SendRefundMail(payment_id=id, kind=job.kind, mail_id=job.mail_id)
        case Occasion.REFUNDED_SMS | Occasion.REFUNDED_PUSH:
            return TellAboutRefund(payment_id=id, kind=job.kind, mail_id=job.mail_id)
        case Occasion.NOT_REFUNDED:
            return TellStaffOfRefund(payment_id=id, kind=job.kind, mail_id=job.mail_id)
        case Occasion.PAY_AGAIN:
            return SendPayAgainMail(payment_id=id, kind=job.kind, mail_id=job.mail_id)
        case _:
            return TellStaffOfPayment(payment_id=id, kind=job.kind, mail_id=job.mail_id)


def said_of(failure: Exception) -> str:
    """Why something did not come off, for a page: our own refusals in their words, which name nobody; of anything else
    the name alone.
    """
    name = type(failure).__name__
    return f"{name}: {failure}" if isinstance(failure, StoreError) else name


def mail_templates() -> "Environment":
    """The templates of the pages: mails share their frame and their filters. No mail shows a built file."""
    from store.entrypoints.shared.assets import Assets
    from store.entrypoints.shared.pages import environment

    return environment(Assets())


def about_letters(settings: Settings) -> dict[str, Any]:
    """What every letter knows."""
    return {"shop": {"name": settings.name_over_the_door}, "locale": LANGUAGE, "timezone": settings.time_zone}


def sandbox_outbox(pool: AsyncConnectionPool[AsyncConnection[Any]], vault: Vault) -> SandboxOutbox:
    """What shows the mails that would have been sent."""
    return SandboxOutbox(pool, vault, in_thread, cursor_of, keys_of)


def duty_list(pool: AsyncConnectionPool[AsyncConnection[Any]]) -> PostgresDutyList:
    """What shows what people are told or were to be told."""
    return PostgresDutyList(pool, cursor_of, keys_of)


def smtp_mailer(settings: Settings, pool: ConnectionPool[Connection[Any]]) -> "SmtpMailer":
    """The mail server that is set."""
    from store.adapters.notifications.mailer_smtp import SmtpMailer
    from store.adapters.notifications.smtp_server import Server

    return SmtpMailer(Server.at(settings.smtp_url), settings.name_over_the_door, pool)


def jobs(settings: Settings) -> "DramatiqJobs":
    """The queue of jobs: on Redis where one is set, else on the shop's own Postgres."""
    from store.adapters.notifications.jobs_dramatiq import postgres_jobs, redis_jobs

    if settings.redis_url:
        return redis_jobs(settings.redis_url)
    return postgres_jobs(settings.app_url)
