"""Searches for products: Postgres and a real OpenSearch keep the same promises on the same goods."""

from uuid import uuid4

import pytest

from projections.browsing import search_ranks
from store.application.catalogue.messages import WithdrawProduct
from store.application.shared.bus import Caller
from store.application.shared.errors import BadCursor
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.projections.searched import GOODS, World, row

pytestmark = [
    pytest.mark.requirement("R2.5"),
    pytest.mark.story("US-2.2", "search by several criteria"),
]
HOSTILE = (
    '"', "'", "\\", "(", "*", "-", ":", "a:b", "name:*", "mug OR", "AND", "NOT mug", "mug AND (", "%", "_", "/.*/",
    "<b>",
    "'; DROP TABLE read.products; --", '{"match_all":{}}', "mug~9", "mug^99", "[1 TO 2]", "💥", "\u202emug", "\x00",
    "mug\x00", "ﬃ", "a" * 5_000, "mug " * 2_000, "!&|", "<->", "\t\n", "  ",
)


def test_words_are_found_wherever_they_stand(world):
    assert set(world.names("mug")) == {"Harbour mug", "Oat mug", "Copper kettle"}
    assert world.names("mugs")[-1] == "Copper kettle", "a name says more than prose"
    assert set(world.names("tidewater")) == {"Harbour mug", "Oat mug"}
    assert world.names("gift") == ["Harbour mug"]
    assert world.names("kettles") == ["Copper kettle"]


def test_what_has_the_very_words_goes_before_what_has_other_forms_of_them(world):
    world.lists(row("Hikes map"), row("Large map for hiking", category=("Outdoors",)))
    assert world.names("hiking map") == ["Large map for hiking", "Hikes map"]


def test_what_is_of_the_kind_goes_before_what_is_for_it(world):
    world.lists(row("Press brush"), row("Copper press of old", category=("Kitchen", "Press")))
    assert world.names("press")[0] == "Copper press of old"


def test_what_only_goes_with_the_thing_goes_behind_it(world):
    world.lists(
        row("Kettle lid"), row("Kettle spare lid"), row("Lid for kettle and pan"), row("Enamel kettle with a blue lid"),
        row("Kettle lid and kettle"),
    )
    behind = world.names("kettle", head=("kettle",), others=("lid",))[-2:]
    assert set(behind) == {"Kettle lid", "Kettle spare lid"}
    assert "Kettle lid" in world.names("kettle")[:3], "a short name, where nobody knows what a lid is"
    assert world.names("kettle lid", head=("lid",), others=("spare",))[0] == "Kettle lid"


def test_of_what_is_alike_what_can_be_had_goes_first(world):
    world.lists(*(row(f"Clay jar {n}", stock=n % 2) for n in range(1, 9)))
    found = world.names("clay jar")
    assert [int(name[-1]) % 2 for name in found] == [1] * 4 + [0] * 4


def test_words_that_stand_together_in_a_name_go_before_those_that_are_scattered(world):
    world.lists(row("Hand blown glass of clay"), row("Sturdy brown clay for the hand"), row("Small piece of hand clay"))
    assert world.names("hand clay")[0] == "Small piece of hand clay"


def test_all_words_must_be_there_in_any_order(world):
    assert world.names("mug harbour") == ["Harbour mug"]
    assert world.find("harbour jacket").some


def test_where_none_has_all_words_those_with_some_are_found_and_it_is_said(world):
    found = world.find("copper jacket zeppelin", limit=1)
    rest = world.find("copper jacket zeppelin", limit=5, cursor=found.next_cursor)
    assert (found.total, found.some, rest.some) == (2, True, True)
    assert set(world.names_of([*found.ids, *rest.ids])) == {"Copper kettle", "Rain jacket"}
    assert not world.find("zeppelin dirigible").some
    assert not world.find("copper kettle").some
    assert world.names("copper jacket", brand=("Fell",)) == ["Rain jacket"]


def test_what_stands_in_quotes_stands_together(world):
    world.lists(row("Mug for the harbour"), row("Blue harbour mug"), row("Blue plate"))
    assert set(world.names("harbour mug")) == {"Harbour mug", "Blue harbour mug", "Mug for the harbour"}
    assert set(world.names('"harbour mug"')) == {"Harbour mug", "Blue harbour mug"}
    assert world.names('"harbour mug" blu') == ["Blue harbour mug"], "what stands outside of them may be a beginning"
    assert world.find('"mug harbour"').some, "there is none, and it is said"
    world.lists(row("Tray of 24 or 27 inches"))
    assert world.names('tray 27" or 24"') == ["Tray of 24 or 27 inches"], "one behind a number means inches"


