"""People are found by a part of their name or address, also misspelt, over a log and a table that nobody can read."""

import asyncio
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import psycopg
import pytest
from msgspec import json

from projections.identity import people_found
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.rows import Fact, link
from store.application.audit.messages import GetHistory
from store.application.identity.finding import FindUsers, RecordSearch
from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.own_account import Rename
from store.application.identity.users import ChangeRole, DisableAccount
from store.application.ordering.messages import ListOrdersOf
from store.application.shared.bus import Caller
from store.application.shared.errors import BadCursor, BadValue
from store.domain.identity.errors import MoreThanYouHold
from store.domain.identity.events import Role, StaffEnrolled
from store.domain.ordering.events import Address
from store.domain.shared.ids import AccountId, SubjectId, follow_up
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.background import forget_persons
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.story("US-8.2", "search users"), pytest.mark.requirement("R8.3")]
NAMES = {
    "ann.field": "Ann Field", "annika.fields": "Annika Fields", "john.smith": "John Smith", "zoe.li": "Zoë Li",
    "max": "Maximiliane Wolfeschlegel", "bruce": "李小龙",
}


class Town:
    """A shop with people in it."""

    def __init__(self, shop, loop):
        self.shop, self.loop = shop, loop
        self.ids = {}

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="staff:test", correlation=uuid4())).outcome

    def settles(self):
        settle(self.shop)
        return self

    def enrols(self, key, name, role=Role.ADMIN):
        command = EnrolStaff(email=f"{key}@example.org", name=name, password=Secret("correct horse"), role=role)
        self.ids[key] = self.do(command).account_id

    def asks(self, query):
        return self.loop.run(self._answer(query))

    async def _answer(self, query):
        return await self.shop.bus().ask(query)

    def finds(self, q="", **more):
        known = {id: key for key, id in self.ids.items()}
        return [known[row.id] for row in self.asks(FindUsers(q=q, **more)).items]


@pytest.fixture
def town(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path)) as shop, asyncio.Runner() as loop:
        opened = AsyncExitStack()
        loop.run(opened.enter_async_context(asking(shop)))
        found = Town(shop, loop)
        for key, name in NAMES.items():
            found.enrols(key, name)
        yield found.settles()
        loop.run(opened.aclose())


def test_people_are_found_by_parts_of_names_and_addresses_and_misspelt(town):
    for typed, first in {
        "Ann Field": "ann.field", "annika": "annika.fields", "Feild": "ann.field",
        "Jon Smiht": "john.smith",
        "zoe": "zoe.li", "ZOË LI": "zoe.li", "Wolfeschlegl": "max", "李小": "bruce",
        "ann.field@example.org": "ann.field", "ANN.FIELD@EXAMPLE.ORG": "ann.field", "john.smi": "john.smith",
        "smith@example": "john.smith",
    }.items():
        assert town.finds(typed)[:1] == [first], typed
    assert town.finds("Quetzalcoatl") == []
    for typed in ("Ann Fields", "fiel"):
        assert set(town.finds(typed)[:2]) == {"ann.field", "annika.fields"}


def test_people_are_found_by_their_id_and_by_its_beginning(town):
    id = str(town.ids["max"])
    for typed in (id, id.upper(), id.replace("-", ""), id[:8], id[:13]):
        assert town.finds(typed)[:1] == ["max"], typed


def test_all_are_listed_by_role_and_state_and_paged(town):
    town.do(ChangeRole(account_id=town.ids["max"], role=Role.VENDOR, by=None))
    town.do(DisableAccount(account_id=town.ids["zoe.li"], by=None))
    town.settles()
    assert town.finds(role=Role.VENDOR) == ["max"]
    assert town.finds(state="disabled") == ["zoe.li"]
    assert town.finds("zoe", state="active") == []
    assert town.finds(role=Role.SUPER_ADMIN) == ["ann.field"]
    seen, cursor = [], None
    for _ in range(3):
        page = town.asks(FindUsers(cursor=cursor, limit=2))
        seen, cursor = seen + [row.id for row in page.items], page.next_cursor
    assert (cursor, set(seen), len(seen)) == (None, set(town.ids.values()), 6)
    for wrong in ({"cursor": "x"}, {"q": "ann", "cursor": "x"}):
        with pytest.raises(BadCursor):
            town.asks(FindUsers(**wrong))
    with pytest.raises(BadValue):
        town.asks(FindUsers(state="lost"))


def test_pages_of_a_search_miss_and_repeat_nobody(town):
    for number in range(7):
        town.enrols(f"twin-{number}", "Petra Perkins")
    town.settles()
    seen, cursor = [], None
    while True:
        page = town.asks(FindUsers(q="Petra Perkins", cursor=cursor, limit=3))
        seen, cursor = seen + [row.id for row in page.items], page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == sorted(id for key, id in town.ids.items() if key.startswith("twin"))


def test_what_nearly_everybody_has_tells_nobody_apart(town, monkeypatch):
    monkeypatch.setattr(people_found, "BUDGET", 4)
    assert town.finds("smith example org")[:1] == ["john.smith"]
    page = town.asks(FindUsers(q="example"))
    assert page.many
    assert len(page.items) == 4, "some of them, and it is said that there are more"


