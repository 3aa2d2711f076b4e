"""A wish in a file: carried out again anywhere it ends as it ended, and where a rule has changed, that shows."""

from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from dependency_injector import providers
from msgspec import json, structs

from store.adapters.audit.capsule import NotACapsule, from_text, to_text
from store.adapters.audit.tape import Heard, Tape
from store.application.shared.errors import NoSuch
from store.domain.ordering.events import Address
from store.domain.pricing.shipping_plan import ShippingPlan
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.replaying import pack, replay
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.driver import Refused
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.requirement("R9.4"), pytest.mark.story("US-3.4", "nothing happens by halves")]

GOLDEN = Path(__file__).with_name("order.capsule.json")
MUG = Goods("mug", "9.00")
HOME = Address("Ben Hill", "1 Main Street", "Berlin", "10115", "DE")


class Recorder:
    """A recording shop, and the wishes that were made of it."""

    def __init__(self, shop):
        self.shop, self.ids = shop, CountingIds()
        shop.clock.override(providers.Object(StillClock(OPENING)))
        shop.ids.override(providers.Object(self.ids))
        self.driver = InProcess(
            shop.bus(), shop.clock(), self.ids, shop.sandbox(), shop.log(), ask=pytest.fail,
            settle=lambda: settle(shop),
        )
        self.driver.offers(MUG, 10)

    def buy(self, card="success", pieces=2):
        """Buy mugs; the correlation of that wish."""
        cart = self.driver.open_cart()
        self.driver.put(cart, MUG.sku, pieces)
        with suppress(Refused):
            self.driver.buy(cart, "ben@example.org", HOME, method="standard", card=card, quote=None, key=None)
        return self.newest()

    def newest(self):
        self.shop.recordings().flush()
        with psycopg.connect(self.shop.settings().database_url) as db:
            return db.execute("SELECT correlation FROM work.recordings ORDER BY number DESC LIMIT 1").fetchone()[0]

    def pack(self, correlation):
        """Through the file, as it leaves the shop."""
        return from_text(to_text(pack(self.shop, correlation)))


@contextmanager
def recorder(url, folder, **more):
    with postgres_shop(Settings(database_url=url, data_dir=folder, **more)) as shop:
        yield Recorder(shop)


@pytest.fixture
def recording(migrated_url, tmp_path):
    with recorder(migrated_url, tmp_path) as it:
        yield it


def test_an_order_is_reproduced_fact_by_fact(recording):
    capsule = recording.pack(recording.buy())
    found = replay(capsule)
    assert (found.difference, found.commands) == (None, 1)
    assert found.facts == len(capsule.after) == 6
    assert {fact.tag for fact in capsule.after} >= {"ordering/placed-1", "payments/captured-1", "inventory/reserved-1"}


@pytest.mark.parametrize("card", ["decline", "challenge", "timeout"])
def test_whatever_the_gateway_said_it_says_again(recording, card):
    assert replay(recording.pack(recording.buy(card))).difference is None


def test_a_refusal_is_reproduced_although_it_left_no_fact(recording):
    capsule = recording.pack(recording.buy(pieces=2))
    recording.driver.count(MUG.sku, 2, "counted")
    cart = recording.driver.open_cart()
    with pytest.raises(Refused):
        recording.driver.put(cart, MUG.sku, 9)
    refused = recording.pack(recording.newest())
    assert refused.commands[0].refusal.name == "SoldOut"
    assert refused.after == []
    assert replay(refused).difference is None
    assert replay(capsule).difference is None, "what happened since changes nothing"


def test_no_person_and_no_secret_leaves_in_a_capsule(recording):
    text = to_text(pack(recording.shop, recording.buy())).decode()
    for word in ("ben@example.org", "Ben Hill", "Main Street", "10115", "success"):
        assert word not in text, word
    assert '"country": "DE"' in text, "tax is reckoned by it"
    with psycopg.connect(recording.shop.settings().database_url) as db:
        stored = db.execute("SELECT string_agg(recording, '') FROM work.recordings").fetchone()[0]
    assert "Ben Hill" not in stored
    assert "ben@" not in stored


