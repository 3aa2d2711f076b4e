"""Customers with an account and some credit, for as long as a run takes."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from store.application.credit.messages import GiveCredit
from store.application.identity.messages import Secret
from store.application.identity.own_account import ConfirmEmail, Register
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.domain.shared.money import Money
from store.entrypoints.shared.goodwill import GIVEN
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

PASSWORD = "Kettle&Hearth-9"
GIFT = Money(100_00, "EUR")
"""As much as staff may give one account."""


@dataclass(frozen=True)
class Account:
    """Somebody who is logged in for the whole run."""

    id: str
    pass_: dict[str, str]


def with_credit(shop, many):
    """*many* of them, each with the same gift."""
    found = []
    with postgres_shop(Settings(database_url=shop.database, data_dir=shop.folder, access_token_minutes=1440)) as inside:
        handlers = {type(it).__name__: it for it in inside.accounts()}
        tokens, sessions = handlers["Joining"].tokens, handlers["StayingIn"].sessions
        for number in range(many):
            email, now = f"customer-{number}@example.org", inside.clock().now()
            who = Caller(actor="system:crash", correlation=uuid4())
            inside.bus().do(Register(email=email, password=Secret(PASSWORD), given_name="Ann", family_name="A"), who)
            account = inside.account_emails().find(email)
            inside.bus().do(ConfirmEmail(account_id=account, address=tokens.digest(email)), who)
            inside.bus().do(GiveCredit(account_id=account, amount=GIFT, reason=GIVEN["loyalty"]), who)
            session, _ = sessions.open(account, Role.CUSTOMER, "a crash", now)
            found.append(Account(str(account), {"authorization": f"Bearer {inside.passes().sign(session, now)}"}))
    return found


def available(said):
    """What of the answer about one's own credit can be spent, in euros."""
    euros = [it["available"]["amount"] for it in said["balances"] if it["available"]["currency"] == "EUR"]
    return Decimal(euros[0]) if euros else Decimal(0)
