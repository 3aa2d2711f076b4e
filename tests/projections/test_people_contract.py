"""Finding people, and what they bought: a shop in memory and the read models say the same."""

import asyncio
from contextlib import AsyncExitStack, contextmanager
from uuid import UUID, uuid4

import pytest

from store.application.identity.finding import FindUsers
from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.own_account import Rename
from store.application.identity.users import ChangeRole, DisableAccount
from store.application.ordering.messages import ListOrdersOf, ListUnclaimed
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Caller
from store.application.shared.errors import BadCursor, BadValue
from store.domain.identity.events import Role
from store.domain.ordering.events import Address
from store.domain.shared.ids import SubjectId, follow_up
from store.entrypoints.wiring.application import asking, memory_shop, postgres_shop
from store.entrypoints.wiring.background import forget_persons
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.story("US-8.2", "search users"), pytest.mark.requirement("R8.3")]
NAMES = {"ann.field": "Ann Field", "annika.fields": "Annika Fields", "john.smith": "John Smith", "zoe.li": "Zoë Li"}
HOME = Address("Ann Field", "1 Main Street", "Berlin", "10115", "DE")
MUG = Goods("Ash mug", "9.00")


class Place:
    """Either kind of shop, with the same people in it."""

    def __init__(self, shop, loop, ids, settles, forgets):
        self.shop, self._loop, self._ids, self.settles, self._forgets = shop, loop, ids, settles, forgets
        self.ids = {key: self.enrols(key, name) for key, name in NAMES.items()}
        self.settles()

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="staff:test", correlation=uuid4())).outcome

    def enrols(self, key, name):
        return self.do(EnrolStaff(
            email=f"{key}@example.org", name=name, password=Secret("correct horse"), role=Role.ADMIN,
        )).account_id

    def asks(self, query):
        return self._loop.run(self._answer(query))

    async def _answer(self, query):
        return await self.shop.bus().ask(query)

    def finds(self, q="", **more):
        known = {id: key for key, id in self.ids.items()}
        return [known[row.id] for row in self.asks(FindUsers(q=q, **more)).items]

    def forgets(self, subject):
        self.shop.keys().destroy(subject)
        self._forgets()

    def buys(self, *emails):
        """Two mugs each; the numbers of the orders, and the carts."""
        back = InProcess(
            self.shop.bus(), StillClock(OPENING), self._ids, self.shop.sandbox(), self.shop.log(), ask=self.asks,
            settle=self.settles,
        )
        back.offers(MUG, 50)
        bought = []
        for email in emails:
            cart = back.open_cart()
            back.put(cart, MUG.sku, 2)
            sold = back.buy(cart, email, HOME, method="standard", card="success", quote=None, key=None)
            bought.append((sold.number, cart))
        self.settles()
        return bought


@contextmanager
def in_memory():
    ids = CountingIds()
    with asyncio.Runner() as loop:
        yield Place(memory_shop(StillClock(OPENING), ids), loop, ids, lambda: None, lambda: None)


@contextmanager
def on_postgres(url, folder):
    with postgres_shop(Settings(database_url=url, data_dir=folder)) as shop, asyncio.Runner() as loop:
        opened = AsyncExitStack()
        loop.run(opened.enter_async_context(asking(shop)))
        yield Place(shop, loop, CountingIds(), lambda: settle(shop), lambda: forget_persons(shop))
        loop.run(opened.aclose())


@pytest.fixture(params=["memory", "postgres"])
def place(request):
    if request.param == "memory":
        with in_memory() as found:
            yield found
        return
    with on_postgres(request.getfixturevalue("migrated_url"), request.getfixturevalue("tmp_path")) as found:
        yield found