def test_what_has_a_dash_before_it_is_not_there(world):
    world.lists(row("Blue harbour mug"), row("Blue oat mug"))
    assert world.names("harbour mug -blue") == ["Harbour mug"]
    assert set(world.names('mug -"harbour mug" -kettle')) == {"Oat mug", "Blue oat mug"}
    assert "Copper kettle" not in world.names("-kettle", sort="name")
    assert world.names("rj-2201") == ["Rain jacket"], "one inside a part number is none"
    assert set(world.names("jacket zeppelin -fell")) == set(), "nor where only some words are found"


def test_units_and_numbers_are_found_as_they_are_written(world):
    world.lists(row("Small jug", attributes={"Holds": "350 ml"}), row("Large jug", attributes={"Holds": "1350 ml"}))
    assert world.names("350 ml") == ["Small jug"]
    assert world.names("900 g") == ["Walking boots"]
    assert world.names('"1350 ml"') == ["Large jug"]


def test_beginnings_of_words_are_enough(world):
    assert world.names("harb") == ["Harbour mug"]
    assert world.names("walk boo") == ["Walking boots"]


def test_a_single_letter_is_a_word_and_no_beginning(world):
    world.lists(row("Vitamin K drops"), row("Knife"))
    assert world.names("k") == world.names("vita k") == ["Vitamin K drops"]
    assert world.names("k -vitamin") == []


def test_a_part_number_is_found_to_the_letter(world):
    for number, name in (("RJ-2201", "Rain jacket"), ("rj-2201", "Rain jacket"), ("OM-100.B", "Oat mug")):
        assert world.names(number)[0] == name


def test_filters_hold_together_with_words_and_without(world):
    assert world.names("mug", categories=("kitchen/mugs",), in_stock=True) == ["Harbour mug"]
    assert set(world.names(categories=("kitchen",))) == {"Harbour mug", "Oat mug", "Copper kettle", "Café press"}
    assert set(world.names(brand=("Fell", "Ember"))) == {"Walking boots", "Rain jacket", "Copper kettle", "Café press"}
    assert set(world.names(price_min=1200, price_max=4500)) == {"Harbour mug", "Copper kettle", "Café press"}
    assert world.names(price_max=899) == world.names(categories=("none",)) == world.names(brand=("ember",)) == []


def test_sorts(world):
    assert world.names(sort="price", limit=3) == ["Oat mug", "Harbour mug", "Café press"]
    assert world.names(sort="-price", limit=2) == ["Walking boots", "Rain jacket"]
    assert world.names(sort="name") == sorted(row.name for row in GOODS)
    world.lists(row("Tea tray"))
    assert world.names(sort="newest", limit=1) == ["Tea tray"]
    assert world.names("mug", sort="price") == ["Oat mug", "Harbour mug", "Copper kettle"]


@pytest.mark.story("US-2.1", "a page of a cursor misses and repeats nothing")
@pytest.mark.parametrize("sort", ["newest", "price", "-price", "name", "relevance"])
def test_pages_repeat_and_miss_nothing_while_goods_come_in(world, sort):
    world.lists(*(row(f"Cup {n}", price=500 + n % 3) for n in range(20)))
    wanted = {"q": "cup" if sort == "relevance" else "", "sort": sort, "limit": 6}
    before = set(world.find(**wanted | {"limit": 100}).ids)
    seen, cursor, n = [], None, 100
    while True:
        page = world.find(**wanted, cursor=cursor)
        seen += page.ids
        if (cursor := page.next_cursor) is None:
            break
        world.lists(row(f"Cup {n}", price=500 + n % 3, text="cup " * (n - 99)))
        n += 1
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_who_says_a_word_a_thousand_times_breaks_no_search(world):
    letters = "abcdefghijk"
    words = " ".join(f"mug{one}{two}{three}" for one in letters for two in letters for three in letters)
    world.lists(row("Mug", text=words), row("Mug two", attributes={"Words": words[:4_000]}))
    assert "Mug" in world.names("mug")[:2]


def test_where_none_has_all_words_those_with_most_of_them_go_first(world):
    world.lists(*(row(f"Mug {letter}") for letter in "vwxyz"), row("Small but blue mug of clay with a lid"))
    assert world.names("blue mug zeppelin")[0] == "Small but blue mug of clay with a lid"


