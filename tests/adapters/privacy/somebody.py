"""Somebody with an account, an order, a phone, a picture and much else, in a shop on a real Postgres."""

import asyncio
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from uuid import uuid4

from dependency_injector import providers

from store.application.cart.messages import AddToCart, OpenCart
from store.application.customers.messages import AddAddress
from store.application.identity.farewell import RequestDeletion
from store.application.identity.messages import LogIn
from store.application.identity.own_account import Rename
from store.application.identity.portraits import SetPortrait
from store.application.notifications.choosing import GivePhone
from store.application.privacy.messages import CheckProofs, GetErasure, GetProofs
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Caller, Once
from store.domain.customers.events import PostalAddress
from store.domain.ordering.events import Address
from store.domain.shared.ids import CartId, Sku, SubjectId, erasure_of, follow_up
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.undertaker import Undertaker
from tests.adapters.identity.test_moving_races import PASSWORD, People
from tests.adapters.identity.test_portraits import picture
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.world import StillClock

MUG = Sku("MUG-1")
GIVEN, FAMILY = "Zachariasine", "Quillfeather"
NAME, STREET, CITY = f"{GIVEN} {FAMILY}", "99 Xylophone Crescent", "Knotweedbury"
EMAIL, GUEST_EMAIL, PHONE = "Zq.Unmistakable@example.org", "zq.asguest@example.org", "+491715550199"
WORDS = (GIVEN, FAMILY, STREET, CITY, EMAIL, EMAIL.lower(), GUEST_EMAIL, PHONE, "Unmistakable", "5550199")
YEARS = 10


class Shop:
    """A shop with mugs, whose clock one may set."""

    def __init__(self, found, loop):
        self.it, self.clock = found, StillClock(OPENING)
        found.clock.override(providers.Object(self.clock))
        self.people, self._loop = People(found), loop
        rows = (ProductRow(key="mug", name="Mug", brand="Kiln", category=("Kitchen",),
                           variants=(VariantRow(MUG, Money(900, "EUR"), 500),)),)
        self.do(ImportProducts(source="test", rows=rows))
        settle(found)

    def do(self, command, once=None, actor="test:somebody"):
        return self.it.bus().do(command, Caller(actor=actor, correlation=uuid4()), once).outcome

    async def _answer(self, query):
        return await self.it.bus().ask(query)

    def ask(self, query):
        return self._loop.run(self._answer(query))

    def buys(self, email, account=None, key=None, card="success"):
        """A mug, to the one address there is."""
        cart = CartId(uuid4())
        self.do(OpenCart(cart_id=cart, currency="EUR"))
        self.do(AddToCart(cart_id=cart, sku=MUG, quantity=1))
        subject = SubjectId(follow_up(cart, "subject"))
        order = PlaceOrder(
            cart_id=cart, subject=subject, email=email, address=Address(NAME, STREET, CITY, "10115", "DE"),
            shipping_method="standard", payment_method="sandbox", account_id=account,
        )
        once = Once(
            principal=f"guest:{subject}", route="POST /orders", key=key, body="b", subject=subject,
        ) if key else None
        return self.do(BuyCart(order=order, token=card), once)

    def ships(self, number, tracking="1Z"):
        self.do(ShipOrder(number=number, carrier="Post", tracking=tracking))

    def undertakes(self):
        settle(self.it)
        shop = self.it
        Undertaker(shop.departures(), shop.pending_erasures(), shop.bus(), self.clock)()
        settle(shop)

    def waits(self, **by):
        self.clock.advance(timedelta(**by))


class Somebody:
    """All that the shop can know of a person."""

    def __init__(self, shop):
        self.shop, people = shop, shop.people
        inside = people.joins(EMAIL.lower())
        self.account, self.session = inside.account_id, inside.session_id
        self.by = f"customer:{self.account}"
        shop.do(Rename(account_id=self.account, given_name=GIVEN, family_name=FAMILY), actor=self.by)
        shop.do(AddAddress(account_id=self.account, address=PostalAddress(NAME, STREET, CITY, "10115", "DE")))
        shop.do(GivePhone(account_id=self.account, phone=PHONE))
        shop.do(SetPortrait(account_id=self.account, data=picture()), actor=self.by)
        factors = shop.it.factors()
        factors.begin(self.account)
        factors.renew_codes(self.account)
        self.mail()

    @classmethod
    def known(cls, shop, account):
        """Who was here before the shop was opened anew, and is logged in again unless they were forgotten."""
        it = cls.__new__(cls)
        it.shop, it.account = shop, account
        return it

    def logs_in(self):
        self.session = self.shop.do(LogIn(email=EMAIL.lower(), password=PASSWORD)).session_id

    def mail(self):
        settle(self.shop.it)
        self.shop.people.post.to(EMAIL.lower())

    def leaves(self):
        if any(type(fact).__name__ == "AccountDeleted" for fact in self.facts()):
            return
        self.shop.people.do(RequestDeletion(account_id=self.account, session_id=self.session))
        self.mail()
        self.shop.waits(days=15)

    def facts(self):
        return self.shop.it.journal().read([self.account])[self.account].events

    @property
    def erasure(self):
        return erasure_of(self.account)

    def standing(self):
        return self.shop.ask(GetErasure(erasure_id=self.erasure, persons=True))

    def proofs(self):
        return self.shop.ask(GetProofs(erasure_id=self.erasure))

    def checked(self):
        return self.shop.ask(CheckProofs(erasure_id=self.erasure))


@contextmanager
def open_shop(url, folder, **settings):
    """A shop on the database at *url*."""
    told = Settings(database_url=url, data_dir=folder, command_threads=2, invoice_years=YEARS, **settings)
    with postgres_shop(told) as it, asyncio.Runner() as loop:
        open_for_queries = AsyncExitStack()
        loop.run(open_for_queries.enter_async_context(asking(it)))
        try:
            yield Shop(it, loop)
        finally:
            loop.run(open_for_queries.aclose())
