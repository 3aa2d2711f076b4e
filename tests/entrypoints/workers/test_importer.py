"""Files of products are looked through, taken in and taken back, and whoever is killed over it is followed."""

import asyncio
import gzip
from datetime import timedelta
from uuid import uuid4

import pytest

from store.adapters.catalogue.imports_postgres import DEAD
from store.application.catalogue.imports import (
    CallOffImport,
    FileTooLarge,
    GetImport,
    ImportState,
    ListImportRows,
    NotAFileOfProducts,
    NotNow,
    SendFile,
    StartImport,
    UndoImport,
)
from store.application.catalogue.messages import WithdrawProduct
from store.application.catalogue.records import GetProductRecord
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import Caller, Once
from store.application.shared.errors import NoSuch
from store.domain.catalogue.product import Product
from store.domain.shared.ids import product_of
from store.entrypoints.wiring.application import memory_shop
from store.entrypoints.wiring.imports import UNPACKED, importer
from store.entrypoints.workers import importer as working
from tests.harness.drivers.memory import OPENING
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details")]
validates = pytest.mark.story("US-2.5", "invalid input is refused")
HEAD = "key,name,category,sku,price\n"
BY = Caller(actor="staff:1", correlation=uuid4())


def lines(*rows):
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


MUG, POT, BOWL = "mug,Mug,Kitchen,MUG,9.00", "pot,Pot,Kitchen,POT,19.00", "bowl,Bowl,Kitchen > Bowls,BOWL,12.00"


class Killed(BaseException):
    """What a process that is gone answers."""


class Desk:
    """Somebody who sends files, and the process that works on them."""

    def __init__(self, scope=None):
        self.clock = StillClock(OPENING)
        self.shop = memory_shop(self.clock, CountingIds())
        self.more = {"scope": scope} if scope else {}

    def does(self, command):
        return self.shop.bus().do(command, BY).outcome

    def asks(self, query):
        return asyncio.run(self.shop.bus().ask(query))

    def sends(self, data, file="goods.csv", **more):
        return self.does(SendFile(file=file, data=data, actor=BY.actor, **self.more | more))

    def works(self):
        while importer(self.shop, "EUR").next():
            pass

    def imports(self, data, **more):
        id = self.sends(data, **more)
        self.works()
        self.does(StartImport(import_id=id, **self.more))
        self.works()
        return id

    def stands(self, id):
        found = self.asks(GetImport(import_id=id, **self.more))
        return found.state, found.results

    def told(self, id):
        rows = self.asks(ListImportRows(import_id=id, **self.more)).items
        return {row.key or row.line: (row.result.value, row.words) for row in rows}

    def product(self, key, source="goods"):
        return self.asks(GetProductRecord(name=str(product_of(source, key))))


def test_a_file_is_looked_through_first_and_nothing_happens():
    desk = Desk()
    id = desk.sends(lines(MUG, POT))
    desk.works()
    assert desk.stands(id) == (ImportState.CHECKED, {"new": 2})
    with pytest.raises(NoSuch):
        desk.product("mug")


def test_what_was_good_is_taken_in_and_a_second_time_only_what_differs():
    desk = Desk()
    assert desk.stands(desk.imports(lines(MUG, POT))) == (ImportState.DONE, {"new": 2})
    assert desk.product("mug").name == "Mug"
    again = desk.imports(lines(MUG.replace("9.00", "8.50"), POT, BOWL))
    assert desk.told(again) == {"mug": ("changed", ""), "pot": ("same", ""), "bowl": ("new", "")}


@validates
def test_each_row_says_what_is_wrong_with_it_and_stops_no_other():
    desk = Desk()
    wrong = ("pot,Pot,Kitchen,POT,dear", ",No key,Kitchen,X,1.00", "cup,Cup,Kitchen,MUG,3.00")
    id = desk.imports(lines(MUG, *wrong, BOWL))
    told = desk.told(id)
    assert (told["mug"], told["bowl"]) == (("new", ""), ("new", ""))
    wrong = [words for result, words in told.values() if result == "refused"]
    assert len(wrong) == 3
    assert any("dear" in words for words in wrong)
    assert any("`key`" in words for words in wrong)
    assert told["cup"] == ("refused", "the SKU 'MUG' is used on line 2 already")


@validates
def test_what_the_shop_refuses_is_found_while_it_is_looked_through():
    desk = Desk()
    desk.imports(lines(MUG))
    id = desk.sends(lines("cup,Cup,Kitchen,MUG,3.00", BOWL), source="elsewhere")
    desk.works()
    assert desk.stands(id) == (ImportState.CHECKED, {"refused": 1, "new": 1})
    assert "MUG" in desk.told(id)["cup"][1]


def test_an_import_is_taken_back_but_for_what_somebody_changed_since():
    desk = Desk()
    desk.imports(lines(MUG, POT))
    id = desk.imports(lines(MUG.replace("9.00", "8.50"), POT.replace("19.00", "18.00"), BOWL))
    desk.does(WithdrawProduct(product_id=product_of("goods", "pot"), reason="cracked"))
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.stands(id)[0] is ImportState.UNDONE
    assert {key: result for key, (result, _) in desk.told(id).items()} == {
        "mug": "as before", "pot": "stayed", "bowl": "taken out",
    }
    assert desk.product("mug").variants[0].price.amount == "9.00"
    assert desk.product("bowl").state == "withdrawn"


