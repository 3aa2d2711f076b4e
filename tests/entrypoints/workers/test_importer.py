"""Files of products are looked through, taken in and taken back, and whoever is killed over it is followed."""

from datetime import timedelta

import pytest

from store.adapters.catalogue.imports_postgres import DEAD
from store.application.catalogue.imports import (
    CallOffImport,
    GetImport,
    ImportState,
    NotNow,
    StartImport,
    UndoImport,
)
from store.application.catalogue.messages import WithdrawProduct
from store.application.shared.bus import Once
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import (
    product_of,
)
from store.entrypoints.wiring.imports import importer
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
