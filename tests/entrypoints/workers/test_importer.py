"""Files of products are looked through, taken in and taken back, and whoever is killed over it is followed."""

from datetime import timedelta

import pytest

from store.adapters.catalogue.imports_postgres import DEAD
from store.application.catalogue.imports import (
    MOST_OPEN,
    CallOffImport,
    GetImport,
    ImportState,
    NotNow,
    StartImport,
    TooManyOpen,
    UndoImport,
)
from store.application.catalogue.messages import WithdrawProduct
from store.application.shared.bus import Once
from store.application.shared.errors import NoSuch
from store.domain.identity.events import Role
from store.domain.shared.ids import product_of
from store.entrypoints.wiring.imports import UNCONFIRMED, forget_imports, importer
from store.entrypoints.workers import importer as working
from tests.entrypoints.workers.sending import BOWL, BY, MUG, POT, Desk, lines

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details")]
validates = pytest.mark.story("US-2.5", "invalid input is refused")


class Killed(BaseException):
    """What a process that is gone answers."""


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
    id = desk.begins(lines(MUG, POT))
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


def test_one_whose_right_was_taken_away_while_it_waited_is_not_taken_in():
    desk = Desk()
    desk.imports(lines(MUG))
    vera = desk.vendor()
    desk.sits(vera)
    checked, begun = desk.sends(lines(POT)), desk.begins(lines(BOWL.replace("Kitchen > Bowls", "Kitchen")))
    desk.becomes(vera, Role.CUSTOMER)
    late = desk.sends(lines(POT))
    desk.works()
    assert desk.stands(begun) == (ImportState.DONE, {"waiting": 1})
    assert desk.stands(late) == (ImportState.FAILED, {})
    assert "may not look after these goods" in desk.asks(GetImport(import_id=late, **desk.more)).error
    assert desk.stands(checked)[0] is ImportState.CHECKED
    desk.does(StartImport(import_id=checked, **desk.more))
    desk.works()
    with pytest.raises(NoSuch):
        desk.product("pot", f"{vera}/goods")


def test_a_long_one_makes_room_for_somebody_else_and_goes_on_then(monkeypatch):
    monkeypatch.setattr(working, "BATCH", 1)
    monkeypatch.setattr(working, "TURN", 1)
    desk = Desk()
    desk.imports(lines(MUG))
    vera = desk.vendor()
    long = desk.begins(lines(*(f"cup-{n},Cup {n},Kitchen,CUP-{n},3.00" for n in range(3))), source="cups")
    desk.sits(vera)
    desk.clock.advance(timedelta(seconds=1))
    short = desk.sends(lines("hat,Hat,Kitchen,HAT,5.00"))
    for _ in range(3):
        importer(desk.shop, "EUR").next()
        desk.clock.advance(timedelta(seconds=1))
    assert desk.stands(short)[0] is ImportState.CHECKED
    desk.more = {}
    assert desk.stands(long) == (ImportState.IMPORTING, {"new": 1, "waiting": 2})
    desk.works()
    assert desk.stands(long) == (ImportState.DONE, {"new": 3})


def test_nobody_fills_the_list_and_is_told_the_way_out():
    desk = Desk()
    ids = [desk.sends(lines(MUG)) for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyOpen, match="20 imports of yours are under way"):
        desk.sends(lines(MUG))
    desk.does(CallOffImport(import_id=ids[0]))
    assert desk.sends(lines(MUG))


def test_a_file_that_was_looked_through_waits_for_seven_days():
    desk = Desk()
    id = desk.sends(lines(MUG))
    desk.works()
    desk.clock.advance(UNCONFIRMED)
    forget_imports(desk.shop.imports(), desk.clock.now())
    assert desk.stands(id)[0] is ImportState.CHECKED
    desk.clock.advance(timedelta(seconds=1))
    forget_imports(desk.shop.imports(), desk.clock.now())
    found = desk.asks(GetImport(import_id=id))
    assert (found.state, "within seven days" in found.error) == (ImportState.CALLED_OFF, True)


def test_while_somebody_else_is_at_the_very_batch_nothing_is_refused_and_it_goes_on_later():
    desk = Desk()
    id = desk.begins(lines(MUG, POT))
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
    id = desk.begins(lines(MUG, POT, BOWL))
    imports = desk.shop.imports()
    noted = imports.note

    def stopped(job, rows, now):
        imports.note = noted
        went_on = noted(job, rows, now)
        desk.does(CallOffImport(import_id=id))
        return went_on

    imports.note = stopped
    desk.works()
    assert desk.stands(id) == (ImportState.DONE, {"new": 2, "waiting": 1}), "the pot was under way"
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.told(id) == {"mug": ("taken out", ""), "pot": ("taken out", ""), "bowl": ("waiting", "")}


def test_what_was_taken_in_while_somebody_stopped_it_is_told_and_undone():
    desk = Desk()
    id = desk.begins(lines(MUG, POT))
    imports = desk.shop.imports()
    noted = imports.note

    def too_late(job, rows, now):
        desk.does(CallOffImport(import_id=id))
        return noted(job, rows, now)

    imports.note = too_late
    desk.works()
    imports.note = noted
    assert desk.stands(id) == (ImportState.DONE, {"new": 2})
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.stands(id) == (ImportState.UNDONE, {"taken out": 2})
    assert desk.product("mug").state == "withdrawn"


def test_what_is_told_after_all_was_taken_back_can_be_taken_back_as_well():
    desk = Desk()
    id = desk.begins(lines(MUG, POT))
    imports = desk.shop.imports()
    noted = imports.note

    def much_too_late(job, rows, now):
        imports.note = noted
        desk.does(CallOffImport(import_id=id))
        desk.does(UndoImport(import_id=id))
        desk.works()
        assert desk.stands(id) == (ImportState.UNDONE, {"waiting": 2})
        return noted(job, rows, now)

    imports.note = much_too_late
    desk.works()
    assert desk.stands(id) == (ImportState.UNDONE, {"new": 2})
    desk.does(UndoImport(import_id=id))
    desk.works()
    assert desk.stands(id) == (ImportState.UNDONE, {"taken out": 2})
    with pytest.raises(NotNow):
        desk.does(UndoImport(import_id=id))


def test_one_that_fails_half_way_is_done_as_far_as_it_came_and_can_be_undone(monkeypatch):
    monkeypatch.setattr(working, "BATCH", 1)
    desk = Desk()
    id = desk.begins(lines(MUG, POT, BOWL))
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
