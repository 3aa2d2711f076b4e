"""Accounts, put together over either kind of shop."""

from datetime import timedelta
from typing import Any

from store.adapters.identity.passes_jwt import JwtPasses
from store.application.identity.changing_passwords import ChangingPasswords
from store.application.identity.coming_from_elsewhere import ComingFromElsewhere
from store.application.identity.elsewhere import Errands, LinkedLogins
from store.application.identity.farewell import Departures
from store.application.identity.finding import Finding
from store.application.identity.grams import Marks
from store.application.identity.handlers import AccountAnswers, AccountHandlers
from store.application.identity.joining import Joining
from store.application.identity.joining_from_elsewhere import JoiningFromElsewhere
from store.application.identity.leaving import Leaving
from store.application.identity.log_in import ComingIn
from store.application.identity.looking_after_users import LookingAfterUsers, UserAnswers
from store.application.identity.mail_tokens import MailTokens
from store.application.identity.moving import Moving
from store.application.identity.own_history import OwnHistoryAnswers
from store.application.identity.own_logins import OwnLoginAnswers, OwnWaysIn
from store.application.identity.portraits import Portraits, Sitting
from store.application.identity.ports import (
    AccountEmails,
    Guesses,
    LiveSessions,
    Passes,
    Passwords,
    Refreshes,
    Sessions,
)
from store.application.identity.proving import Proving
from store.application.identity.releasing_second_factors import ReleasingSecondFactors
from store.application.identity.second_factor import SecondFactors
from store.application.identity.staying_in import OwnAccountAnswers, StayingIn, TokensForPrograms
from store.application.identity.switching_second_factors import SwitchingSecondFactors
from store.application.identity.visiting import Visiting
from store.application.notifications.posting import Posting
from store.application.processes.mailing_about_accounts import MailingAboutAccounts
from store.application.shared.ports import AsyncJournal, Clock, Ids
from store.entrypoints.wiring.kept_secret import kept_secret
from store.entrypoints.wiring.settings import Settings


def passes(settings: Settings) -> JwtPasses:
    """Passes whose keys lie beside the other keys, each in a file of its own."""
    folder = settings.keys_folder
    return JwtPasses(
        lambda number: kept_secret(folder / f"access-tokens-{number}.key"),
        timedelta(minutes=settings.access_token_minutes),
    )


def about_accounts(
    *, emails: AccountEmails, passwords: Passwords, guesses: Guesses, sessions: Sessions, live: LiveSessions,
    refreshes: Refreshes, passes: Passes, tokens: MailTokens, marks: Marks, journal: AsyncJournal, posting: Posting,
    clock: Clock, ids: Ids, factors: SecondFactors, departures: Departures, portraits: Portraits,
    logins: LinkedLogins, errands: Errands, staff_need_it: bool = False,
) -> list[Any]:
    """All that is done and asked about accounts. Their mails go the way of those about orders."""
    return [
        AccountHandlers(emails, passwords, sessions, clock, ids),
        AccountAnswers(journal),
        Joining(emails, passwords, guesses, tokens, clock, ids),
        ChangingPasswords(emails, passwords, guesses, tokens, sessions, clock),
        Moving(emails, passwords, sessions, tokens, clock),
        Proving(passwords, sessions, factors, clock),
        ComingIn(emails, passwords, sessions, tokens, factors, clock, ids, staff_need_it),
        ComingFromElsewhere(emails, logins, errands, sessions, tokens, clock, ids, staff_need_it),
        JoiningFromElsewhere(emails, logins, errands, tokens, clock, ids),
        OwnWaysIn(logins, sessions, factors, clock),
        OwnLoginAnswers(journal),
        SwitchingSecondFactors(emails, factors, sessions, tokens, clock, staff_need_it),
        ReleasingSecondFactors(factors, sessions, tokens, clock),
        Leaving(sessions, tokens, departures, clock),
        Sitting(portraits, clock),
        StayingIn(sessions, clock),
        TokensForPrograms(sessions, refreshes, passes, factors, clock),
        OwnAccountAnswers(journal, live, clock),
        OwnHistoryAnswers(journal),
        MailingAboutAccounts(posting, tokens, clock),
        LookingAfterUsers(emails, sessions, clock),
        UserAnswers(journal, live, clock),
        Visiting(sessions, clock),
        Finding(marks, clock, ids),
    ]