def test_another_name_is_found_and_the_old_one_is_not(town):
    town.do(Rename(account_id=town.ids["max"], given_name="Petra", family_name="Perkins"))
    town.settles()
    assert town.finds("Perkins") == ["max"]
    assert town.finds("Wolfeschlegel") == []


@pytest.mark.requirement("R10.5")
@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_nothing_in_the_tables_can_be_read_and_who_is_forgotten_leaves_them(town, migrated_url):
    subject = SubjectId(follow_up(town.ids["john.smith"], "subject"))
    with psycopg.connect(migrated_url) as db:
        stored = str(db.execute("SELECT * FROM read.people").fetchall() + db.execute(
            "SELECT * FROM read.person_grams").fetchall()).lower()
    assert "smi" not in stored
    assert forget_persons(town.shop) == 0
    town.shop.keys().destroy(subject)
    assert forget_persons(town.shop) > 10
    assert town.finds("John Smith") == []
    [gone] = [row for row in town.asks(FindUsers()).items if row.id == town.ids["john.smith"]]
    assert (gone.name, gone.email) == (None, None), "that there was an account stays"
    town.shop.runner().rebuild("people")
    town.settles()
    assert town.finds("John Smith") == []


def test_that_somebody_searched_is_a_fact_and_what_they_typed_is_not_in_it(town):
    town.do(RecordSearch(q="  Ann   FIELD ", role=Role.ADMIN))
    town.do(RecordSearch(q="ann field"))
    first, second = [row for row in town.shop.log().select_newest(None, 5) if "searched" in row.topic]
    for row in (first, second):
        assert b"ield" not in row.state
        assert b"staff:test" in row.metadata
    assert first.state[first.state.index(b"digest"):][:44] == second.state[second.state.index(b"digest"):][:44]
    with pytest.raises(BadValue):
        town.do(RecordSearch(q=" x "))


@pytest.mark.story("US-8.2", "details and orders of a user")
def test_orders_are_found_by_the_address_they_were_placed_under(town):
    back = InProcess(
        town.shop.bus(), StillClock(OPENING), CountingIds(), town.shop.sandbox(), town.shop.log(), ask=town.asks,
        settle=town.settles,
    )
    mug = Goods("Ash mug", "9.00")
    back.offers(mug, 50)
    numbers = []
    for spelled in ("Ann.Field@example.org", "ann.field@EXAMPLE.org", "ben@example.org"):
        cart = back.open_cart()
        back.put(cart, mug.sku, 2)
        home = Address("Ann Field", "1 Main Street", "Berlin", "10115", "DE")
        numbers.append(back.buy(cart, spelled, home, method="standard", card="success", quote=None, key=None).number)
    town.settles()
    found = town.asks(ListOrdersOf(email="ann.field@example.org"))
    assert {order.number for order in found.items} == set(numbers[:2])
    assert {order.status for order in found.items} == {"confirmed"}
    first = town.asks(ListOrdersOf(email="ann.field@example.org", limit=1))
    rest = town.asks(ListOrdersOf(email="ann.field@example.org", limit=1, cursor=first.next_cursor))
    assert [order.number for order in (*first.items, *rest.items)] == [order.number for order in found.items]
    assert rest.next_cursor is None
    assert town.asks(ListOrdersOf(email="nobody")).items == []
    town.shop.keys().destroy(SubjectId(follow_up(UUID(str(cart)), "subject")))
    assert forget_persons(town.shop) == 1
    assert town.asks(ListOrdersOf(email="ben@example.org")).items == []


@pytest.mark.story("US-1.4", "customer, vendor, admin and super admin")
def test_staff_of_an_older_shop_are_admins_everywhere(town):
    id = AccountId(uuid4())
    subject = SubjectId(follow_up(id, "subject"))
    enrolled = StaffEnrolled(
        at=OPENING, account_id=id, email=Personal(subject, "old@example.org"), name=Personal(subject, "Olga Alt"),
        role=Role.ADMIN,
    )
    _, state = town.shop.codec().encode(enrolled, id, 1)
    state = state.replace(b"staff-enrolled-2", b"staff-enrolled-1").replace(b'"role":"admin"', b'"role":"staff"')
    about = json.encode(Metadata("system:old", uuid4(), OPENING, OPENING))
    tag = "identity/staff-enrolled-1"
    town.shop.log().insert_events([Fact(id, 1, tag, state, about, link(b"", id, 1, tag, state, about))])
    town.ids["olga"] = id
    town.settles()
    assert town.finds("Olga", role=Role.ADMIN)[:1] == ["olga"]
    told = town.asks(GetHistory(kind="account", id=str(id), persons=True))
    assert (told.state["role"], told.facts[0].sentence) == ("admin", "system:old gave Olga Alt an account as admin")
    town.do(ChangeRole(account_id=town.ids["max"], role=Role.VENDOR, by=id))
    with pytest.raises(MoreThanYouHold):
        town.do(ChangeRole(account_id=town.ids["max"], role=Role.SUPER_ADMIN, by=id))
