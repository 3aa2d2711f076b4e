"""The checker can fail for exchanges: each kind of fault is planted by hand, and it is named."""

import json
from uuid import UUID

import pytest

from tests.checker.exchanges import check_exchanges
from tests.checker.reading import Fact

pytestmark = pytest.mark.requirement("R4.1")
BACK, STOCK, NEW, FIRST = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)


def fact(transaction, tag, stream=BACK, place=0, **said):
    return Fact(stream, 1, (transaction << 16) + place, tag, json.dumps(said), "{}", b"")


def asked(**more):
    line = {"sku": "S", "quantity": 2, "instead": {"sku": "M"}}
    return fact(1, "returns/requested-1", lines=[line], **more)


def moved(transaction, tag, quantity=2, **more):
    said = {"sku": "M", "quantity": quantity, "order_id": str(BACK), "exchange": True} | more
    return fact(transaction, f"inventory/{tag}-1", STOCK, 1, **said)


def placed(transaction=2, back=BACK):
    said = {"number": "N", "replaces": {"return_id": str(back)}, "lines": [{"quantity": 2}]}
    return fact(transaction, "ordering/placed-1", NEW, 2, **said)


def came(transaction=2, sending=0, back=BACK, first=FIRST, **replaced):
    said = {"return_id": str(back), "share": {"shipping": {"minor": sending}}, "replaced": replaced}
    return fact(transaction, "ordering/pieces-returned-1", first, 3, **said)


SENT = fact(2, "returns/inspected-1", replaced_by="N")
SOUND = [asked(), moved(1, "reserved"), SENT, moved(2, "released"), placed(), came(S=2)]


def test_what_is_kept_and_sent_is_sound_and_so_is_what_lapses_first():
    assert list(check_exchanges(SOUND)) == []
    lapsed = [fact(2, "returns/exchange-lapsed-1"), moved(2, "released")]
    late = [fact(3, "returns/inspected-1", replaced_by="N"), placed(3), came(3, 490, S=2)]
    assert list(check_exchanges([asked(), moved(1, "reserved"), *lapsed, *late])) == []


def test_one_for_money_that_is_written_with_an_exchange_is_no_part_of_it():
    assert list(check_exchanges([*SOUND, came(back=NEW, first=NEW)])) == []


@pytest.mark.parametrize("facts", [
    [asked()], [asked(), moved(1, "reserved", 1)], [asked(), moved(5, "reserved")],
    [asked(), moved(1, "reserved"), fact(2, "returns/withdrawn-1")],
    [asked(), moved(1, "reserved"), fact(2, "returns/refused-1"), moved(2, "released", 1)],
    [asked(), moved(1, "reserved"), SENT, moved(2, "released")],
    [asked(), moved(1, "reserved"), SENT, moved(2, "released"), placed(3)],
    [asked(), moved(1, "reserved"), SENT, moved(2, "released"), placed(back=NEW)],
    [*SOUND, moved(3, "released")], [placed()], [*SOUND[:-1], came(S=1)], [*SOUND, came(3, 490)],
], ids=[
    "nothing kept", "too few kept", "kept at another time", "not let go", "some let go", "never placed",
    "placed at another time", "placed for another", "let go twice", "no return says so",
    "fewer replaced", "sending goes back",
])
def test_a_fault_is_named(facts):
    assert list(check_exchanges(facts))