@pytest.mark.parametrize(("typed", "keys", "shares"), [
    ("Ann Field", ["ann.field", "annika.fields"], [1001, 857]), ("Feild", ["ann.field"], None),
    ("zoe", ["zoe.li"], [1000]),
    ("ann.field@example.org", ["ann.field"], [1001]), ("ANN.FIELD@EXAMPLE.ORG", ["ann.field"], [1001]),
    ("Jon Smiht", ["john.smith"], None), ("smith@example", ["john.smith"], None), ("Quetzalcoatl", [], []),
])
def test_people_are_found_by_what_resembles_them_best_first_and_told_how_much(place, typed, keys, shares):
    found = place.asks(FindUsers(q=typed)).items
    known = {id: key for key, id in place.ids.items()}
    assert [known[row.id] for row in found][:len(keys) or None] == keys
    if shares is not None:
        assert [row.share for row in found][:len(keys)] == shares


def test_people_are_found_by_their_id_and_its_beginning(place):
    id = str(place.ids["zoe.li"])
    for typed in (id, id.upper(), id.replace("-", "")):
        assert place.finds(typed)[:1] == ["zoe.li"]


def test_lists_are_cut_down_by_role_and_state_and_paged(place):
    place.do(ChangeRole(account_id=place.ids["john.smith"], role=Role.VENDOR, by=None))
    place.do(DisableAccount(account_id=place.ids["zoe.li"], by=None))
    place.settles()
    assert place.finds(role=Role.VENDOR) == ["john.smith"]
    assert place.finds(state="disabled") == place.finds("zoe", state="disabled") == ["zoe.li"]
    assert place.finds("zoe", state="active") == []
    whole, seen, cursor = place.finds(), [], None
    for _ in range(2):
        page = place.asks(FindUsers(cursor=cursor, limit=2))
        seen, cursor = seen + [row.id for row in page.items], page.next_cursor
    assert cursor is None
    assert seen == [place.ids[key] for key in whole]
    with pytest.raises(BadCursor):
        place.asks(FindUsers(q="ann", cursor="x"))
    with pytest.raises(BadValue):
        place.asks(FindUsers(state="lost"))


def test_another_name_is_found_and_whoever_was_forgotten_is_listed_without_one(place):
    place.do(Rename(account_id=place.ids["zoe.li"], given_name="Petra", family_name="Perkins"))
    place.settles()
    assert place.finds("Perkins") == ["zoe.li"]
    place.forgets(SubjectId(follow_up(place.ids["john.smith"], "subject")))
    assert "john.smith" not in place.finds("John Smith")
    [gone] = [row for row in place.asks(FindUsers()).items if row.id == place.ids["john.smith"]]
    assert (gone.name, gone.email) == (None, None)


@pytest.mark.story("US-8.2", "details and orders of a user")
def test_orders_are_listed_by_the_address_however_it_is_spelled(place):
    (first, _), (second, cart), (_, _) = place.buys(
        "Ann.Field@example.org", "ann.field@EXAMPLE.org", "ben@example.org",
    )
    place.do(ShipOrder(number=first, carrier="Post", tracking="T-1"))
    place.settles()
    found = place.asks(ListOrdersOf(email="ANN.field@example.org")).items
    assert {(it.number, it.status, it.pieces) for it in found} == {(first, "shipped", 2), (second, "confirmed", 2)}
    page = place.asks(ListOrdersOf(email="ann.field@example.org", limit=1))
    rest = place.asks(ListOrdersOf(email="ann.field@example.org", limit=1, cursor=page.next_cursor))
    assert [*page.items, *rest.items] == found
    assert rest.next_cursor is None
    assert place.asks(ListOrdersOf(email="nobody")).items == []
    oldest_first = [it.number for it in reversed(found)]
    assert place.asks(ListUnclaimed(email="ann.FIELD@example.org")) == oldest_first
    assert place.asks(ListUnclaimed(email="nobody")) == []
    place.forgets(SubjectId(follow_up(UUID(str(cart)), "subject")))
    assert [it.number for it in place.asks(ListOrdersOf(email="ann.field@example.org")).items] == [first]