def test_who_follows_one_that_was_killed_does_nothing_twice_and_knows_what_was_new():
    """Killed between the facts and the note of them: the second finds the goods there, and tells what they were at
    first.
    """
    desk = Desk()
    id = desk.sends(lines(MUG, POT))
    desk.works()
    desk.does(StartImport(import_id=id))
    imports = desk.shop.imports()
    noted = imports.note

    def killed(*_):
        raise Killed

    imports.note = killed
    with pytest.raises(Killed):
        importer(desk.shop, "EUR").next()
    imports.note = noted
    assert desk.product("mug").name == "Mug"
    desk.works()
    assert desk.stands(id)[0] is ImportState.IMPORTING, "it may still be at it"
    desk.clock.advance(DEAD + timedelta(seconds=1))
    desk.works()
    assert desk.stands(id) == (ImportState.DONE, {"new": 2})
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.stands(id) == (ImportState.UNDONE, {"taken out": 2})


def test_while_somebody_else_is_at_the_very_batch_nothing_is_refused_and_it_goes_on_later():
    desk = Desk()
    id = desk.sends(lines(MUG, POT))
    desk.works()
    desk.does(StartImport(import_id=id))
    once = Once(principal=BY.actor, route="import", key=f"{id} 2+2", body="", subject=id)
    desk.shop.idempotency().claim(once, desk.clock.now(), timedelta(seconds=30))
    desk.works()
    assert desk.stands(id) == (ImportState.IMPORTING, {"waiting": 2})
    with pytest.raises(NoSuch):
        desk.product("mug")
    desk.clock.advance(DEAD + timedelta(seconds=1))
    desk.works()
    assert desk.stands(id) == (ImportState.DONE, {"new": 2})
    assert desk.product("mug").name == "Mug"


def test_one_that_is_stopped_half_way_keeps_what_it_took_in_and_says_what_it_did_not(monkeypatch):
    monkeypatch.setattr(working, "BATCH", 1)
    desk = Desk()
    id = desk.sends(lines(MUG, POT))
    desk.works()
    desk.does(StartImport(import_id=id))
    imports = desk.shop.imports()
    noted = imports.note

    def stopped(job, rows, now):
        imports.note = noted
        went_on = noted(job, rows, now)
        desk.does(CallOffImport(import_id=id))
        return went_on

    imports.note = stopped
    desk.works()
    assert desk.stands(id) == (ImportState.DONE, {"new": 1, "waiting": 1})
    assert "pot" not in [key for key, (result, _) in desk.told(id).items() if result == "new"]
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.told(id) == {"mug": ("taken out", ""), "pot": ("waiting", "")}


def test_one_that_fails_half_way_is_done_as_far_as_it_came_and_can_be_undone(monkeypatch):
    monkeypatch.setattr(working, "BATCH", 1)
    desk = Desk()
    id = desk.sends(lines(MUG, POT, BOWL))
    desk.works()
    desk.does(StartImport(import_id=id))
    imports = desk.shop.imports()
    whole = imports.data
    imports.data = lambda it: whole(it).partition(b"bowl")[0] + b'"'
    desk.works()
    found = desk.asks(GetImport(import_id=id))
    assert (found.state, found.results) == (ImportState.DONE, {"new": 1, "waiting": 2})
    assert "damaged" in found.error
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.told(id)["mug"] == ("taken out", "")


def test_one_that_was_called_off_is_not_taken_in_any_more():
    desk = Desk()
    id = desk.sends(lines(MUG))
    desk.works()
    desk.does(CallOffImport(import_id=id))
    desk.works()
    assert desk.stands(id)[0] is ImportState.CALLED_OFF
    for command in (StartImport(import_id=id), UndoImport(import_id=id)):
        with pytest.raises(NotNow):
            desk.does(command)


@validates
@pytest.mark.requirement("R2.1")
@pytest.mark.parametrize(("file", "data", "words"), [
    ("goods.csv", b"what,is,this\n1,2,3\n", "unknown column 'what'"),
    ("goods.csv", b"\xff\xfe\x00", "damaged or of another kind"),
    ("goods.csv.gz", lines(MUG), "not packed with gzip"),
    ("goods.jsonl.gz", gzip.compress(bytes(UNPACKED + 1), 1), "larger than 100 MB"),
])
def test_a_file_that_is_none_says_why(file, data, words):
    desk = Desk()
    id = desk.sends(data, file)
    desk.works()
    found = desk.asks(GetImport(import_id=id))
    assert (found.state, words in found.error) == (ImportState.FAILED, True), found.error


@validates
def test_files_of_another_kind_are_not_kept():
    for file, data in (("goods.exe", b"x"), ("goods", b"x"), ("goods.csv", b"")):
        with pytest.raises(NotAFileOfProducts):
            Desk().sends(data, file)
    with pytest.raises(FileTooLarge):
        Desk().sends(bytes(20_000_001))


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_vendors_bring_in_their_own_goods_and_touch_no_others():
    vera = uuid4()
    desk = Desk(Scope(Reach.VENDOR, vera))
    desk.more = {}
    desk.imports(lines(MUG))
    mug = product_of("goods", "mug")
    desk.more = {"scope": Scope(Reach.VENDOR, vera)}
    told = desk.told(desk.imports(lines(
        "mug,Mine,Kitchen,OWN,5.00", f"product:{mug},Mine too,Kitchen,OWN-2,5.00", "pan,Pan,Kitchen,MUG,5.00",
        "hat,Hat,Hats,HAT,5.00",
    )))
    assert told["mug"] == ("new", ""), "the same key is another product"
    assert [told[key][0] for key in (f"product:{mug}", "pan", "hat")] == ["refused"] * 3
    assert "There is no product" in told[f"product:{mug}"][1]
    assert "There is no category Hats here" in told["hat"][1]
    assert desk.product("mug").name == "Mug"
    own = desk.shop.journal().read([product_of(f"{vera}/goods", "mug")])
    ((id, history),) = own.items()
    assert Product.replay(id, history.events).vendor == vera