def test_what_has_most_words_in_its_name_is_looked_at_closely_whatever_else_has_one(
    migrated_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(search_ranks, "SOME_CLOSELY", 3)
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        world.lists(*(row(f"Mug {letter}") for letter in "vwxyz"), row("Small but blue mug of clay with a lid"))
        assert world.names("blue mug zeppelin", limit=1) == ["Small but blue mug of clay with a lid"]


@pytest.mark.parametrize("q", ["clay mug", "CLAY MUG"])
def test_what_has_the_words_in_its_name_is_looked_at_closely_before_all_else(migrated_url, tmp_path, monkeypatch, q):
    monkeypatch.setattr(search_ranks, "CLOSELY", 3)
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        world.lists(*(row(f"Jar {letter}", text="As the clay mug.") for letter in "vwxyz"))
        world.lists(*(row(f"Mug of clay {n}", stock=0) for n in (1, 2)))
        assert {*world.names(q, limit=2)} == {"Mug of clay 1", "Mug of clay 2"}


def test_what_is_looked_at_closely_is_the_same_on_each_page(migrated_url, tmp_path, monkeypatch):
    monkeypatch.setattr(search_ranks, "CLOSELY", 3)
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        long = "Shoes of leather that were made by hand for whoever goes a long way over hills and far away"
        world.lists(
            row("Red shoes"), row("Blue shoes"), row(long, stock=0, sku="SHOES"),
            row("Boot", category=("Shoes",), text="Shoes, " * 50, attributes={"Kind": "shoes"}),
        )
        first = world.find("shoes", limit=2)
        rest = world.find("shoes", limit=2, cursor=first.next_cursor)
        assert world.names_of(rest.ids) == [long, "Boot"]


@pytest.mark.parametrize("closely", [0, 1, 3])
def test_a_walk_goes_on_behind_those_that_were_looked_at_closely(migrated_url, tmp_path, monkeypatch, closely):
    monkeypatch.setattr(search_ranks, "CLOSELY", closely)
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        world.lists(*(row(f"Mug {'x' * n}", text="A mug." * (n % 3)) for n in range(1, 8)))
        seen, cursor = [], None
        while True:
            page = world.find("mug", limit=2, cursor=cursor)
            seen += page.ids
            assert page.total == 7
            if (cursor := page.next_cursor) is None:
                break
        assert len(seen) == len(set(seen)) == 7


def test_a_page_is_as_long_as_asked_and_the_last_one_says_so(world):
    first = world.find(sort="name", limit=4)
    last = world.find(sort="name", limit=4, cursor=first.next_cursor)
    assert (len(first.ids), len(last.ids), last.next_cursor) == (4, 2, None)
    assert first.total == last.total == 6
    exact = world.find(sort="name", limit=6)
    assert (len(exact.ids), exact.next_cursor) == (6, None)


def test_nothing_found_is_an_answer(world):
    found = world.find("zeppelin")
    assert (found.ids, found.total, found.next_cursor) == ([], 0, None)


def test_nothing_a_person_may_type_is_an_error(world):
    for q in HOSTILE:
        assert len(world.find(q).ids) <= len(GOODS), q


def test_a_cursor_that_was_not_given_is_refused(world):
    price = world.find(sort="price", limit=1).next_cursor
    for cursor in ("x", "e30", price):
        with pytest.raises(BadCursor):
            world.find(sort="name", cursor=cursor)


def test_what_is_withdrawn_is_not_found_and_what_sells_out_is_not_in_stock(world):
    withdrawn = world.id_of("Harbour mug")
    world.shop.bus().do(
        WithdrawProduct(product_id=withdrawn, reason="test"), Caller(actor="system:test", correlation=uuid4())
    )
    world.settle()
    assert "Harbour mug" not in world.names("mug")
    assert "Oat mug" not in world.names("mug", in_stock=True)


def test_typing_mistakes_are_forgiven(world):
    assert world.names("harbuor")[:1] == ["Harbour mug"]
    assert world.names("ketle") == ["Copper kettle"]
    world.lists(row("Tea tray", text="Fits any kettle."))
    assert world.names("ketle") == ["Copper kettle", "Tea tray"], "a name says more than prose"
    assert world.names("cafe press") == ["Café press"]
    assert world.names("RJ-2202") == world.names("ketle-9") == [], "but a part number is not another one"


def test_what_is_not_for_sale_is_not_meant(world):
    world.shop.bus().do(
        WithdrawProduct(product_id=world.id_of("Rain jacket"), reason="test"),
        Caller(actor="system:test", correlation=uuid4()),
    )
    world.settle()
    assert world.names("jaket") == []


def test_postgres_says_what_it_looked_for_instead(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        world.lists(*GOODS)
        assert world.find("Coper ketle").corrected == {"coper": "copper", "ketle": "kettle"}
        assert world.find("kettle").corrected == world.find("jacket kettle").corrected == {}
        world.lists(row("Copper kettles", text="Two."), row("Small kettle"))
        first = world.find("ketle", limit=1)
        rest = world.find("ketle", limit=5, cursor=first.next_cursor)
        assert first.total == 3
        assert len({*first.ids, *rest.ids}) == 3
        assert rest.corrected == {"ketle": "kettle"}, "also on the pages that follow"