def test_a_changed_rule_shows_as_the_first_difference(recording, monkeypatch):
    capsule = recording.pack(recording.buy())
    dearer(monkeypatch)
    difference = replay(capsule).difference
    assert difference.startswith("payments/requested-1"), "of the facts of one transaction the first in the log"
    assert difference.endswith("amount.minor was 2290 then, and is 2390 now")


def dearer(monkeypatch):
    """Sending costs a euro more from now on."""
    of = ShippingPlan.methods

    def more(self, *args, **named):
        return tuple(
            structs.replace(method, price=method.price + Money(100, method.price.currency))
            for method in of(self, *args, **named)
        )

    monkeypatch.setattr(ShippingPlan, "methods", more)


def test_the_capsule_of_an_earlier_version_is_still_reproduced():
    """Packed once and kept: what it holds must be read, and come out as it did, by every later version."""
    found = replay(from_text(GOLDEN.read_bytes()))
    assert (found.difference, found.facts) == (None, 6)


def test_a_capsule_somebody_altered_shows_where(recording):
    capsule = recording.pack(recording.buy())
    placed = next(fact for fact in capsule.after if fact.tag == "ordering/placed-1")
    forged = structs.replace(placed, state=placed.state.replace('"quantity":2', '"quantity":1'))
    after = [forged if fact == placed else fact for fact in capsule.after]
    assert "lines[0].quantity was 1 then, and is 2 now" in replay(structs.replace(capsule, after=after)).difference


def test_a_fact_that_is_not_written_any_more_shows(recording):
    capsule = recording.pack(recording.buy())
    extra = structs.replace(capsule.after[-1], version=99)
    assert "was written then, and is not now" in replay(
        structs.replace(capsule, after=[*capsule.after, extra])
    ).difference
    assert "is written now, and was not then" in replay(
        structs.replace(capsule, after=capsule.after[:-1])
    ).difference


def test_a_question_nobody_asked_then_shows(recording):
    capsule = recording.pack(recording.buy())
    (command,) = capsule.commands
    silent = structs.replace(command, heard=[one for one in command.heard if one.asked != "ids.next"])
    assert "ids.next was asked once more" in replay(structs.replace(capsule, commands=[silent])).difference


def test_a_decision_that_was_taken_again_is_told_as_it_was_taken_last():
    """Two buyers of one thing: the loser decides anew, and what it asked in vain is forgotten."""
    tape, first, then = Tape(), object(), object()
    for step, said in ((first, "in vain"), (first, "first"), (then, "in vain, too"), (then, "then")):
        tape.begin(step)
        tape.heard.append(Heard("ids.next", said))
    assert [one.said for one in tape.heard] == ["first", "then"]


def test_what_was_not_recorded_cannot_be_packed(recording):
    with pytest.raises(NoSuch):
        pack(recording.shop, UUID(int=12345))


def test_a_shop_may_record_nothing(migrated_url, tmp_path):
    with recorder(migrated_url, tmp_path, recording=False) as it:
        it.driver.open_cart()
        it.shop.recordings().flush()
        with psycopg.connect(migrated_url) as db:
            assert db.execute("SELECT count(*) FROM work.recordings").fetchone() == (0,)


def test_recordings_are_forgotten_after_a_week(recording):
    recording.buy()
    with psycopg.connect(recording.shop.settings().database_url) as db:
        db.execute("UPDATE work.recordings SET at = now() - interval '8 days' WHERE number > 1")
        db.execute("UPDATE work.recordings SET at = now() WHERE number = 1")
    recording.shop.recordings().forget()
    with psycopg.connect(recording.shop.settings().database_url) as db:
        assert db.execute("SELECT count(*) FROM work.recordings").fetchone() == (1,)


@pytest.mark.parametrize("text", [b"", b"{}", b'{"format":"store/capsule-9"}', b"\xff"])
def test_what_is_no_capsule_is_refused_in_words(text):
    with pytest.raises(NotACapsule):
        from_text(text)


def test_a_format_from_the_future_is_refused(recording):
    capsule = structs.replace(pack(recording.shop, recording.buy()), format="store/capsule-2")
    with pytest.raises(NotACapsule, match="capsule-2 is not"):
        from_text(json.encode(capsule))
