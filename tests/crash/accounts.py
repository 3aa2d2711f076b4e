"""Customers with an account and some credit, for as long as a run takes."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

import httpx

from store.application.identity.messages import Secret
from store.application.identity.own_account import ConfirmEmail, Register
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.race.busy_shop import KEY, STAFF, expect

PASSWORD = "Kettle&Hearth-9"
GIFT = "100.00"
"""As much as staff may give one account."""


@dataclass(frozen=True)
class Account:
    """Somebody who is logged in for the whole run."""

    id: str
    pass_: dict[str, str]


def with_credit(shop, many):
    """*many* of them, each with the same gift."""
    accounts = _joined(shop, many)
    asyncio.run(_gifts(shop, accounts))
    return accounts


def _joined(shop, many):
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
            session, _ = sessions.open(account, Role.CUSTOMER, "a crash", now)
            found.append(Account(str(account), {"authorization": f"Bearer {inside.passes().sign(session, now)}"}))
    return found


async def _gifts(shop, accounts):
    async with httpx.AsyncClient(base_url=shop.addresses[0], headers={"x-api-key": KEY} | STAFF, timeout=30) as client:
        for account in accounts:
            form = {"amount": {"amount": GIFT, "currency": "EUR"}, "why": "loyalty", "reason": "A crash is coming"}
            await expect(client.post(f"/users/{account.id}/credit", json=form), 201)


def available(said):
    """What of the answer about one's own credit can be spent, in euros."""
    euros = [it["available"]["amount"] for it in said["balances"] if it["available"]["currency"] == "EUR"]
    return Decimal(euros[0]) if euros else Decimal(0)
